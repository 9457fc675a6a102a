package org.statecraft.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.statecraft.config.Problems;
import org.statecraft.config.Secret;
import org.statecraft.config.SecretFile;
import org.statecraft.config.YamlFile;

/**
 * The folder of the demo: settings, connections and secrets, as a person would write them for a
 * server of their own. Secrets are made once; the rest is written anew at every start.
 */
final class DemoFolder {

  /**
   * A district of the demo.
   *
   * @param family the version of the Ed-Fi API its sandbox behaves like
   * @param port of its sandbox
   */
  record Place(String district, String family, int port) {}

  private static final String RESOURCES = "/demo/";

  private final Path folder;
  private final List<Place> places;

  private DemoFolder(Path folder, List<Place> places) {
    this.folder = folder;
    this.places = List.copyOf(places);
  }

  /**
   * Makes the folder ready.
   *
   * @param firstSandboxPort the other sandboxes take the ports after it
   * @throws StartFailure when it holds other sample data than this program plays
   */
  static DemoFolder prepare(Path folder, int firstSandboxPort) throws IOException {
    List<Place> places = new ArrayList<>();
    Problems problems = new Problems();
    YamlFile.parse("demo.yaml", resource("demo.yaml"), problems)
        .require("districts")
        .map()
        .forEach(
            (district, node) ->
                places.add(
                    new Place(
                        district,
                        node.require("family").text(),
                        firstSandboxPort + places.size())));
    problems.throwIfAny();
    DemoFolder demo = new DemoFolder(folder, places);
    demo.write();
    return demo;
  }

  List<Place> places() {
    return places;
  }

  Path path() {
    return folder;
  }

  Path database() {
    return folder.resolve("database");
  }

  Path settings() {
    return folder.resolve("server.yaml");
  }

  Path connections() {
    return folder.resolve("connections");
  }

  Path journal(Place place) {
    return folder.resolve("sandbox-" + place.district() + ".ndjson");
  }

  Secret webhookSecret(Place place) throws IOException {
    return new Secret(Files.readString(secret(place, "webhook")).strip());
  }

  /** What happens in the district during the year. */
  String script(Place place) {
    return resource(place.district() + "/year.yaml");
  }

  private void write() throws IOException {
    Files.createDirectories(folder.resolve("secrets"));
    Files.createDirectories(connections());
    checkSample();
    StringBuilder server = new StringBuilder(filled(resource("server.yaml"), ""));
    for (Place each : places) {
      makeSecret(
          secret(each, "webhook"), "whsec_" + Base64.getEncoder().encodeToString(random(32)));
      makeSecret(secret(each, "key"), HexFormat.of().formatHex(random(8)));
      makeSecret(secret(each, "secret"), HexFormat.of().formatHex(random(24)));
      server.append(
          filled(
              "    "
                  + each.district()
                  + ": {secrets: [\"file:@folder@/secrets/"
                  + each.district()
                  + "-webhook\"]}\n",
              ""));
      Files.writeString(
          connections().resolve(each.district() + ".yaml"),
          filled(
              resource(each.district() + "/connection.yaml"), "http://127.0.0.1:" + each.port()));
    }
    Files.writeString(settings(), server);
  }

  private Path secret(Place place, String what) {
    return folder.resolve("secrets").resolve(place.district() + "-" + what);
  }

  private String filled(String text, String sandbox) {
    return text.replace("@folder@", folder.toString().replace('\\', '/'))
        .replace("@sandbox@", sandbox);
  }

  /**
   * The positions of the changes are what makes a second start harmless; with another script they
   * would mean other changes.
   */
  private void checkSample() throws IOException {
    CRC32C sum = new CRC32C();
    places.forEach(each -> sum.update(script(each).getBytes(StandardCharsets.UTF_8)));
    String mark = Long.toHexString(sum.getValue());
    Path file = folder.resolve("sample-data");
    if (!Files.exists(file)) {
      keep(file, mark);
    } else if (!Files.readString(file).strip().equals(mark)) {
      throw new StartFailure(
          "the folder "
              + folder
              + " holds the sample data of another version of this program; delete the folder, or"
              + " name another by --data");
    }
  }

  private static void makeSecret(Path file, String text) throws IOException {
    if (!Files.exists(file)) {
      keep(file, text);
    }
  }

  private static void keep(Path file, String text) throws IOException {
    try {
      SecretFile.write(file, text);
    } catch (FileAlreadyExistsException e) {
      throw new StartFailure("another demo is starting on the folder " + file.getParent(), e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static String resource(String name) {
    try (InputStream file = DemoFolder.class.getResourceAsStream(RESOURCES + name)) {
      if (file == null) {
        throw new StartFailure("the program lacks its file " + RESOURCES + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StartFailure("the program's file " + name + " cannot be read", e);
    }
  }
}
