package org.statecraft.mutate;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Other constants of the same type. */
final class Constants {

  private Constants() {}

  /**
   * A constant of a rule or of YAML that is not this one: the other flag, the next number or day,
   * or the text with a mark.
   *
   * @param written as it stands in the file, with its quotes
   */
  static String other(String written) {
    if (written.equals("true") || written.equals("false")) {
      return written.equals("true") ? "false" : "true";
    }
    if (written.endsWith(".MIN") || written.endsWith(".MAX")) {
      return written.endsWith("N")
          ? written.replace(".MIN", ".MAX")
          : written.replace(".MAX", ".MIN");
    }
    char quote = written.isEmpty() ? ' ' : written.charAt(0);
    if ((quote == '"' || quote == '\'') && written.length() > 1) {
      return quote + nextText(written.substring(1, written.length() - 1)) + quote;
    }
    if (written.matches("-?\\d+(\\.\\d+)?[LlBbDdFf]?")) {
      String digits = written.replaceAll("[LlBbDdFf]$", "");
      return new BigDecimal(digits).add(BigDecimal.ONE).toPlainString()
          + written.substring(digits.length());
    }
    return nextText(written);
  }

  private static String nextText(String text) {
    try {
      return LocalDate.parse(text).plusDays(1).toString();
    } catch (DateTimeException e) {
      return text + "~";
    }
  }
}
