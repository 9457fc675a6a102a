package org.statecraft.edfi;

/**
 * A descriptor value, {@code uri://namespace/XDescriptor#Code}, at most 306 characters: 255 of
 * namespace, {@code #}, 50 of code value.
 */
public record DescriptorUri(String value) {

  private static final int LONGEST_NAMESPACE = 255;
  private static final int LONGEST_CODE = 50;

  public DescriptorUri {
    int hash = value.indexOf('#');
    if (!value.startsWith("uri://") || hash < 0 || hash == value.length() - 1) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a descriptor; it reads uri://namespace/NameDescriptor#Code");
    }
    if (hash > LONGEST_NAMESPACE || value.length() - hash - 1 > LONGEST_CODE) {
      throw new IllegalArgumentException(
          "'" + value + "' is too long: the namespace has at most 255 characters, the code 50");
    }
  }

  public String namespace() {
    return value.substring(0, value.indexOf('#'));
  }

  public String code() {
    return value.substring(value.indexOf('#') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
