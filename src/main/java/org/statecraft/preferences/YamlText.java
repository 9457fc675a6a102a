package org.statecraft.preferences;

import java.util.Set;

/** Writes scalars so that YAML reads the same text back. */
final class YamlText {

  /** What YAML would take for something else than a text. */
  private static final Set<String> WORDS =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  /** As people write it, where that is safe; otherwise in quotes. */
  static String plainOrQuoted(String text) {
    boolean plain =
        text.matches("[A-Za-z]([A-Za-z0-9:/._#&(),+' -]*[A-Za-z0-9).])?")
            && !text.contains(": ")
            && !text.contains(" #")
            && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
    return plain ? text : quoted(text);
  }

  /** In double quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(each -> append(quoted, (char) each));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, char each) {
    if (each == '"' || each == '\\') {
      quoted.append('\\').append(each);
    } else if (each < ' ' || (each > '~' && !Character.isLetter(each))) {
      quoted.append(String.format("\\u%04x", (int) each));
    } else {
      quoted.append(each);
    }
  }
}
