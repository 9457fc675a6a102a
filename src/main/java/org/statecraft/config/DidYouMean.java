package org.statecraft.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the known word a misspelt one was probably meant to be. */
public final class DidYouMean {

  /** The end of a message about a group of keys that nobody knows where it stands. */
  public static final String OUT_OF_PLACE = "; if it belongs to what is before it, indent it";

  private static final int MOST_LISTED = 12;

  private DidYouMean() {}

  /**
   * The end of a message about an unknown word: {@code "; did you mean 'x'?"}, or the known words
   * when none is close.
   */
  public static String hint(String word, Collection<String> known) {
    Optional<String> close = closest(word, known);
    if (close.isPresent()) {
      return "; did you mean '" + close.get() + "'?";
    }
    if (known.isEmpty() || known.size() > MOST_LISTED) {
      return "";
    }
    return "; known: " + known.stream().sorted().collect(Collectors.joining(", "));
  }

  /**
   * The same for a key.
   *
   * @param isGroup whether it is a group of keys, which may only stand at the wrong place
   */
  static String hintOfKey(String key, boolean isGroup, Collection<String> known) {
    return isGroup && closest(key, known).isEmpty() ? OUT_OF_PLACE : hint(key, known);
  }

  /** The closest known word, if it is close enough to be a slip. */
  public static Optional<String> closest(String word, Collection<String> known) {
    int most = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= most)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance, two letters in each other's place being one slip, case nothing. */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[][] rows = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int least = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
        least = Math.min(least, rows[i - 1][j - 1] + (same ? 0 : 1));
        boolean turned =
            i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        rows[i][j] = turned ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
      }
    }
    return rows[left.length()][right.length()];
  }
}
