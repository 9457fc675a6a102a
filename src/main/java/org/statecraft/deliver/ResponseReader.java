package org.statecraft.deliver;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statecraft.deliver.DeliveryOutcome.AlreadyGone;
import org.statecraft.deliver.DeliveryOutcome.Created;
import org.statecraft.deliver.DeliveryOutcome.Deleted;
import org.statecraft.deliver.DeliveryOutcome.DependencyMissing;
import org.statecraft.deliver.DeliveryOutcome.KeyChangeRefused;
import org.statecraft.deliver.DeliveryOutcome.KeyConflict;
import org.statecraft.deliver.DeliveryOutcome.NotAuthorized;
import org.statecraft.deliver.DeliveryOutcome.NotFound;
import org.statecraft.deliver.DeliveryOutcome.Rejected;
import org.statecraft.deliver.DeliveryOutcome.StillReferenced;
import org.statecraft.deliver.DeliveryOutcome.TokenExpired;
import org.statecraft.deliver.DeliveryOutcome.Unavailable;
import org.statecraft.deliver.DeliveryOutcome.Updated;
import org.statecraft.edfi.OdsId;
import org.statecraft.errorlog.ErrorType;
import org.statecraft.outbox.AbsentRecord;
import org.statecraft.plan.Verb;

/**
 * Tells what an answer means. Servers of several generations say the same in different words: the
 * type of a problem document decides where there is one, else the sentence, else the status.
 */
final class ResponseReader {

  /** What each generation calls a record that is referred to and absent. */
  private static final List<Pattern> ABSENT =
      List.of(
          Pattern.compile("(\\w+) reference could not be resolved"),
          Pattern.compile("related '(\\w+)' resource does not exist"),
          Pattern.compile("because the '(\\w+)' was not found"),
          Pattern.compile("[Tt]he referenced '?(\\w+)'? item does not exist"));

  private ResponseReader() {}

  /** The outcome of a POST, PUT or DELETE. */
  static DeliveryOutcome read(Verb verb, Answer answer) {
    if (answer.isSuccess()) {
      return success(verb, answer);
    }
    Problem problem = Problem.of(answer.body());
    return switch (answer.status()) {
      case 400, 422 -> badRequest(problem);
      case 401 -> new TokenExpired();
      case 403 -> new NotAuthorized(!isForbiddenAltogether(problem));
      case 404, 410 -> verb == Verb.DELETE ? new AlreadyGone() : new NotFound();
      case 409 -> conflict(verb, problem);
      case 405, 406, 415 -> new Rejected(ErrorType.OUR_FAULT);
      case 413 -> new Rejected(ErrorType.REJECTED);
      case 408, 412, 425 -> new Unavailable(true, false, answer.retryAfter());
      case 429 -> new Unavailable(true, true, answer.retryAfter());
      case 503 -> new Unavailable(true, answer.retryAfter().isPresent(), answer.retryAfter());
      // A gateway's time-out says as little about what the API did as no answer at all.
      case 504 -> new Unavailable(false, false, answer.retryAfter());
      default ->
          answer.status() >= 500
              ? new Unavailable(true, false, answer.retryAfter())
              : new Rejected(ErrorType.OUR_FAULT);
    };
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

  private static DeliveryOutcome badRequest(Problem problem) {
    if (problem.isType("bad-request:data-validation-failed:key-change-not-supported")
        || problem.says("Key values for this resource cannot be changed")
        || problem.says("identity fields of the document cannot be modified")) {
      return new KeyChangeRefused();
    }
    if (problem.says("reference could not be resolved")) {
      return new DependencyMissing(absent(problem));
    }
    return new Rejected(isOurFault(problem) ? ErrorType.OUR_FAULT : ErrorType.REJECTED);
  }

  private static boolean isOurFault(Problem problem) {
    return problem.isType("bad-request:parameter-validation-failed")
        || problem.type().equals("bad-request")
        || problem.says("cannot be assigned by the client")
        || problem.says("identity of the resource does not match");
  }

  private static boolean isForbiddenAltogether(Problem problem) {
    return problem.isType("security:authorization:access-denied")
        || problem.says("must grant permission")
        || problem.says("does not have permission")
        || problem.says("is not permitted");
  }

  private static DeliveryOutcome conflict(Verb verb, Problem problem) {
    if (problem.isType("data-conflict:multi-user-conflict")
        || problem.says("when attempting to update a new resource")
        || problem.says("Write conflict due to concurrent access")) {
      return new Unavailable(true, false, Optional.empty());
    }
    if (problem.isType("data-conflict:dependent-item-exists")
        || problem.says("because it is a dependency of")) {
      return new StillReferenced();
    }
    if (problem.isType("data-conflict:unresolved-reference")
        || problem.says("Reference validation failed")
        || !absent(problem).isEmpty()) {
      return new DependencyMissing(absent(problem));
    }
    if (problem.isType("data-conflict:non-unique-identity")
        || problem.isType("identity-conflict")
        || problem.says("natural key conflict")
        || problem.says("identity is in use")) {
      return new KeyConflict();
    }
    return verb == Verb.DELETE ? new StillReferenced() : new KeyConflict();
  }

  /** The names of absent records; what we know of their keys is added by who has the document. */
  private static List<AbsentRecord> absent(Problem problem) {
    Set<String> names = new LinkedHashSet<>();
    for (Pattern pattern : ABSENT) {
      Matcher matcher = pattern.matcher(problem.text());
      while (matcher.find()) {
        names.add(lowerCamel(matcher.group(1)));
      }
    }
    problem
        .json()
        .path("error")
        .path("failures")
        .forEach(failure -> names.add(lowerCamel(failure.path("resourceName").asText(""))));
    Iterator<String> paths = problem.json().path("validationErrors").fieldNames();
    while (problem.isType("data-conflict:unresolved-reference") && paths.hasNext()) {
      names.add(nameAt(paths.next()));
    }
    names.remove("");
    List<AbsentRecord> absent = new ArrayList<>();
    names.forEach(name -> absent.add(new AbsentRecord(name, "{}")));
    return absent;
  }

  /** What a path such as {@code $.aReference} refers to. */
  private static String nameAt(String path) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    return last.endsWith("Reference") ? last.substring(0, last.length() - 9) : "";
  }

  private static String lowerCamel(String name) {
    return name.isEmpty() ? "" : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
