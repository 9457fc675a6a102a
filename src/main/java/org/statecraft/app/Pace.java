package org.statecraft.app;

import java.time.Duration;
import org.statecraft.deliver.DeliverConfig;
import org.statecraft.events.FanOutConfig;
import org.statecraft.sync.SyncConfig;

/**
 * How fast the stages work, wait and try again.
 *
 * @param takeoverEvery how often to look for what dead processes left. Defaults to 5 s
 */
record Pace(SyncConfig sync, DeliverConfig deliver, FanOutConfig fanOut, Duration takeoverEvery) {

  /** That of a server. */
  static final Pace USUAL =
      new Pace(
          SyncConfig.DEFAULT,
          DeliverConfig.defaults(),
          FanOutConfig.DEFAULT,
          Duration.ofSeconds(5));
}
