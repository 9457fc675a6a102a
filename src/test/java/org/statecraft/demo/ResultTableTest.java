package org.statecraft.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

  @Test
  void wrapped_longText_breaksBetweenWordsOnly() {
    assertEquals(List.of("one two", "three"), ResultTable.wrapped(" one  two\nthree", 9));
    assertEquals(
        List.of("incomprehensible", "is", "one"),
        ResultTable.wrapped("incomprehensible is one", 4));
    assertTrue(ResultTable.wrapped("", 4).equals(List.of("")));
  }
}
