package org.statecraft.drl;

import java.util.List;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Problems;

/** Finds the method that a call means, among those that rules may call. */
final class MethodCheck {

  private final Problems problems;

  MethodCheck(Problems problems) {
    this.problems = problems;
  }

  /** What a call comes to: of the methods of its name, the one that takes what is given. */
  Type chosen(
      Expression.Call call,
      String of,
      String shown,
      List<Methods.Method> methods,
      List<Type> given) {
    if (methods.isEmpty()) {
      problems.add(
          call.place(),
          "'"
              + call.method()
              + "' of "
              + shown
              + " may not be called in a rule"
              + DidYouMean.hint(call.method(), Methods.names(of)));
      return Type.UNKNOWN;
    }
    for (Methods.Method each : methods) {
      if (fits(each.takes(), given)) {
        return each.gives();
      }
    }
    problems.add(
        call.place(),
        call.method()
            + " takes "
            + (methods.get(0).takes().isEmpty()
                ? "nothing"
                : String.join(", ", methods.get(0).takes().stream().map(Type::words).toList()))
            + "; here is "
            + (given.isEmpty()
                ? "nothing"
                : String.join(", ", given.stream().map(Type::words).toList())));
    return methods.get(0).gives();
  }

  private static boolean fits(List<Type> takes, List<Type> given) {
    boolean fits = takes.size() == given.size();
    for (int i = 0; fits && i < takes.size(); i++) {
      boolean whole = takes.get(i).equals(Type.COUNT) && !given.get(i).equals(Type.COUNT);
      fits = takes.get(i).mayEqual(given.get(i)) && (!whole || given.get(i).isUnknown());
    }
    return fits;
  }
}
