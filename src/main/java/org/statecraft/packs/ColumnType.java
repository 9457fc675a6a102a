package org.statecraft.packs;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** The types a column of the fact catalogue may have, and what they are in a rule. */
public enum ColumnType {
  /** Any text. Surrounding white space is dropped; a blank text is the same as none. */
  TEXT(String.class),
  /** A whole number that identifies or counts. */
  ID(Long.class),
  /** A decimal number. */
  NUMBER(BigDecimal.class),
  /** A checkbox. Null in Campus is the same as not marked. */
  FLAG(Boolean.class),
  /** A day. */
  DATE(LocalDate.class),
  /** A day and time of day, without zone, as Campus keeps it. */
  TIME(LocalDateTime.class);

  private final Class<?> javaType;

  ColumnType(Class<?> javaType) {
    this.javaType = javaType;
  }

  /** The class of a value of this type. */
  public Class<?> javaType() {
    return javaType;
  }
}
