package org.statecraft.connections;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.statecraft.campus.District;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Environment;
import org.statecraft.config.Place;
import org.statecraft.config.Problems;
import org.statecraft.config.Secret;
import org.statecraft.config.SecretReference;
import org.statecraft.config.YamlFile;
import org.statecraft.config.YamlNode;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.SchoolYear;

/** Reads the files of {@code config/connections}, one connection each. */
public final class ConnectionReader {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final String[] KEYS = {
    "name",
    "district",
    "school-year",
    "pack",
    "data-standard",
    "unique-id",
    "api",
    "credentials",
    "timeout",
    "concurrency",
    "resources",
    "mappings"
  };

  private final Environment environment;
  private final Problems problems;

  public ConnectionReader(Environment environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /**
   * Reads every {@code *.yaml} of a folder, by file name. A file with problems is left out; the
   * problems are added to those of the constructor.
   */
  public List<ConnectionFile> readFolder(Path folder) {
    List<ConnectionFile> read = new ArrayList<>();
    Map<ConnectionName, Path> names = new HashMap<>();
    for (Path file : files(folder)) {
      Optional<ConnectionFile> connection = read(YamlFile.read(file, problems));
      connection.ifPresent(read::add);
      connection.ifPresent(each -> checkName(names, each.connection().name(), file));
    }
    return List.copyOf(read);
  }

  /**
   * Reads the one file of a folder that has the connection's name, and no secret of another one.
   * Empty if there is none, or if it has problems; they are added to those of the constructor.
   */
  public Optional<ConnectionFile> readOne(Path folder, ConnectionName name) {
    for (Path file : files(folder)) {
      YamlNode node = YamlFile.read(file, new Problems());
      if (node.get("name").text().equals(name.value())) {
        return read(YamlFile.read(file, problems));
      }
    }
    return Optional.empty();
  }

  private List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      problems.add(Place.of(folder.toString()), "there is no such folder of connections");
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      problems.add(Place.of(folder.toString()), "the folder cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  private void checkName(Map<ConnectionName, Path> names, ConnectionName name, Path file) {
    Path other = names.putIfAbsent(name, file);
    if (other != null) {
      problems.add(
          Place.of(file.toString()), "the connection '" + name + "' is already in " + other);
    }
  }

  Optional<ConnectionFile> read(YamlNode file) {
    int before = problems.list().size();
    if (file.isEmpty()) {
      if (before == 0 || problems.list().stream().noneMatch(each -> isIn(file, each.place()))) {
        file.problem("the file is empty");
      }
      return Optional.empty();
    }
    file.only(KEYS);
    Optional<ConnectionName> name = value(file.require("name"), ConnectionName::new);
    Optional<District> district = value(file.require("district"), District::new);
    Optional<SchoolYear> year = schoolYear(file.require("school-year"));
    Optional<DataStandard> standard = dataStandard(file.require("data-standard"));
    String pack = file.require("pack").text();
    String uniqueId = file.require("unique-id").text();
    Optional<ApiAddress> api = api(file.require("api"));
    Optional<Credentials> credentials = credentials(file.require("credentials"));
    Duration timeout = file.get("timeout").duration(Duration.ofSeconds(60));
    int concurrency = file.get("concurrency").between(1, 1_000, 8);
    ConnectionSeed seed = SeedReader.read(file);
    if (timeout.isZero()) {
      file.get("timeout").problem("a request needs more time than none");
    }
    if (problems.list().size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectionFile(
            new Connection(
                name.orElseThrow(),
                district.orElseThrow(),
                year.orElseThrow(),
                pack,
                standard.orElseThrow(),
                uniqueId,
                api.orElseThrow(),
                credentials.orElseThrow(),
                timeout,
                concurrency),
            seed));
  }

  private static boolean isIn(YamlNode file, Place place) {
    return place.file().equals(file.place().file());
  }

  private Optional<SchoolYear> schoolYear(YamlNode node) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.text().matches("[0-9]{4}")) {
      node.problem(
          "a school year is the year it ends in: write 2025 for 2024-25, not '"
              + node.text()
              + "'");
      return Optional.empty();
    }
    return value(node, text -> new SchoolYear(Integer.parseInt(text)));
  }

  private Optional<DataStandard> dataStandard(YamlNode node) {
    if (!node.isEmpty() && !DataStandard.KNOWN.contains(node.text())) {
      node.problem(
          "unknown data standard '"
              + node.text()
              + "'"
              + DidYouMean.hint(node.text(), DataStandard.KNOWN));
      return Optional.empty();
    }
    return value(node, DataStandard::new);
  }

  private Optional<ApiAddress> api(YamlNode node) {
    node.only("base", "oauth", "data", "dependencies");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> base = uri(node.require("base"));
    Optional<URI> oauth = uri(node.get("oauth"));
    Optional<URI> data = uri(node.get("data"));
    Optional<URI> dependencies = uri(node.get("dependencies"));
    return base.map(address -> new ApiAddress(address, oauth, data, dependencies));
  }

  private Optional<URI> uri(YamlNode node) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(node.text());
      boolean http = "http".equals(uri.getScheme());
      if ((!http && !"https".equals(uri.getScheme())) || uri.getHost() == null) {
        node.problem("expected an address such as https://host/path, not '" + node.text() + "'");
        return Optional.empty();
      }
      if (uri.getUserInfo() != null) {
        node.problem("leave user and password out of the address; they belong to 'credentials'");
        return Optional.empty();
      }
      if (http && !LOOPBACK.contains(uri.getHost())) {
        problems.warn(
            node.place(), "key, secret and student data cross the network unencrypted; use https");
      }
      return Optional.of(uri);
    } catch (URISyntaxException e) {
      node.problem("'" + node.text() + "' is no address: " + e.getReason());
      return Optional.empty();
    }
  }

  private Optional<Credentials> credentials(YamlNode node) {
    node.only("key", "secret");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<Secret> key = secret(node.require("key"));
    Optional<Secret> secret = secret(node.require("secret"));
    return key.flatMap(k -> secret.map(s -> new Credentials(k, s)));
  }

  private Optional<Secret> secret(YamlNode node) {
    return node.isEmpty()
        ? Optional.empty()
        : SecretReference.resolvePeers(node, environment, problems);
  }

  /** A value whose type checks itself; its words become the problem's. */
  static <T> Optional<T> value(YamlNode node, Function<String, T> of) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(of.apply(node.text()));
    } catch (IllegalArgumentException e) {
      node.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
