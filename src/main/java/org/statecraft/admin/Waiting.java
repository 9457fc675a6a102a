package org.statecraft.admin;

import io.vertx.core.Future;

/** Waits for work on the database; blocking, so not on an event loop. */
public interface Waiting {

  <T> T await(Future<T> work);
}
