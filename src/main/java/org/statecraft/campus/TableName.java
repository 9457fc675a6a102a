package org.statecraft.campus;

/** The name of a Campus table, as the fact catalogue spells it. */
public record TableName(String value) implements Comparable<TableName> {

  public TableName {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a table name must not be blank");
    }
  }

  @Override
  public int compareTo(TableName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
