package org.statecraft.plan;

/** What an action does to a record at the Ed-Fi API. */
public enum Verb {
  /** The record comes into being. */
  POST,
  /** The record gets another body. */
  PUT,
  /** The record goes. */
  DELETE
}
