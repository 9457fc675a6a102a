package org.statecraft.shadow;

import org.statecraft.edfi.ConnectionName;

/** Is told what students came to in the shadow, for metrics. */
@FunctionalInterface
public interface ShadowListener {

  /** Some more students were compared, or not. */
  void compared(ConnectionName connection, Shadow.Counts more);
}
