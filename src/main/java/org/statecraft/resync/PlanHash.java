package org.statecraft.resync;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash of a plan: SHA-256 over its actions, a line each, in order. */
final class PlanHash {

  private final MessageDigest digest;

  PlanHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void add(String line) {
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  /** The hash in hexadecimal digits; nothing can be added afterwards. */
  String end() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
