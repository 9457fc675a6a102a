package org.statecraft.api;

import io.vertx.core.Future;
import org.statecraft.admin.StatusDesk;

/** How everything stands, at once. */
final class StatusHandlers implements AllHandlers.Subject {

  private final StatusDesk desk;

  StatusHandlers(Scene scene) {
    this.desk = new StatusDesk(scene.vertx(), scene.database(), scene.clock());
  }

  @Override
  public void addTo(Handlers handlers) {
    handlers.read("getStatus", this::get);
  }

  private Future<Answer> get(Call call) {
    call.check();
    return desk.status(call.connections()).map(status -> Answer.ok(status.json()));
  }
}
