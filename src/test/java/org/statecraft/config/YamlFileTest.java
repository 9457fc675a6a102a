package org.statecraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class YamlFileTest {

  private final Problems problems = new Problems();

  @Test
  void parseOften_ofOneTextInTwoFiles_tellsThePlaceOfEach() {
    String text = "a: 1\nb: 2\n";
    YamlNode one = YamlFile.parseOften("one.yaml", text, problems);
    YamlNode two = YamlFile.parseOften("two.yaml", text, problems);
    assertEquals("2", one.get("b").text());
    assertEquals("2", two.get("b").text());
    assertEquals("one.yaml:2:4", one.get("b").place().toString());
    assertEquals("two.yaml:2:4", two.get("b").place().toString());
  }

  @Test
  void parseOften_whatIsWrong_isToldEachTime() {
    String text = "a: [1\n";
    YamlFile.parseOften("one.yaml", text, problems);
    YamlFile.parseOften("two.yaml", text, problems);
    assertEquals(2, problems.list().size(), problems.list().toString());
    assertTrue(problems.list().get(1).toString().startsWith("two.yaml:"));
  }

  @Test
  void parseOften_ofNothing_isEmpty() {
    assertTrue(YamlFile.parseOften("empty.yaml", "", problems).isEmpty());
    assertTrue(YamlFile.parseOften("empty.yaml", "", problems).isEmpty());
  }
}
