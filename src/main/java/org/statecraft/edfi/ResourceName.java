package org.statecraft.edfi;

/**
 * The name of an Ed-Fi resource, exactly as its endpoint spells it, such as the last path segment
 * of {@code /ed-fi/programs}.
 */
public record ResourceName(String value) implements Comparable<ResourceName> {

  public ResourceName {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a resource name must not be blank");
    }
  }

  @Override
  public int compareTo(ResourceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
