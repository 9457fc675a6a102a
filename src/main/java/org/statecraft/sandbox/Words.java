package org.statecraft.sandbox;

import java.util.ArrayList;
import java.util.List;

/** How names are spelt in answers and addresses. */
final class Words {

  private Words() {}

  static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  static String uncapital(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Names with their values, such as {@code schoolId = 1}. */
  static String pairs(List<String> names, List<String> values) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(names.get(i) + " = " + values.get(i));
    }
    return String.join(", ", pairs);
  }

  /** What one item of a resource is called: the endpoint's name in the singular, capitalized. */
  static String item(String resource) {
    String singular =
        resource.endsWith("ies")
            ? resource.substring(0, resource.length() - 3) + "y"
            : resource.replaceFirst("s$", "");
    return capital(singular);
  }
}
