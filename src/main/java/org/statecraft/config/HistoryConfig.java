package org.statecraft.config;

import java.time.Duration;

/**
 * How long is kept what is over.
 *
 * @param auditLog entries of the audit log, since they were begun. Defaults to 3650d.
 * @param closedErrors entries of the error log, since they were closed. Defaults to 730d.
 * @param resyncPlans plans of runs, action by action, since the run ended; the run itself stays.
 *     Defaults to 365d.
 * @param shadowDifferences what a shadow would have done otherwise, since it was found; never more
 *     than the latest 500 of a connection. Defaults to 90d.
 */
public record HistoryConfig(
    Duration auditLog, Duration closedErrors, Duration resyncPlans, Duration shadowDifferences) {

  static HistoryConfig read(Settings settings) {
    return new HistoryConfig(
        settings.at("history.audit-log").duration(Duration.ofDays(3650)),
        settings.at("history.closed-errors").duration(Duration.ofDays(730)),
        settings.at("history.resync-plans").duration(Duration.ofDays(365)),
        settings.at("history.shadow-differences").duration(Duration.ofDays(90)));
  }
}
