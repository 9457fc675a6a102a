package org.statecraft.connections;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.statecraft.connections.PreferenceChange.Kind;
import org.statecraft.edfi.ResourceName;

/**
 * What leads from the preferences a connection has to those it shall have.
 *
 * @param changes toggles by resource, then mappings by preference, as they stand in the file
 * @param unchanged how many choices are as they shall be already
 */
public record PreferenceDiff(List<PreferenceChange> changes, int unchanged) {

  public PreferenceDiff {
    changes = List.copyOf(changes);
  }

  private record Key(String preference, String campusValue) {}

  /** Adds what is new; what was chosen stays. */
  static PreferenceDiff onlyNew(ResourcePreferences current, ConnectionSeed seed) {
    List<PreferenceChange> added =
        toward(current, seed, Removal.NOTHING).changes.stream()
            .filter(each -> each.kind() == Kind.ADDED)
            .toList();
    return new PreferenceDiff(added, 0);
  }

  /** What becomes of a choice that the wanted preferences do not have. */
  public enum Removal {
    /** It stays. */
    NOTHING,
    /** It goes when other values of its preference are named, or the preference as such. */
    WITHIN_PREFERENCES,
    /** It goes. */
    EVERYTHING
  }

  /** Makes the connection's choices those that are wanted. */
  public static PreferenceDiff toward(
      ResourcePreferences current, ConnectionSeed wanted, Removal removal) {
    List<PreferenceChange> changes = new ArrayList<>();
    int unchanged = toggles(current, wanted, removal, changes);
    unchanged += mappings(current, wanted, removal, changes);
    return new PreferenceDiff(changes, unchanged);
  }

  private static int toggles(
      ResourcePreferences current,
      ConnectionSeed wanted,
      Removal removal,
      List<PreferenceChange> changes) {
    int unchanged = 0;
    for (Map.Entry<ResourceName, Boolean> each : new TreeMap<>(wanted.enabled()).entrySet()) {
      Boolean before = current.enabled().get(each.getKey());
      if (each.getValue().equals(before)) {
        unchanged++;
      } else {
        Kind kind = before == null ? Kind.ADDED : Kind.CHANGED;
        changes.add(new PreferenceChange.Toggle(kind, each.getKey(), before, each.getValue()));
      }
    }
    if (removal == Removal.EVERYTHING) {
      new TreeMap<>(current.enabled())
          .forEach(
              (resource, before) -> {
                if (!wanted.enabled().containsKey(resource)) {
                  changes.add(new PreferenceChange.Toggle(Kind.REMOVED, resource, before, null));
                }
              });
    }
    return unchanged;
  }

  private static int mappings(
      ResourcePreferences current,
      ConnectionSeed wanted,
      Removal removal,
      List<PreferenceChange> changes) {
    Map<Key, Optional<String>> before = byKey(current.choices());
    Map<Key, Optional<String>> after = byKey(wanted.mappings());
    int unchanged = 0;
    for (Map.Entry<Key, Optional<String>> each : after.entrySet()) {
      Optional<String> known = before.get(each.getKey());
      if (Objects.equals(known, each.getValue())) {
        unchanged++;
      } else {
        Kind kind = known == null ? Kind.ADDED : Kind.CHANGED;
        changes.add(change(kind, each.getKey(), known, each.getValue()));
      }
    }
    before.forEach(
        (key, known) -> {
          boolean named =
              removal == Removal.EVERYTHING
                  || (removal == Removal.WITHIN_PREFERENCES
                      && wanted.preferences().contains(key.preference()));
          if (named && !after.containsKey(key)) {
            changes.add(change(Kind.REMOVED, key, known, null));
          }
        });
    return unchanged;
  }

  private static PreferenceChange change(
      Kind kind, Key key, @Nullable Optional<String> before, @Nullable Optional<String> after) {
    return new PreferenceChange.Mapping(
        kind,
        key.preference(),
        key.campusValue(),
        before == null ? null : before.orElse(null),
        after == null ? null : after.orElse(null));
  }

  private static Map<Key, Optional<String>> byKey(List<MappingChoice> choices) {
    Map<Key, Optional<String>> byKey = new LinkedHashMap<>();
    choices.forEach(
        each ->
            byKey.put(
                new Key(each.mapping(), each.campusValue()), Optional.ofNullable(each.code())));
    return byKey;
  }
}
