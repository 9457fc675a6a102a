package org.statecraft.app;

import java.nio.file.Path;
import java.time.InstantSource;
import org.statecraft.cli.Commands;
import org.statecraft.config.PathsConfig;
import org.statecraft.edfi.DataStandard;
import org.statecraft.sandbox.SandboxConfig;
import org.statecraft.sandbox.SandboxFaults;

/** What the options of a sandbox come to. */
final class SandboxSettings {

  private SandboxSettings() {}

  /**
   * @throws StartFailure when an option says what no sandbox can be
   */
  static SandboxConfig of(Commands.SandboxOptions options, InstantSource clock) {
    SandboxConfig config;
    try {
      config =
          SandboxConfig.of(
                  Rules.schemas(
                      new PathsConfig(Path.of("rules"), Path.of("descriptors"), Path.of("config"))),
                  clock)
              .withAddress("127.0.0.1", options.port())
              .withFamily(
                  options.family(),
                  options
                      .dataStandard()
                      .map(DataStandard::new)
                      .orElseGet(() -> SandboxConfig.usualStandard(options.family())))
              .withLatency(options.latency())
              .withTokenLifetime(options.tokenLifetime());
      if (options.faults().isPresent()) {
        config = config.withFaults(faults(options.faults().get()));
      }
    } catch (IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
    SandboxConfig logging = options.requestLog().map(config::withRequestLog).orElse(config);
    return options.journal().map(logging::withJournal).orElse(logging);
  }

  private static SandboxFaults faults(Commands.FaultOptions options) {
    SandboxFaults read = SandboxFaults.parse(options.seed(), options.rates());
    return read.withTimes(options.slow(), read.retryAfter(), options.lateAuthorization());
  }
}
