package org.statecraft.errorlog;

import java.util.Arrays;
import java.util.List;

/**
 * The kinds of trouble a person is told of, each with who must act, what the reason may be and how
 * it is put right. The word stands in the table, in the console and in metrics.
 */
public enum ErrorType {
  /** A rule found something in the Campus data that keeps a record from being sent. */
  FINDING(
      ErrorKind.CAMPUS,
      "finding",
      Actor.DISTRICT,
      List.of(
          "A value in Campus that no Ed-Fi API takes, such as a name that is too long.",
          "Something that the rules of the state want a person to look at."),
      "Put right what is named: the Campus record, or what the district chose under Resource"
          + " Preferences. The record is decided anew as soon as it changes."),
  /** A Campus value that a record needs has no Ed-Fi code. */
  NOT_MAPPED(
      ErrorKind.CAMPUS,
      "not-mapped",
      Actor.DISTRICT,
      List.of(
          "A value that came into use after the mappings were made.",
          "A mapping that was not carried over into this school year.",
          "A value that was mistyped in Campus."),
      "Whoever keeps the district's Resource Preferences maps the value that is named to an Ed-Fi"
          + " code, or to none on purpose; 'preferences unmapped' lists all such values. Then resync"
          + " with All Schools. If the value itself is wrong, correct it in Campus."),
  /** A student could not be decided at all. */
  STUDENT_PARKED(
      ErrorKind.CAMPUS,
      "student-parked",
      Actor.ANALYST,
      List.of("A rule of the pack fails on rows that nobody thought of.", "A fault of Statecraft."),
      "The student is looked at again when one of the student's rows changes, or by a retry of this"
          + " entry. If it comes back, give its text to whoever keeps the rules, or to Support."),
  /** The API refused the document itself: an element is missing, malformed or not mapped. */
  REJECTED(
      ErrorKind.EDFI,
      "rejected",
      Actor.DISTRICT,
      List.of(
          "An element that the API requires is not filled in Campus, or has a value it does not take.",
          "The API does not have the descriptor that a value is mapped to, or has it under another"
              + " namespace.",
          "The state's rules leave out or misread an element; then all records of the resource are"
              + " refused."),
      "Correct the Campus field, or the descriptor mapping in Resource Preferences, that feeds the"
          + " element the answer names. The corrected record is sent by itself. After a change at"
          + " the API alone, retry."),
  /** The document refers to a record that the API does not hold. */
  DEPENDENCY_MISSING(
      ErrorKind.EDFI,
      "dependency-missing",
      Actor.DISTRICT,
      List.of(
          "The record referred to was never sent, or by another system that has not done so yet.",
          "The reference is wrong, such as the number of a school that the state knows by another.",
          "The state has not opened the program or organization for this school year."),
      "Send the record that is referred to: resync its resource, or by the system that owns it. If"
          + " it is there, correct the number or name that Campus has for it. What waits goes on by"
          + " itself and needs no resync of its own."),
  /** The API knows no relationship between us and the person. */
  NOT_RELATED(
      ErrorKind.EDFI,
      "not-related",
      Actor.DISTRICT,
      List.of(
          "The person is not enrolled at the API under the organizations of the key, or is not there"
              + " at all.",
          "The key and secret are those of another district or year.",
          "The key lacks the organization; then everybody of it is concerned."),
      "Send the person and the enrollment that links the person to a school first; then the record"
          + " goes on by itself, or by a retry. If everybody is concerned, check the credentials of"
          + " the connection and ask the state which organizations they have."),
  /** The key may not do this to this resource at all. */
  NOT_PERMITTED(
      ErrorKind.EDFI,
      "not-permitted",
      Actor.STATE,
      List.of(
          "The claim set of the key lacks the resource, or creating, changing or deleting in it.",
          "The descriptors or records belong to a namespace that is not ours."),
      "Ask the state to grant the key this action on this resource, or switch the resource off in"
          + " Resource Preferences. One record is tried every few minutes; when it is let through,"
          + " the others follow by themselves."),
  /** Another record at the API has this natural key. */
  KEY_CONFLICT(
      ErrorKind.EDFI,
      "key-conflict",
      Actor.DISTRICT,
      List.of(
          "The same thing stands in Campus twice.",
          "Another system, or a kindred resource, has sent a record with this key.",
          "The natural key is too narrow for what the state wants reported; then the rules must"
              + " choose one of several."),
      "Look for the record in Campus and remove the duplicate, or have the other record removed, then"
          + " retry. If there is no duplicate, tell whoever keeps the rules."),
  /** It cannot be deleted because other records refer to it. */
  STILL_REFERENCED(
      ErrorKind.EDFI,
      "still-referenced",
      Actor.DISTRICT,
      List.of("Records that refer to it are still at the API, ours or another system's."),
      "Delete the records that refer to it first (Delete Tool, or at their own source), then retry"
          + " this entry."),
  /** The API answered with a fault of its own, again and again. */
  API_FAULT(
      ErrorKind.EDFI,
      "api-fault",
      Actor.HOST,
      List.of(
          "The API or its database is in trouble.",
          "The API has a fault of its own with this document; then one resource is concerned, and"
              + " the others go on."),
      "Nothing needs to be done while the API recovers: everything is tried again by itself. If it"
          + " stays, give the host the correlation id of the answer."),
  /** The API cannot be reached. */
  API_UNREACHABLE(
      ErrorKind.EDFI,
      "api-unreachable",
      Actor.HOST,
      List.of(
          "The API is down, or the network, a proxy or a name server between.",
          "An address of the connection is wrong, or leads to something else than the API."),
      "Check the addresses of the connection and the network. Everything waits and goes on by"
          + " itself when the API is back."),
  /** Key or secret are wrong. */
  CREDENTIALS_REFUSED(
      ErrorKind.EDFI,
      "credentials-refused",
      Actor.DISTRICT,
      List.of(
          "Key or secret are mistyped, expired, or those of another year or API.",
          "The address of the token service belongs to another API."),
      "Put the right key and secret where the connection's file says, and restart. Nothing is sent"
          + " until then, nothing is lost."),
  /** We built a request that no server can take. */
  OUR_FAULT(
      ErrorKind.EDFI,
      "our-fault",
      Actor.SUPPORT,
      List.of("A fault of Statecraft."),
      "Give Support the text of this entry; retry after an update.");

  private final ErrorKind kind;
  private final String word;
  private final Actor actor;
  private final List<String> possibleCauses;
  private final String howToFix;

  ErrorType(
      ErrorKind kind, String word, Actor actor, List<String> possibleCauses, String howToFix) {
    this.kind = kind;
    this.word = word;
    this.actor = actor;
    this.possibleCauses = possibleCauses;
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

  /** Who has to act. */
  public Actor actor() {
    return actor;
  }

  /** What may have led to it, the likeliest first, in words for people. */
  public List<String> possibleCauses() {
    return possibleCauses;
  }

  /** What to do, in words for people. */
  public String howToFix() {
    return howToFix;
  }
}
