package org.statecraft.edfi;

/** A school year, named by the calendar year it ends in: 2025 is 2024-25. */
public record SchoolYear(int endYear) {

  public SchoolYear {
    if (endYear < 1990 || endYear > 2200) {
      throw new IllegalArgumentException(
          "a school year is the four-digit year it ends in, but was " + endYear);
    }
  }

  /** As people write it, such as 2024-25. */
  public String span() {
    return (endYear - 1) + "-" + String.format("%02d", endYear % 100);
  }

  @Override
  public String toString() {
    return Integer.toString(endYear);
  }
}
