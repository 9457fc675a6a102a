package org.statecraft.resync;

/** The ODS cannot be read: the API refused a page. */
public final class ReadRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  ReadRefused(String message, int status) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
