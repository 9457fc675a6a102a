package org.statecraft.ingest;

/** Ends the reading of one event; the message is for its sender and shows no value. */
final class RefusedEvent extends RuntimeException {

  private static final long serialVersionUID = 1;

  RefusedEvent(String reason) {
    super(reason, null, false, false);
  }
}
