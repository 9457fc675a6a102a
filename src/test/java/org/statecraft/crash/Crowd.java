package org.statecraft.crash;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.statecraft.history.CampusChange;
import org.statecraft.simulation.CampusRequest;
import org.statecraft.simulation.Poster;

/**
 * Others who post to the same district all the while, so that requests wait for one another and go
 * to disk together: enrollments of students of whom nothing is to be sent. Each row is posted once;
 * what was answered with 202 must be there at the end.
 */
final class Crowd {

  /** Beyond the keys of the script; its rows are those of no other. */
  private static final long FIRST = 800_000;

  /** What is kept of the crowd's rows. */
  static final String KEPT =
      "SELECT row_key FROM campus_row WHERE table_name = 'Enrollment' AND row_key::bigint >= "
          + FIRST;

  private final URI webhook;
  private final AtomicLong next = new AtomicLong(FIRST);
  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
  private final List<Thread> senders = new ArrayList<>();

  Crowd(URI webhook) {
    this.webhook = webhook;
  }

  void start(int together) {
    for (int i = 0; i < together; i++) {
      Thread sender = new Thread(this::send, "crowd");
      sender.setDaemon(true);
      sender.start();
      senders.add(sender);
    }
  }

  private void send() {
    try {
      while (true) {
        String id = Long.toString(next.incrementAndGet());
        Map<String, String> row = Map.of("enrollmentID", id, "personID", id, "noShow", "false");
        try {
          CampusChange change =
              new CampusChange("c", "Enrollment", id, row, Long.parseLong(id) << 32);
          if (Poster.post(webhook, CampusRequest.of(List.of(change), false))) {
            acknowledged.add(id);
          }
        } catch (IOException e) {
          // Nobody there, or it was killed before it could answer: that row may be kept or not.
          CrashDatabase.pause(100);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it, and gives the keys of what was acknowledged. */
  Set<String> stop() throws InterruptedException {
    for (Thread each : senders) {
      each.interrupt();
      each.join();
    }
    return acknowledged;
  }
}
