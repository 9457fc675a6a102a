package org.statecraft.errorlog;

import java.util.Optional;
import org.statecraft.edfi.ConnectionName;

/**
 * Which errors are meant; what is empty is not asked for.
 *
 * @param cause the id of a root cause, its text, or the words its text begins with
 * @param withArchived whether those count too that somebody put aside
 */
public record ErrorFilter(
    Optional<ConnectionName> connection, Optional<String> cause, boolean withArchived) {

  /** All that is open. */
  public static final ErrorFilter OPEN = new ErrorFilter(Optional.empty(), Optional.empty(), false);
}
