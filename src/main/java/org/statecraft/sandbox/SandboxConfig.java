package org.statecraft.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.statecraft.config.Secret;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.packs.ResourceSchemas;

/**
 * What a sandbox is like. {@link #of} has the defaults; each {@code with} method changes one.
 *
 * @param schemas the resources it has
 * @param clock what tokens and modification times are measured by
 * @param host the address it listens on. Defaults to 127.0.0.1
 * @param port 0 takes any free one. Defaults to 0
 * @param family the version whose behaviour and words it has, one of {@link
 *     ServerFamily#versions()}. Defaults to 7.3
 * @param standard of the documents it takes. Defaults to 5.0
 * @param schoolYear when present, every address begins with the year, as on hosts with one database
 *     a year; the plain addresses go on working. Defaults to none
 * @param key of the one client. Defaults to sandbox
 * @param secret of the client. Defaults to sandbox-secret
 * @param organizations ids of the education organizations of the client, with the schools below
 *     them; empty means all. Defaults to all
 * @param strictDescriptors only descriptors that were posted to the descriptor endpoints exist;
 *     otherwise every well-formed one does. Defaults to false
 * @param latency how long an answer is held back after the work was done. Defaults to none
 * @param journal the file that keeps the state; without it the state ends with the process.
 *     Defaults to none
 * @param faults what goes wrong on purpose. Defaults to nothing
 * @param requestLog the file that older requests of the log go to; without it they go to a
 *     temporary file. Defaults to none
 * @param tokenLifetime how long a token is valid. Defaults to 30 min
 */
public record SandboxConfig(
    ResourceSchemas schemas,
    InstantSource clock,
    String host,
    int port,
    String family,
    DataStandard standard,
    Optional<SchoolYear> schoolYear,
    String key,
    Secret secret,
    Set<Long> organizations,
    boolean strictDescriptors,
    Duration latency,
    Optional<Path> journal,
    Optional<SandboxFaults> faults,
    Optional<Path> requestLog,
    Duration tokenLifetime) {

  public SandboxConfig {
    organizations = Set.copyOf(organizations);
    if (!ServerFamily.versions().contains(family)) {
      throw new IllegalArgumentException(
          "unknown server family '"
              + family
              + "'; the sandbox has "
              + String.join(", ", ServerFamily.versions()));
    }
  }

  /** A sandbox with all defaults. */
  public static SandboxConfig of(ResourceSchemas schemas, InstantSource clock) {
    return new SandboxConfig(
        schemas,
        clock,
        "127.0.0.1",
        0,
        "7.3",
        new DataStandard("5.0"),
        Optional.empty(),
        "sandbox",
        new Secret("sandbox-secret"),
        Set.of(),
        false,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(30));
  }

  public SandboxConfig withAddress(String host, int port) {
    return with(
        draft -> {
          draft.host = host;
          draft.port = port;
        });
  }

  public SandboxConfig withFamily(String family, DataStandard standard) {
    return with(
        draft -> {
          draft.family = family;
          draft.standard = standard;
        });
  }

  public SandboxConfig withSchoolYear(SchoolYear year) {
    return with(draft -> draft.schoolYear = Optional.of(year));
  }

  public SandboxConfig withClient(String key, Secret secret) {
    return with(
        draft -> {
          draft.key = key;
          draft.secret = secret;
        });
  }

  public SandboxConfig withOrganizations(Set<Long> ids) {
    return with(draft -> draft.organizations = ids);
  }

  public SandboxConfig withStrictDescriptors() {
    return with(draft -> draft.strictDescriptors = true);
  }

  public SandboxConfig withLatency(Duration latency) {
    return with(draft -> draft.latency = latency);
  }

  public SandboxConfig withJournal(Path file) {
    return with(draft -> draft.journal = Optional.of(file));
  }

  public SandboxConfig withFaults(SandboxFaults faults) {
    return with(draft -> draft.faults = Optional.of(faults));
  }

  public SandboxConfig withRequestLog(Path file) {
    return with(draft -> draft.requestLog = Optional.of(file));
  }

  public SandboxConfig withTokenLifetime(Duration lifetime) {
    return with(draft -> draft.tokenLifetime = lifetime);
  }

  /** The data standard that a host of a server family is most often set up with. */
  public static DataStandard usualStandard(String family) {
    return ServerFamily.usualStandard(family);
  }

  private SandboxConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new SandboxConfig(
        schemas,
        clock,
        draft.host,
        draft.port,
        draft.family,
        draft.standard,
        draft.schoolYear,
        draft.key,
        draft.secret,
        draft.organizations,
        draft.strictDescriptors,
        draft.latency,
        draft.journal,
        draft.faults,
        draft.requestLog,
        draft.tokenLifetime);
  }

  /** What may be changed, while it is being changed. */
  private static final class Draft {
    private String host;
    private int port;
    private String family;
    private DataStandard standard;
    private Optional<SchoolYear> schoolYear;
    private String key;
    private Secret secret;
    private Set<Long> organizations;
    private boolean strictDescriptors;
    private Duration latency;
    private Optional<Path> journal;
    private Optional<SandboxFaults> faults;
    private Optional<Path> requestLog;
    private Duration tokenLifetime;

    private Draft(SandboxConfig from) {
      host = from.host;
      port = from.port;
      family = from.family;
      standard = from.standard;
      schoolYear = from.schoolYear;
      key = from.key;
      secret = from.secret;
      organizations = from.organizations;
      strictDescriptors = from.strictDescriptors;
      latency = from.latency;
      journal = from.journal;
      faults = from.faults;
      requestLog = from.requestLog;
      tokenLifetime = from.tokenLifetime;
    }
  }
}
