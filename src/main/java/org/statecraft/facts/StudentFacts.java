package org.statecraft.facts;

import java.util.List;
import org.statecraft.campus.StudentId;

/**
 * Everything the rules may know of one student.
 *
 * @param own the student's rows, by table and key
 * @param shared the shared rows those refer to, and those every student is given
 */
public record StudentFacts(StudentId student, List<Fact> own, List<Fact> shared) {

  public StudentFacts {
    own = List.copyOf(own);
    shared = List.copyOf(shared);
  }
}
