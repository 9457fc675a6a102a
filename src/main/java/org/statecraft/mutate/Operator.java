package org.statecraft.mutate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A kind of fault. The words are those of the command line and of {@code mutants.yaml}. */
public enum Operator {
  /** A rule never fires. */
  DROP_RULE("a rule never fires"),
  /** A fact pattern, or a {@code not} or {@code exists}, is not asked for. */
  DROP_PATTERN("a fact, a 'not' or an 'exists' is not asked for"),
  /** {@code not} and {@code exists} stand for each other. */
  SWAP_NOT_EXISTS("'not' and 'exists' stand for each other"),
  /** A condition of a fact, or one of several joined by "and", is not asked. */
  DROP_CONDITION("a condition is not asked"),
  /** One of several conditions or facts joined by "or" is not asked. */
  DROP_ALTERNATIVE("one side of an 'or' is not asked"),
  /** A condition must not hold instead of hold. */
  NEGATE_CONDITION("a condition must not hold"),
  /** The border of a comparison moves: {@code <} and {@code <=} stand for each other. */
  SHIFT_COMPARISON("a border moves: < and <=, > and >="),
  /** An order is turned round: {@code <} and {@code >} stand for each other. */
  FLIP_COMPARISON("an order is turned round: < and >"),
  /** A constant becomes another. */
  REPLACE_CONSTANT("a constant becomes another"),
  /** Another total is taken. */
  SWAP_FUNCTION("another total is taken: min and max, sum and count"),
  /** A value of a derived fact is left out. */
  BLANK_VALUE("a value of a derived fact is left out"),
  /** An element is not sent. */
  DROP_ELEMENT("an element is not sent"),
  /** An element is as the pack below has it. */
  INHERIT_ELEMENT("an element is as the pack below has it"),
  /** An element is given to the APIs of every data standard. */
  DROP_STANDARD("an element is given to the APIs of every data standard"),
  /** An element or identity reads another value of the same type. */
  SWAP_PATH("an element reads another value of the same type"),
  /** An element sends the Campus value instead of its code. */
  DROP_MAPPING("an element sends the Campus value instead of its code"),
  /** An element takes its code from another preference. */
  SWAP_MAPPING("an element takes its code from another preference"),
  /** A switch of {@code resource.yaml} or {@code elements.yaml} is turned. */
  TURN_SWITCH("a switch of resource.yaml or elements.yaml is turned"),
  /** An entry of a list of {@code resource.yaml} or {@code pack.yaml} is left out. */
  DROP_ENTRY("an entry of a list of resource.yaml or pack.yaml is left out"),
  /** A parameter has another value. */
  CHANGE_PARAMETER("a parameter has another value"),
  /** A parameter's value holds a year later. */
  SHIFT_YEAR("a parameter's value holds a year later"),
  /** A Campus value has another code. */
  CHANGE_CODE("a Campus value has another code"),
  /** A Campus value is not listed. */
  DROP_CODE("a Campus value is not listed"),
  /** A school year without dates begins or ends a day off. */
  SHIFT_DEFAULT("a school year without dates begins or ends a day off"),
  /** A choice of the connection stands for another column. */
  SWAP_CHOICE("a choice of the connection stands for another column");

  private final String about;

  Operator(String about) {
    this.about = about;
  }

  /** What goes wrong, in a few words. */
  public String about() {
    return about;
  }

  /** The name as people write it, such as {@code drop-rule}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All names. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Operator::word).toList();
  }

  /** The operator of a name, if there is one. */
  public static Optional<Operator> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
