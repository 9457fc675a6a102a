package org.statecraft.sandbox;

import java.util.Locale;

/** What a request changed. */
enum Effect {
  CREATED,
  REPLACED,
  /** The record was as the document says already. */
  UNCHANGED,
  DELETED,
  /** Refused, or only read. */
  NONE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
