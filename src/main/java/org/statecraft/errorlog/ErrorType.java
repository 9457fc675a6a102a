package org.statecraft.errorlog;

import java.util.Arrays;

/**
 * The kinds of trouble a person is told of, each with who must act and how it is put right. The
 * word stands in the table, in the console and in metrics.
 */
public enum ErrorType {
  /** A rule found something in the Campus data that keeps a record from being sent. */
  FINDING(
      ErrorKind.CAMPUS,
      "finding",
      Actor.DISTRICT,
      "Correct the Campus record that is named. It is decided anew as soon as it changes."),
  /** A student could not be decided at all. */
  STUDENT_PARKED(
      ErrorKind.CAMPUS,
      "student-parked",
      Actor.SUPPORT,
      "The student is looked at again when one of the student's rows changes, or by a resync of"
          + " the person. If it comes back, give Support the text of this entry."),
  /** The API refused the document itself: an element is missing, malformed or not mapped. */
  REJECTED(
      ErrorKind.EDFI,
      "rejected",
      Actor.DISTRICT,
      "Correct the Campus field, or the descriptor mapping in Resource Preferences, that feeds the"
          + " element the answer names. The corrected record is sent by itself."),
  /** The document refers to a record that the API does not hold. */
  DEPENDENCY_MISSING(
      ErrorKind.EDFI,
      "dependency-missing",
      Actor.DISTRICT,
      "Resync the resource that is referred to. The records that wait for it are tried again by"
          + " themselves and need no resync of their own."),
  /** The API knows no relationship between us and the person. */
  NOT_RELATED(
      ErrorKind.EDFI,
      "not-related",
      Actor.DISTRICT,
      "The API has no enrollment that connects the person with the district. Resync the person and"
          + " the resource that links the person to a school, then this record. If all persons are"
          + " concerned, the key of the connection lacks the district's organizations."),
  /** The key may not do this to this resource at all. */
  NOT_PERMITTED(
      ErrorKind.EDFI,
      "not-permitted",
      Actor.STATE,
      "Ask the host of the Ed-Fi API to grant the key this action on this resource, or switch the"
          + " resource off in Resource Preferences. Then retry the entries."),
  /** Another record at the API has this natural key. */
  KEY_CONFLICT(
      ErrorKind.EDFI,
      "key-conflict",
      Actor.DISTRICT,
      "Another record at the API has the same natural key, often of a kindred resource. Look for"
          + " the same program twice in Campus, or remove the other record, then retry."),
  /** It cannot be deleted because other records refer to it. */
  STILL_REFERENCED(
      ErrorKind.EDFI,
      "still-referenced",
      Actor.DISTRICT,
      "Delete the records that refer to it first (Delete Tool, or at their own source), then retry"
          + " this entry."),
  /** The API answered with a fault of its own, again and again. */
  API_FAULT(
      ErrorKind.EDFI,
      "api-fault",
      Actor.STATE,
      "Nothing needs to be done while the API recovers: the entry is tried again by itself. If it"
          + " stays, give the host the correlation id of the answer."),
  /** The API cannot be reached. */
  API_UNREACHABLE(
      ErrorKind.EDFI,
      "api-unreachable",
      Actor.STATE,
      "Check the addresses of the connection and the network. Everything waits and goes on by"
          + " itself when the API is back."),
  /** Key or secret are wrong. */
  CREDENTIALS_REFUSED(
      ErrorKind.EDFI,
      "credentials-refused",
      Actor.DISTRICT,
      "Enter the right key and secret for the connection. Nothing is sent until then, nothing is"
          + " lost."),
  /** We built a request that no server can take. */
  OUR_FAULT(
      ErrorKind.EDFI,
      "our-fault",
      Actor.SUPPORT,
      "This is a fault of Statecraft. Give Support the text of this entry; retry after an update.");

  /** Who has to act. */
  public enum Actor {
    /** The district: its data, its mappings, its key. */
    DISTRICT,
    /** The host of the Ed-Fi API, usually the state. */
    STATE,
    /** Whoever supports Statecraft. */
    SUPPORT
  }

  private final ErrorKind kind;
  private final String word;
  private final Actor actor;
  private final String howToFix;

  ErrorType(ErrorKind kind, String word, Actor actor, String howToFix) {
    this.kind = kind;
    this.word = word;
    this.actor = actor;
    this.howToFix = howToFix;
  }

  /** The type with this word; throws {@link IllegalArgumentException} if there is none. */
  public static ErrorType of(String word) {
    return Arrays.stream(values())
        .filter(type -> type.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no error type '" + word + "'"));
  }

  public ErrorKind kind() {
    return kind;
  }

  public String word() {
    return word;
  }

  public Actor actor() {
    return actor;
  }

  public String howToFix() {
    return howToFix;
  }
}
