package org.statecraft.api;

import java.util.List;

/** The handlers of all subjects. */
final class AllHandlers {

  private AllHandlers() {}

  /**
   * @param workers for what takes seconds
   * @param planning for what takes minutes
   */
  static Handlers of(Scene scene, Workers workers, Workers planning) {
    Handlers handlers = new Handlers();
    List.<Subject>of(
            new StatusHandlers(scene),
            new ConnectionHandlers(scene),
            new ErrorHandlers(scene),
            new PackHandlers(scene, workers),
            new ShadowHandlers(scene, workers),
            new PlanHandlers(scene, planning),
            new ExplainHandlers(scene, workers),
            new OutboxHandlers(scene),
            new RunHandlers(scene),
            new PreferenceHandlers(scene),
            new TombstoneHandlers(scene),
            new AuditHandlers(scene))
        .forEach(each -> each.addTo(handlers));
    return handlers;
  }

  /** The operations of one subject. */
  interface Subject {
    void addTo(Handlers handlers);
  }
}
