package org.statecraft.preferences;

import java.math.BigInteger;
import java.util.Comparator;

/** Campus values as people count: whole numbers by size, before anything else by its letters. */
final class ValueOrder implements Comparator<String> {

  static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  @Override
  public int compare(String one, String two) {
    boolean number = isNumber(one);
    if (number != isNumber(two)) {
      return number ? -1 : 1;
    }
    int bySize = number ? new BigInteger(one).compareTo(new BigInteger(two)) : 0;
    return bySize != 0 ? bySize : one.compareTo(two);
  }

  private static boolean isNumber(String value) {
    return value.matches("-?[0-9]{1,30}");
  }
}
