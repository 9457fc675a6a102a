package org.statecraft.simulation;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.statecraft.app.SimulatedProcess;
import org.statecraft.app.Watchers;
import org.statecraft.config.Secret;
import org.statecraft.connections.ConnectionFile;
import org.statecraft.db.DatabaseUrl;
import org.statecraft.deliver.DeliveryListener;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;
import org.statecraft.plan.Verb;
import org.statecraft.simulation.Fate.Cause;

/** One life of the server's process, from its start until its connections are cut. */
final class Life {

  /** What is drawn for a life. */
  record Plan(Fate death, Fate interruption, Duration clockOff) {

    @Override
    public String toString() {
      return "dies " + death + ", database interrupted " + interruption + ", clock " + clockOff;
    }
  }

  private final Wires wires;
  private final Plan plan;
  private final List<SimulatedDistrict> districts;
  private final Runnable activity;
  private final CountDownLatch dead = new CountDownLatch(1);
  private final NetServer database;
  private final SimulatedProcess process;
  private final int webhook;
  private volatile Instant died;

  /**
   * Starts a life.
   *
   * @param world whose Vert.x the wires are on
   * @param districts with their sandboxes' ports
   * @param activity is run whenever something happened
   */
  Life(
      Vertx world,
      Plan plan,
      DatabaseUrl url,
      List<SimulatedDistrict> districts,
      Map<String, Secret> secrets,
      Runnable activity) {
    this.plan = plan;
    this.districts = districts;
    this.activity = activity;
    this.wires = new Wires(world);
    this.database = wires.to(url.port());
    List<ConnectionFile> files = new ArrayList<>();
    for (SimulatedDistrict each : districts) {
      NetServer api = wires.to(each.port());
      files.add(
          SimulatedPacks.file(
              SimulatedPacks.connection(
                  each.connection(),
                  each.name(),
                  each.family(),
                  URI.create("http://127.0.0.1:" + api.actualPort()))));
    }
    DatabaseUrl through =
        new DatabaseUrl(
            "127.0.0.1",
            database.actualPort(),
            url.database(),
            url.user(),
            url.password(),
            url.schema());
    InstantSource clock = () -> Instant.now().plus(plan.clockOff());
    this.process =
        SimulatedProcess.start(
            through, files, SimulatedPacks.get(), new TreeMap<>(secrets), clock, watchers());
    this.webhook = wires.to(process.port()).actualPort();
  }

  private Watchers watchers() {
    return new Watchers(
        (district, accepted) -> happened(Cause.INGEST),
        (connection, result) -> happened(Cause.SYNC),
        new Deliveries(),
        (progress, finished) -> activity.run());
  }

  private final class Deliveries implements DeliveryListener {

    @Override
    public void sent(
        ConnectionName connection,
        ResourceName resource,
        @Nullable Verb verb,
        String outcome,
        Duration latency,
        Instant changedAt) {
      happened(Cause.DELIVERY);
    }

    @Override
    public void circuit(ConnectionName connection, Optional<Instant> until) {
      SimulatedDistrict district =
          districts.stream()
              .filter(each -> each.connection().equals(connection.value()))
              .findFirst()
              .orElseThrow();
      synchronized (Life.this) {
        if (died != null) {
          return;
        }
        until.ifPresentOrElse(
            time -> district.circuit().opened(Instant.now(), time.minus(plan.clockOff())),
            () -> district.circuit().closed(Instant.now()));
      }
    }
  }

  /** Something happened; it may be the last that does. */
  void happened(Cause cause) {
    if (died != null) {
      return;
    }
    activity.run();
    if (plan.death().comesWith(cause)) {
      die();
    } else if (plan.interruption().comesWith(cause)) {
      wires.interrupt(database);
    }
  }

  /** Cuts its connections as they are. */
  void die() {
    synchronized (this) {
      died = Instant.now();
      districts.forEach(each -> each.circuit().closed(died));
    }
    wires.cut();
    dead.countDown();
    activity.run();
  }

  boolean isDead() {
    return died != null;
  }

  Instant died() {
    return died;
  }

  URI webhook(String district) {
    return URI.create("http://127.0.0.1:" + webhook + "/webhook/" + district);
  }

  /** Frees what it used, once it is dead. */
  void bury() {
    try {
      if (!dead.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it lives");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    // Without a wire it can do nothing any more, so its threads may end when they like.
    process.bury().onComplete(buried -> wires.remove());
  }
}
