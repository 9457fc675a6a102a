package org.statecraft.ingest;

/** A body that is no JSON, or JSON that cannot be events at all. The message shows none of it. */
public final class UnreadableBody extends Exception {

  private static final long serialVersionUID = 1;

  UnreadableBody(String message) {
    super(message);
  }
}
