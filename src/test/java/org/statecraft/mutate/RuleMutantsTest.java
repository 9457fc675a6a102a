package org.statecraft.mutate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.statecraft.packs.PackFile;

/** Which faults are made of a rule, and where. */
class RuleMutantsTest {

  private static List<Mutant> of(String when, String then) {
    String text =
        "rule \"One\"\n@id(X-1)\n@page(\"none\")\nwhen\n" + when + "then\n  " + then + "\nend\n";
    return RuleMutants.of(new PackFile("folder/file.drl", "rules/x/file.drl", "x", text));
  }

  private static List<String> changes(String when) {
    return of(when, "insert( new Fact( $a ) );").stream()
        .filter(each -> each.operator() != Operator.DROP_RULE)
        .filter(each -> each.operator() != Operator.BLANK_VALUE)
        .map(each -> each.operator().word() + " " + each.change())
        .toList();
  }

  @Test
  void comparison_isLeftOutNegatedShiftedAndTurned() {
    assertEquals(
        List.of(
            "drop-condition from <= $b => (left out)",
            "negate-condition from <= $b => from > $b",
            "shift-comparison from <= $b => from < $b",
            "flip-comparison from <= $b => from >= $b"),
        changes("  $a : Row( $b : until, from <= $b )\n"));
  }

  @Test
  void bindings_areNoConditions() {
    assertEquals(List.of(), changes("  $a : Row( $b : until, $c : other.field )\n"));
  }

  @Test
  void equality_isLeftOutAndTurned_andItsConstantBecomesAnother() {
    assertEquals(
        List.of(
            "drop-condition kind == \"P, (x)\" => (left out)",
            "negate-condition kind == \"P, (x)\" => kind != \"P, (x)\"",
            "replace-constant \"P, (x)\" => \"P, (x)~\""),
        changes("  $a : Row( kind == \"P, (x)\" )\n"));
  }

  @Test
  void constants_becomeOthersOfTheirType() {
    assertEquals("false", Constants.other("true"));
    assertEquals("2L", Constants.other("1L"));
    assertEquals("3.5", Constants.other("2.5"));
    assertEquals("\"2024-07-02\"", Constants.other("\"2024-07-01\""));
    assertEquals("CTE~", Constants.other("CTE"));
    assertEquals("LocalDate.MAX", Constants.other("LocalDate.MIN"));
  }

  @Test
  void tieBreak_isTurnedStepByStep_andLosesItsLastPart() {
    assertEquals(
        List.of(
            "drop-pattern not Row( day > $d || ( day == $d && key > $k ) ) => (left out)",
            "swap-not-exists not Row( day > $d || ( day == $d && key > $k ) ) => exists Row( day >"
                + " $d || ( day == $d && key > $k ) )",
            "drop-condition day > $d || ( day == $d && key > $k ) => (left out)",
            "negate-condition day > $d || ( day == $d && key > $k ) => !( day > $d || ( day == $d"
                + " && key > $k ) )",
            "drop-alternative day > $d => (left out)",
            "negate-condition day > $d => day <= $d",
            "shift-comparison day > $d => day >= $d",
            "flip-comparison day > $d => day < $d",
            "drop-alternative ( day == $d && key > $k ) => (left out)",
            "negate-condition day == $d && key > $k => !( day == $d && key > $k )",
            "drop-condition day == $d => (left out)",
            "negate-condition day == $d => day != $d",
            "drop-condition key > $k => (left out)",
            "negate-condition key > $k => key <= $k",
            "shift-comparison key > $k => key >= $k",
            "flip-comparison key > $k => key < $k"),
        changes(
            "  $a : Row( $d : day, $k : key )\n"
                + "  not Row( day > $d || ( day == $d && key > $k ) )\n"));
  }

  @Test
  void factThatOnlyHasToBeThere_isLeftOut() {
    assertEquals(
        List.of(
            "drop-pattern Other( of == $a ) => (left out)",
            "drop-condition of == $a => (left out)",
            "negate-condition of == $a => of != $a"),
        changes("  $a : Row()\n  Other( of == $a )\n"));
  }

  @Test
  void exists_or_in_andFlags() {
    assertEquals(
        List.of(
            "drop-pattern exists Row( on ) => (left out)",
            "swap-not-exists exists Row( on ) => not Row( on )",
            "drop-condition on => (left out)",
            "negate-condition on => !( on )",
            "drop-alternative A() => (left out)",
            "drop-alternative B( x not in ( 1 ) ) => (left out)",
            "drop-condition x not in ( 1 ) => (left out)",
            "negate-condition x not in ( 1 ) => x in ( 1 )",
            "replace-constant 1 => 2"),
        changes("  exists Row( on )\n  ( A() or B( x not in ( 1 ) ) )\n"));
  }

  @Test
  void total_isAnotherTotal_ofOtherFacts() {
    assertEquals(
        List.of(
            "swap-function min => max",
            "drop-condition n > 3 => (left out)",
            "negate-condition n > 3 => n <= 3",
            "shift-comparison n > 3 => n >= 3",
            "flip-comparison n > 3 => n < 3",
            "replace-constant 3 => 4"),
        changes("  accumulate( Row( $n : n, n > 3 ); $a : min( $n ) )\n"));
  }

  @Test
  void conditionOnABoundValue_keepsTheName() {
    List<Mutant> mutants = of("  $a : Row( $n : n > 3 )\n", "insert( new Fact( $n ) );");
    Mutant drop =
        mutants.stream()
            .filter(each -> each.operator() == Operator.DROP_CONDITION)
            .findFirst()
            .orElseThrow();
    assertEquals("  $a : Row( $n : n )", drop.after());
  }

  @Test
  void then_losesEachValueThatIsNoConstant() {
    List<String> changes =
        of("  $a : Row( $b : n )\n", "insert( new Fact( $a, \"x, y\", $b.getDay(), 1L ) );")
            .stream()
            .filter(each -> each.operator() != Operator.DROP_RULE)
            .map(each -> each.operator().word() + " " + each.change())
            .toList();
    assertEquals(
        List.of(
            "replace-constant \"x, y\" => \"x, y~\"",
            "replace-constant 1L => 2L",
            "blank-value value $a => null",
            "blank-value value $b.getDay() => null"),
        changes);
  }

  @Test
  void rule_neverFires_andStaysThere() {
    Mutant drop = of("  $a : Row()\n", "insert( new Fact( $a ) );").get(0);
    assertEquals(Operator.DROP_RULE, drop.operator());
    assertEquals("One => (never fires)", drop.change());
    assertTrue(drop.text().contains("Row()\n  ConfiguredYear( schoolYear == 0 )\nthen"));
  }

  @Test
  void mutant_knowsItsLine_andWhatTellsItFromOthers() {
    List<Mutant> mutants =
        of("  $a : Row( x == 1 )\n  not Other( x == 1 )\n", "insert( new Fact( $a ) );");
    Map<String, Integer> lines =
        mutants.stream()
            .filter(each -> each.operator() == Operator.NEGATE_CONDITION)
            .collect(
                java.util.stream.Collectors.toMap(Mutant::change, each -> each.place().line()));
    assertEquals(Map.of("x == 1 => x != 1", 5, "x == 1 => x != 1 #2", 6), lines);
    assertEquals(mutants.size(), mutants.stream().map(Mutant::identity).distinct().count());
    assertEquals(mutants.size(), mutants.stream().map(Mutant::text).distinct().count());
  }
}
