package org.statecraft.drl;

import java.util.stream.Collectors;

/** Writes a value or a comparison as people would. */
final class Words {

  private Words() {}

  static String of(Expression expression) {
    if (expression instanceof Expression.Text text) {
      return "\"" + text.value() + "\"";
    }
    if (expression instanceof Expression.Number number) {
      return number.digits();
    }
    if (expression instanceof Expression.Flag flag) {
      return Boolean.toString(flag.value());
    }
    if (expression instanceof Expression.Nothing) {
      return "null";
    }
    if (expression instanceof Expression.Path path) {
      return String.join(".", path.names());
    }
    if (expression instanceof Expression.Call call) {
      return call.of().map(each -> of(each) + ".").orElse("")
          + call.method()
          + "("
          + call.arguments().stream().map(Words::of).collect(Collectors.joining(", "))
          + ")";
    }
    if (expression instanceof Expression.Unary unary) {
      return unary.operator() + of(unary.operand());
    }
    if (expression instanceof Expression.Binary binary) {
      return "(" + of(binary.left()) + " " + binary.operator() + " " + of(binary.right()) + ")";
    }
    if (expression instanceof Expression.In in) {
      return of(in.operand())
          + (in.negated() ? " not in (" : " in (")
          + in.list().stream().map(Words::of).collect(Collectors.joining(", "))
          + ")";
    }
    Expression.Choice choice = (Expression.Choice) expression;
    return of(choice.condition()) + " ? " + of(choice.yes()) + " : " + of(choice.no());
  }
}
