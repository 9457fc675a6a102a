package org.statecraft.edfi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.UUID;

/**
 * One text for equal JSON: object members in alphabetical order, no white space. Two documents are
 * the same to us if and only if their canonical texts are equal.
 */
public final class CanonicalJson {

  private static final ObjectMapper MAPPER = new JsonMapper();

  private CanonicalJson() {}

  /** The canonical text of a tree. */
  public static String write(JsonNode node) {
    StringBuilder text = new StringBuilder(512);
    append(node, text);
    return text.toString();
  }

  /** Written out by hand: bodies and keys are most of what deciding costs beside the rules. */
  private static void append(JsonNode node, StringBuilder text) {
    if (node instanceof ObjectNode object) {
      appendObject(object, text);
    } else if (node instanceof ArrayNode array) {
      char before = '[';
      for (JsonNode item : array) {
        append(item, text.append(before));
        before = ',';
      }
      text.append(array.isEmpty() ? "[]" : "]");
    } else if (node instanceof TextNode) {
      appendQuoted(node.textValue(), text);
    } else if (node.isPojo() || node.isBinary() || node.isMissingNode()) {
      throw new IllegalStateException("not a JSON value: " + node.getNodeType());
    } else {
      text.append(node.asText());
    }
  }

  private static void appendObject(ObjectNode object, StringBuilder text) {
    String[] names = new String[object.size()];
    int count = 0;
    for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
      names[count++] = each.next();
    }
    Arrays.sort(names);
    char before = '{';
    for (String name : names) {
      appendQuoted(name, text.append(before));
      append(object.get(name), text.append(':'));
      before = ',';
    }
    text.append(count == 0 ? "{}" : "}");
  }

  private static void appendQuoted(String value, StringBuilder text) {
    text.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append('"');
  }

  /** Reads a JSON text into a tree; throws {@link IllegalArgumentException} if it is none. */
  public static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The first 128 bits of SHA-256 of a text, in the form PostgreSQL keeps in 16 bytes. */
  public static UUID hash(String text) {
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return new UUID(bits(digest, 0), bits(digest, 8));
  }

  private static long bits(byte[] digest, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | digest[i] & 0xff;
    }
    return value;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
