package org.statecraft.drl;

import java.util.ArrayList;
import java.util.List;

/** The names that an expression reads. */
public final class Paths {

  private Paths() {}

  /** Every path in an expression, however deep, in its order. */
  public static List<Expression.Path> of(Expression expression) {
    List<Expression.Path> paths = new ArrayList<>();
    add(expression, paths);
    return paths;
  }

  private static void add(Expression expression, List<Expression.Path> to) {
    if (expression instanceof Expression.Path path) {
      to.add(path);
    } else if (expression instanceof Expression.Call call) {
      call.of().ifPresent(each -> add(each, to));
      call.arguments().forEach(each -> add(each, to));
    } else if (expression instanceof Expression.Unary unary) {
      add(unary.operand(), to);
    } else if (expression instanceof Expression.Binary binary) {
      add(binary.left(), to);
      add(binary.right(), to);
    } else if (expression instanceof Expression.In in) {
      add(in.operand(), to);
      in.list().forEach(each -> add(each, to));
    } else if (expression instanceof Expression.Choice choice) {
      add(choice.condition(), to);
      add(choice.yes(), to);
      add(choice.no(), to);
    }
  }
}
