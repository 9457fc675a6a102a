package org.statecraft.campus;

/** The Campus key of a student, as text. Not the student's Ed-Fi ID. */
public record StudentId(String value) implements Comparable<StudentId> {

  public StudentId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a student id must not be blank");
    }
  }

  @Override
  public int compareTo(StudentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
