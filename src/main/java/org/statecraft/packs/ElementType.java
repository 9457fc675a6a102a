package org.statecraft.packs;

/** What the value of an element is. */
public enum ElementType {
  /** Members of its own; the schema names them. */
  OBJECT,
  /** Characters, between a shortest and a longest length. */
  TEXT,
  /** A day, {@code yyyy-MM-dd}. */
  DATE,
  /** True or false. */
  BOOLEAN,
  /** A whole number of 32 bits. */
  INT32,
  /** A whole number of 64 bits. */
  INT64,
  /** A number with decimals. */
  DECIMAL,
  /** {@code uri://namespace/NameDescriptor#Code}, at most 306 characters. */
  DESCRIPTOR,
  /**
   * The bare code of a type or descriptor, as API v2 takes it; or {@code namespace/code} where the
   * host's default namespace is another. At most 306 characters.
   */
  CODE
}
