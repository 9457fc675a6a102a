package org.statecraft.deliver;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statecraft.deliver.DeliveryOutcome.DependencyMissing;
import org.statecraft.deliver.DeliveryOutcome.NotFound;
import org.statecraft.deliver.DeliveryOutcome.NotPermitted;
import org.statecraft.deliver.DeliveryOutcome.NotRelated;
import org.statecraft.deliver.DeliveryOutcome.NotTheApi;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.Refusal.KeyChangeRefused;
import org.statecraft.deliver.Refusal.KeyConflict;
import org.statecraft.deliver.Refusal.Rejected;
import org.statecraft.deliver.Refusal.StillReferenced;
import org.statecraft.deliver.Success.AlreadyGone;
import org.statecraft.deliver.Success.Created;
import org.statecraft.deliver.Success.Deleted;
import org.statecraft.deliver.Success.Updated;
import org.statecraft.deliver.Untried.TokenExpired;
import org.statecraft.edfi.OdsId;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.AbsentRecord;
import org.statecraft.plan.Verb;

/**
 * Tells what an answer means. Servers of several generations say the same in different words: the
 * type of a problem document decides where there is one that we know, else the sentence, else the
 * status.
 */
final class ResponseReader {

  /** With a page for people, these say that the request never came to the API. */
  private static final Set<Integer> WITHOUT_THE_API = Set.of(403, 404, 405, 410);

  private ResponseReader() {}

  /** The outcome of a POST, PUT or DELETE. */
  static DeliveryOutcome read(Verb verb, Answer answer) {
    if (answer.isSuccess()) {
      return success(verb, answer);
    }
    if (isNotTheApi(answer)) {
      return new NotTheApi();
    }
    Problem problem = Problem.of(answer.body());
    return byType(verb, problem, answer)
        .or(() -> bySentence(problem, answer))
        .orElseGet(() -> byStatus(verb, problem, answer));
  }

  private static boolean isNotTheApi(Answer answer) {
    return answer.status() < 400
        || (answer.isMarkup() && WITHOUT_THE_API.contains(answer.status()));
  }

  private static DeliveryOutcome success(Verb verb, Answer answer) {
    return switch (verb) {
      case POST -> answer.status() == 201 ? new Created(odsId(answer)) : new Updated(odsId(answer));
      case PUT -> new Updated(odsId(answer));
      case DELETE -> new Deleted();
    };
  }

  /** Only the last segment: behind a proxy, host and path of the header may be wrong. */
  private static @Nullable OdsId odsId(Answer answer) {
    String location = answer.location();
    if (location == null) {
      return null;
    }
    String path = location.split("[?#]", 2)[0].replaceAll("/+$", "");
    String id = path.substring(path.lastIndexOf('/') + 1);
    return id.isBlank() ? null : new OdsId(id);
  }

  // --- servers that give each problem a type

  private static Optional<DeliveryOutcome> byType(Verb verb, Problem problem, Answer answer) {
    String type = problem.type();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    DeliveryOutcome outcome = null;
    if (problem.isType("bad-request:data-validation-failed:key-change-not-supported")) {
      outcome = new KeyChangeRefused();
    } else if (problem.isType("bad-request:parameter-validation-failed")
        || type.equals("bad-request")
        || isOurSentence(problem)
        || problem.isType("unsupported-media-type")
        || problem.isType("method-not-allowed")) {
      outcome = new Rejected(ErrorType.OUR_FAULT);
    } else if (problem.isType("bad-request")) {
      outcome = new Rejected(ErrorType.REJECTED);
    } else if (problem.isType("security:authentication")) {
      outcome = answer.status() == 429 ? throttled(answer) : new TokenExpired();
    } else if (problem.isType("security:authorization:access-denied")
        || problem.isType("security:authorization:namespace")
        || problem.isType("security:authorization:ownership")
        || problem.isType("security:data-policy")) {
      outcome = new NotPermitted();
    } else if (problem.isType("security:authorization")) {
      outcome = new NotRelated();
    } else if (problem.isType("not-found")) {
      outcome = notFound(verb);
    } else if (problem.isType("data-conflict:dependent-item-exists")) {
      outcome = new StillReferenced();
    } else if (problem.isType("data-conflict:unresolved-reference")) {
      outcome = new DependencyMissing(AbsentNames.in(problem));
    } else if (problem.isType("data-conflict:non-unique-identity")
        || problem.isType("identity-conflict")) {
      outcome = new KeyConflict();
    } else if (problem.isType("data-conflict:non-unique-values")) {
      outcome = new Rejected(ErrorType.REJECTED);
    } else if (problem.isType("data-conflict:multi-user-conflict")
        || problem.isType("optimistic-lock-failed")
        || problem.isType("system")) {
      outcome = unavailable(answer);
    } else if (problem.isType("too-many-requests") || problem.isType("service-unavailable")) {
      outcome = throttled(answer);
    }
    return Optional.ofNullable(outcome);
  }

