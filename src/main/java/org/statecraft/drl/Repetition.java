package org.statecraft.drl;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a regular expression repeats a group that repeats something itself, or has alternatives.
 * Such an expression can take longer than anyone waits on a text that almost matches, and nothing
 * could stop it.
 */
final class Repetition {

  private Repetition() {}

  static boolean isNested(String expression) {
    // For each open group, whether something in it repeats.
    Deque<Boolean> groups = new ArrayDeque<>();
    boolean repeats = false;
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\') {
        i++;
        boolean backReference = i < expression.length() && Character.isDigit(expression.charAt(i));
        if (backReference) {
          return true;
        }
      } else if (c == '[') {
        int end = expression.indexOf(']', i + 1);
        i = end < 0 ? expression.length() : end;
      } else if (c == '(') {
        groups.push(repeats);
        repeats = false;
      } else if (c == ')' && !groups.isEmpty()) {
        boolean inside = repeats;
        if (inside && i + 1 < expression.length() && isMany(expression.charAt(i + 1))) {
          return true;
        }
        repeats = groups.pop() || inside;
      } else if (isMany(c) || c == '|') {
        repeats = true;
      }
    }
    return false;
  }

  private static boolean isMany(char c) {
    return c == '*' || c == '+' || c == '{';
  }
}
