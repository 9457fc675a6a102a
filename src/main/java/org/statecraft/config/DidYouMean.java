package org.statecraft.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the known word a misspelt one was probably meant to be. */
public final class DidYouMean {

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

  /** The closest known word, if it is close enough to be a slip. */
  public static Optional<String> closest(String word, Collection<String> known) {
    int most = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= most)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance, letter case counting nothing. */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
