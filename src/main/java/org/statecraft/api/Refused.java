package org.statecraft.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.json.JsonArray;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.statecraft.admin.NotThere;
import org.statecraft.admin.ProblemJson;
import org.statecraft.config.InvalidFiles;
import org.statecraft.config.Problem;
import org.statecraft.config.Quotes;
import org.statecraft.db.PgErrors;
import org.statecraft.deliver.ConnectionFault;
import org.statecraft.resync.ReadRefused;
import org.statecraft.resync.ScopeUnknown;

/** What a caller is told of a failure. */
final class Refused {

  private Refused() {}

  /** A request that is wrong. */
  static ApiProblem of(Collection<Problem> problems) {
    return listed(400, "The request is wrong", problems);
  }

  /** Files that are wrong. */
  private static ApiProblem of(InvalidFiles files) {
    return listed(422, "The files are wrong", files.problems());
  }

  private static ApiProblem listed(int status, String title, Collection<Problem> problems) {
    String detail = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    ProblemJson.add(problems, new Quotes(), list);
    return new ApiProblem(
        org.statecraft.http.Problem.of(status, title, detail)
            .with("problems", new JsonArray(list.toString())));
  }

  /** The problem of a failure that a caller can do something about; else the failure itself. */
  static Throwable of(Throwable error) {
    if (error instanceof ApiProblem) {
      return error;
    }
    if (error instanceof InvalidFiles files) {
      return of(files);
    }
    if (error instanceof NotThere || error instanceof ScopeUnknown) {
      return ApiProblem.notThere(String.valueOf(error.getMessage()));
    }
    if (error instanceof ReadRefused || error instanceof ConnectionFault) {
      return new ApiProblem(502, "The Ed-Fi API refuses", String.valueOf(error.getMessage()));
    }
    return PgErrors.isUnavailable(error)
        ? new ApiProblem(503, "Not now", "the database cannot be used at the moment")
        : error;
  }

  /** Whether a failure is one that callers are told of, and no fault of ours. */
  static List<Integer> expected() {
    return List.of(400, 401, 403, 404, 409, 413, 422, 502, 503);
  }
}
