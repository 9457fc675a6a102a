package org.statecraft.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A document with what the server gave it.
 *
 * @param id 32 hexadecimal digits
 * @param version microseconds since 1970 of the last change, never the same twice; the ETag
 */
record StoredRecord(String id, long version, Document document) {

  Instant changedAt() {
    return Instant.EPOCH.plus(version, ChronoUnit.MICROS);
  }

  String etag() {
    return Long.toString(version);
  }

  /** The document as a GET answers it. */
  void appendTo(StringBuilder text) {
    String json = document.json();
    text.append("{\"id\":\"").append(id).append("\",");
    text.append(json, 1, json.length() - 1);
    text.append(",\"_etag\":\"").append(version).append("\",\"_lastModifiedDate\":\"");
    text.append(changedAt()).append("\"}");
  }
}
