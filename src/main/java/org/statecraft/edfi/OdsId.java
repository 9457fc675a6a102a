package org.statecraft.edfi;

/** The id an Ed-Fi API assigned to a record: the last path segment of its {@code Location}. */
public record OdsId(String value) {

  public OdsId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("an ODS id must not be blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
