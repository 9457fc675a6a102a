package org.statecraft.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Resolves a secret that a file names by reference: {@code env:NAME} or {@code file:path}. A secret
 * itself in a file is refused, and never repeated in the message.
 */
public final class SecretReference {

  private static final String ENV = "env:";
  private static final String FILE = "file:";

  private SecretReference() {}

  /** The secret a value refers to; a problem and nothing if there is none. */
  public static Optional<Secret> resolve(
      YamlNode node, Environment environment, Problems problems) {
    String reference = node.text();
    if (reference.startsWith(ENV)) {
      return fromVariable(reference.substring(ENV.length()), node, environment);
    }
    if (reference.startsWith(FILE)) {
      return fromFile(reference.substring(FILE.length()), node, problems);
    }
    node.problem(
        "a secret must not stand here, where copies and backups of the file would spread it;"
            + " write env:NAME or file:path, which say where it is");
    return Optional.empty();
  }

  /**
   * The secret of an Ed-Fi API or of a sender. Where neither is spoken to, the form of the
   * reference is checked and nothing is read.
   */
  public static Optional<Secret> resolvePeers(
      YamlNode node, Environment environment, Problems problems) {
    if (environment.peersAreSpokenTo() || !node.text().matches("(env|file):.+")) {
      return resolve(node, environment, problems);
    }
    if (node.text().startsWith(ENV)) {
      environment.get(node.text().substring(ENV.length()));
    }
    return Optional.of(new Secret(""));
  }

  private static Optional<Secret> fromVariable(
      String name, YamlNode node, Environment environment) {
    Optional<String> value = environment.get(name);
    if (value.isEmpty()) {
      node.problem("the environment variable " + name + " is not set");
    }
    return value.map(Secret::new);
  }

  private static Optional<Secret> fromFile(String name, YamlNode node, Problems problems) {
    try {
      Path path = Path.of(name);
      String text = Files.readString(path, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        node.problem("the secret's file " + name + " is empty");
        return Optional.empty();
      }
      if (isOpenToOthers(path)) {
        problems.warn(
            node.place(), "other users can read the secret's file " + name + "; chmod 600 it");
      }
      return Optional.of(new Secret(text));
    } catch (InvalidPathException e) {
      node.problem("'" + name + "' is no path: " + e.getReason());
      return Optional.empty();
    } catch (IOException e) {
      node.problem("the secret's file " + name + " cannot be read: " + reason(e));
      return Optional.empty();
    }
  }

  private static boolean isOpenToOthers(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
  }

  private static String reason(IOException error) {
    if (error instanceof java.nio.file.NoSuchFileException) {
      return "there is no such file";
    }
    if (error instanceof java.nio.file.AccessDeniedException) {
      return "we may not read it";
    }
    return String.valueOf(error.getMessage());
  }
}
