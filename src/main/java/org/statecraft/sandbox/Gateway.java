package org.statecraft.sandbox;

import java.util.Map;

/** What stands between a client and a host, and speaks HTML. */
final class Gateway {

  private Gateway() {}

  static Answer page(int status, String title) {
    return new Answer(
        status,
        Map.of("Content-Type", "text/html"),
        "<html><head><title>"
            + status
            + " "
            + title
            + "</title></head><body><h1>"
            + title
            + "</h1></body></html>");
  }
}
