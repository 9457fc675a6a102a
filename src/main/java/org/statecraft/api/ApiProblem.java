package org.statecraft.api;

import org.statecraft.http.Problem;

/** A request that is not carried out; what the caller is told of it. */
final class ApiProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ApiProblem(int status, String title, String detail) {
    this(Problem.of(status, title, detail));
  }

  ApiProblem(Problem problem) {
    super(problem.title() + ": " + problem.detail());
    this.problem = problem;
  }

  /** There is no such thing, or none that the caller may see: the two are not told apart. */
  static ApiProblem notThere(String detail) {
    return new ApiProblem(404, "Not there", detail);
  }

  /** It does not go together with how things stand. */
  static ApiProblem conflict(String detail) {
    return new ApiProblem(409, "Conflict", detail);
  }

  Problem problem() {
    return problem;
  }
}
