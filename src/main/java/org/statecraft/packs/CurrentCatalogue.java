package org.statecraft.packs;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statecraft.config.Problems;

/**
 * The catalogue of what is kept, while the server runs. It only grows: a table or column that no
 * pack looks at any more is kept until the next start.
 */
public final class CurrentCatalogue implements Supplier<FactCatalogue> {

  private volatile @Nullable FactCatalogue catalogue;

  /** One with nothing in it yet. */
  public CurrentCatalogue() {
    this.catalogue = null;
  }

  public CurrentCatalogue(FactCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public FactCatalogue get() {
    FactCatalogue now = catalogue;
    if (now == null) {
      throw new IllegalStateException("no pack is in force yet");
    }
    return now;
  }

  /**
   * Adds what another catalogue has on top.
   *
   * @param problems told of tables and columns that are kept as something else already; then
   *     nothing is added
   */
  public synchronized void grow(FactCatalogue other, Problems problems) {
    FactCatalogue now = catalogue;
    Problems own = new Problems();
    FactCatalogue union = now == null ? other : now.and(other, own);
    problems.take(own);
    if (own.isEmpty() && !union.equals(now)) {
      catalogue = union;
    }
  }
}
