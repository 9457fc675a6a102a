package org.statecraft.campus;

/** The primary key of a Campus row as text; several columns are joined by a vertical bar. */
public record RowKey(String value) implements Comparable<RowKey> {

  public RowKey {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a row key must not be blank");
    }
  }

  @Override
  public int compareTo(RowKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
