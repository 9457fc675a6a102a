package org.statecraft.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a text as editors write it: UTF-8, with or without the mark that some put before it. */
public final class TextFile {

  private static final char MARK = '\uFEFF';

  private TextFile() {}

  /**
   * The text without the mark.
   *
   * @throws CharacterCodingException when it is not UTF-8; the message says so
   */
  public static String read(Path file) throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new NotUtf8(file);
    }
  }

  /** The exception of Java says nothing that helps. */
  private static final class NotUtf8 extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final String file;

    NotUtf8(Path file) {
      this.file = file.toString();
    }

    @Override
    public String getMessage() {
      return file + " is not UTF-8; save it as plain text in UTF-8";
    }
  }
}
