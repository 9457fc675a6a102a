package org.statecraft.connections;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ResourceName;

/**
 * One change of what a district chose for a connection. A choice that is taken away leaves the
 * pack's default in force.
 */
public sealed interface PreferenceChange {

  /** Whether something was chosen before, and is now. */
  Kind kind();

  /** What became of a choice. */
  enum Kind {
    ADDED,
    CHANGED,
    REMOVED;

    /** The word in the table and in messages. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A resource is switched on or off.
   *
   * @param before null when it was not chosen
   * @param after null when it no longer is
   */
  record Toggle(Kind kind, ResourceName resource, @Nullable Boolean before, @Nullable Boolean after)
      implements PreferenceChange {}

  /**
   * A Campus value becomes another code.
   *
   * @param before null when it was not chosen, or was deliberately none
   * @param after null when it no longer is chosen, or is deliberately none
   */
  record Mapping(
      Kind kind,
      String preference,
      String campusValue,
      @Nullable String before,
      @Nullable String after)
      implements PreferenceChange {}
}
