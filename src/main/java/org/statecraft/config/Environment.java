package org.statecraft.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The environment variables, and which of them somebody asked for.
 *
 * <p>The setting {@code database.pool-size} is overridden by {@code STATECRAFT_DATABASE_POOL_SIZE}:
 * the prefix, then the key in capitals with every dot and hyphen an underscore.
 */
public final class Environment {

  private static final String PREFIX = "STATECRAFT_";

  /** Variables that Kubernetes sets for a Service that is named as we are. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("STATECRAFT_(SERVICE_.*|PORT|PORT_[0-9].*)");

  private final Map<String, String> variables;
  private final boolean peersAreSpokenTo;
  private final Set<String> asked = new HashSet<>();

  public Environment(Map<String, String> variables) {
    this(variables, true);
  }

  private Environment(Map<String, String> variables, boolean peersAreSpokenTo) {
    this.variables = new HashMap<>(variables);
    this.peersAreSpokenTo = peersAreSpokenTo;
  }

  /**
   * The environment of a command that works on the database alone: it needs neither the secrets of
   * Ed-Fi APIs nor those of senders, so they may be out of its reach.
   */
  public static Environment ofDatabaseWork(Map<String, String> variables) {
    return new Environment(variables, false);
  }

  boolean peersAreSpokenTo() {
    return peersAreSpokenTo;
  }

  /** The variable that overrides a setting. */
  static String variableOf(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The value of a variable; one that is set to nothing counts as not set. */
  Optional<String> get(String name) {
    asked.add(name);
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * Adds a problem for every variable with our prefix that nobody asked for and that looks like a
   * slip, and a warning for the others. Called last, because connection files may name variables as
   * secrets.
   */
  public void reportUnknown(Problems problems) {
    for (String name : new TreeSet<>(variables.keySet())) {
      if (!name.startsWith(PREFIX)
          || asked.contains(name)
          || SERVICE_LINK.matcher(name).matches()) {
        continue;
      }
      Place place = Place.of("environment variable " + name);
      Optional<String> close = DidYouMean.closest(name, ours(asked));
      if (close.isPresent()) {
        problems.add(place, "no such setting; did you mean '" + close.get() + "'?");
      } else {
        problems.warn(place, "no setting and no secret has this name; it has no effect");
      }
    }
  }

  private static Set<String> ours(Collection<String> names) {
    Set<String> ours = new TreeSet<>();
    for (String name : names) {
      if (name.startsWith(PREFIX)) {
        ours.add(name);
      }
    }
    return ours;
  }
}
