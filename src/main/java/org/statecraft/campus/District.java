package org.statecraft.campus;

/** A district whose Campus sends us rows, by the name the webhook's path has. */
public record District(String value) implements Comparable<District> {

  public District {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a district must not be blank");
    }
  }

  @Override
  public int compareTo(District other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
