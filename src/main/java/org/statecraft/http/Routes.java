package org.statecraft.http;

import io.vertx.ext.web.Router;

/** Adds the routes of one feature. */
@FunctionalInterface
public interface Routes {

  void mount(Router router);
}
