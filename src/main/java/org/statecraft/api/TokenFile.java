package org.statecraft.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.statecraft.config.Secret;
import org.statecraft.config.SecretFile;

/** The file with the token that is made at the first start. */
public final class TokenFile {

  private static final int BYTES = 32;

  private TokenFile() {}

  /**
   * The token of the file, which is made if it is not there.
   *
   * @throws IOException with a message for a person, when it cannot be made, or read, or others can
   *     read it
   */
  public static Secret readOrMake(Path file) throws IOException {
    if (!Files.exists(file)) {
      make(file);
    }
    if (SecretFile.isOpenToOthers(file)) {
      throw new IOException("others can read the token in " + file + "; chmod 600 it");
    }
    String token = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (token.isEmpty()) {
      throw new IOException("there is no token in " + file + "; delete it, and one is made");
    }
    return new Secret(token);
  }

  private static void make(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    SecretFile.writeIfAbsent(file, token);
  }
}
