package org.statecraft.admin;

/** What a person asked for is not there; the message says so in words for that person. */
public final class NotThere extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotThere(String message) {
    super(message);
  }
}
