package org.statecraft.edfi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The library's own writer with sorted names: slower, and the measure of ours. */
  private static final ObjectMapper MEASURE =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @Test
  void write_equalsTheLibrarys_forRandomTrees() throws JsonProcessingException {
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      JsonNode tree = tree(random, 4);
      assertEquals(MEASURE.writeValueAsString(tree), CanonicalJson.write(tree));
    }
  }

  @Test
  void write_sortsMembers_andLeavesItemsAlone() {
    assertEquals(
        "{\"a\":[2,1],\"b\":{}}",
        CanonicalJson.write(CanonicalJson.read("{ \"b\" : {}, \"a\" : [2, 1] }")));
  }

  @Test
  void write_refusesWhatIsNoJson() {
    ObjectNode object = NODES.objectNode();
    object.putPOJO("value", new Object());
    assertThrows(IllegalStateException.class, () -> CanonicalJson.write(object));
  }

  private static JsonNode tree(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 10)) {
      case 0 -> NODES.textNode(text(random));
      case 1 -> NODES.numberNode(random.nextLong());
      case 2 -> NODES.numberNode(random.nextInt(10));
      case 3 -> NODES.numberNode(new BigDecimal(BigInteger.valueOf(random.nextInt()), 3));
      case 4 -> NODES.numberNode(random.nextGaussian() * 1e9);
      case 5 -> NODES.booleanNode(random.nextBoolean());
      case 6 -> NODES.nullNode();
      case 7 -> NODES.numberNode(BigInteger.valueOf(random.nextLong()).pow(2));
      case 8 -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(text(random), tree(random, depth - 1));
        }
        yield object;
      }
      default -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(tree(random, depth - 1));
        }
        yield array;
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(32));
        case 1 -> text.append(random.nextBoolean() ? '"' : '\\');
        case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(40));
        case 3 -> text.append((char) (0xA0 + random.nextInt(0x2F00)));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
