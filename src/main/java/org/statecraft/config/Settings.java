package org.statecraft.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of one file, each overridden by the environment, and that by flags.
 *
 * <p>A setting has one name everywhere: {@code http.port} is the key {@code port} under {@code
 * http} in the file, {@code --set http.port=...} on the command line, and {@code
 * STATECRAFT_HTTP_PORT} in the environment. What was asked for is what is known: any other key is
 * refused.
 */
final class Settings {

  private final YamlNode file;
  private final Map<String, String> flags;
  private final Environment environment;
  private final Problems problems;
  private final Set<String> known = new TreeSet<>();

  Settings(YamlNode file, Map<String, String> flags, Environment environment, Problems problems) {
    this.file = file;
    this.flags = Map.copyOf(flags);
    this.environment = environment;
    this.problems = problems;
  }

  /** The value of a setting from the strongest source that has it. */
  YamlNode at(String key) {
    known.add(key);
    Optional<String> variable = environment.get(Environment.variableOf(key));
    String flag = flags.get(key);
    if (flag != null) {
      return YamlNode.scalar("--set " + key, flag, problems);
    }
    return variable
        .map(
            value ->
                YamlNode.scalar(
                    "environment variable " + Environment.variableOf(key), value, problems))
        .orElseGet(() -> inFile(key));
  }

  /** A setting that only the file can have, because its members have names of their own. */
  YamlNode onlyInFile(String key) {
    known.add(key);
    return inFile(key);
  }

  /**
   * A secret. Flag and file name it by reference; the setting's environment variable holds the
   * secret itself, so that {@code password: env:STATECRAFT_DATABASE_PASSWORD} and no line at all
   * come to the same.
   */
  Optional<Secret> secret(String key) {
    known.add(key);
    Optional<String> variable = environment.get(Environment.variableOf(key));
    String flag = flags.get(key);
    if (flag == null && variable.isPresent()) {
      return variable.map(Secret::new);
    }
    YamlNode reference =
        flag == null ? inFile(key) : YamlNode.scalar("--set " + key, flag, problems);
    return reference.isEmpty()
        ? Optional.empty()
        : SecretReference.resolve(reference, environment, problems);
  }

  /** A path, relative to the folder the program was started in. */
  java.nio.file.Path path(String key, String whenAbsent) {
    YamlNode node = at(key);
    try {
      return java.nio.file.Path.of(node.text(whenAbsent));
    } catch (java.nio.file.InvalidPathException e) {
      node.problem("'" + node.text() + "' is no path: " + e.getReason());
      return java.nio.file.Path.of(whenAbsent);
    }
  }

  /** All settings asked for so far. */
  Set<String> known() {
    return known;
  }

  /** Adds a problem for every key of the file and every flag that nobody asked for. */
  void refuseUnknown() {
    refuseUnknown("", file);
    for (String key : new TreeSet<>(flags.keySet())) {
      if (!known.contains(key)) {
        problems.add(Place.of("--set " + key), "no such setting" + DidYouMean.hint(key, known));
      }
    }
  }

  private void refuseUnknown(String prefix, YamlNode node) {
    node.map()
        .forEach(
            (name, member) -> {
              String key = prefix + name;
              if (known.contains(key)) {
                return;
              }
              if (known.stream().anyMatch(each -> each.startsWith(key + "."))) {
                refuseUnknown(key + ".", member);
              } else {
                problems.add(
                    node.placeOf(name), "unknown key '" + key + "'" + DidYouMean.hint(key, known));
              }
            });
  }

  private YamlNode inFile(String key) {
    YamlNode node = file;
    for (String name : key.split("\\.")) {
      if (!node.isMap()) {
        return node.isEmpty() ? node : YamlNode.absent(problems);
      }
      node = node.get(name);
    }
    return node;
  }
}
