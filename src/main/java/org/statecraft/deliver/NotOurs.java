package org.statecraft.deliver;

/**
 * A request was not sent, because we can no longer prove that the action is ours: another process
 * may be about to send it.
 */
final class NotOurs extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotOurs() {
    super("the action may be another process's by now", null, false, false);
  }
}