  // --- servers that only say what is wrong

  private static Optional<DeliveryOutcome> bySentence(Problem problem, Answer answer) {
    // What a server says that does not know what went wrong decides nothing.
    if (answer.status() >= 500 || problem.text().isBlank()) {
      return Optional.empty();
    }
    DeliveryOutcome outcome = null;
    List<AbsentRecord> absent = AbsentNames.in(problem);
    if (problem.says(
        "Key values for this resource cannot be changed",
        "identity fields of the document cannot be modified",
        "cannot be changed. Delete and recreate")) {
      outcome = new KeyChangeRefused();
    } else if (isOurSentence(problem)) {
      outcome = new Rejected(ErrorType.OUR_FAULT);
    } else if (!absent.isEmpty() || problem.says("Reference validation failed")) {
      outcome = new DependencyMissing(absent);
    } else if (problem.says(
        "when attempting to update a new resource", "Write conflict due to concurrent access")) {
      outcome = unavailable(answer);
    } else if (problem.says("because it is a dependency of", "is referenced by")) {
      outcome = new StillReferenced();
    } else if (problem.says("natural key conflict", "identity is in use", "primary key conflict")) {
      outcome = new KeyConflict();
    } else if (problem.says("have any established relationships", "No relationships have been")) {
      outcome = new NotRelated();
    } else if (answer.status() == 403
        && problem.says(
            "must grant permission", "does not have permission", "not permitted", "claim set")) {
      outcome = new NotPermitted();
    } else if (problem.says("to an existing '") && problem.says("Unable to resolve value")) {
      outcome = new Rejected(ErrorType.REJECTED);
    }
    return Optional.ofNullable(outcome);
  }

  private static boolean isOurSentence(Problem problem) {
    return problem.says(
        "cannot be assigned by the client", "identity of the resource does not match");
  }

  // --- everybody else

  private static DeliveryOutcome byStatus(Verb verb, Problem problem, Answer answer) {
    return switch (answer.status()) {
      case 401 -> new TokenExpired();
      case 403 -> new NotRelated();
      case 404, 410 -> notFound(verb);
      case 409 -> verb == Verb.DELETE ? new StillReferenced() : new KeyConflict();
      case 400, 413, 422 -> new Rejected(ErrorType.REJECTED);
      case 408, 412, 425 -> unavailable(answer);
      case 429 -> throttled(answer);
      case 503 -> answer.retryAfter().isPresent() ? throttled(answer) : unavailable(answer);
      // A gateway that got no answer says as little about what the API did as no answer at all.
      case 502, 504 -> new Unavailable(false, false, answer.retryAfter());
      default ->
          answer.status() >= 500
              ? new Unavailable(problem.isOfTheApi(), false, answer.retryAfter())
              : new Rejected(ErrorType.OUR_FAULT);
    };
  }

  /** A POST names no id: it is the resource that is not there. */
  private static DeliveryOutcome notFound(Verb verb) {
    return switch (verb) {
      case DELETE -> new AlreadyGone();
      case PUT -> new NotFound();
      case POST -> new NotPermitted();
    };
  }

  private static DeliveryOutcome unavailable(Answer answer) {
    return new Unavailable(true, false, answer.retryAfter());
  }

  private static DeliveryOutcome throttled(Answer answer) {
    return new Unavailable(true, true, answer.retryAfter());
  }
}
