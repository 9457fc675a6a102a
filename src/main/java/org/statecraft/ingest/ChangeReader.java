package org.statecraft.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statecraft.campus.RowChange;
import org.statecraft.packs.FactCatalogue;
import org.statecraft.packs.MadeOf;

/**
 * Reads a webhook's body into row changes: Debezium's envelope with and without its schema part,
 * CloudEvents structured, binary and in a batch, each alone or in an array. The forms are told
 * apart by their shape; headers other than the media type are not trusted, because some senders
 * repeat those of an earlier event.
 */
public final class ChangeReader {

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/json", "application/cloudevents+json", "application/cloudevents-batch+json");

  /** Events are read one by one, so that a large array never stands in memory as a tree. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(new JsonFactory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final Supplier<EventReader> events;

  public ChangeReader(FactCatalogue catalogue) {
    this(() -> catalogue);
  }

  /** A reader for a catalogue that may grow. */
  public ChangeReader(Supplier<FactCatalogue> catalogue) {
    this.events = new MadeOf<>(catalogue, now -> new EventReader(JSON, now));
  }

  /**
   * Whether bodies of this media type are read; parameters other than the charset do not matter.
   */
  public static boolean reads(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        return false;
      }
    }
    return MEDIA_TYPES.contains(parts[0].strip());
  }

  /**
   * Reads a body. An empty one holds nothing, as a tombstone does.
   *
   * @param receivedAt the time of change of events that have none
   * @throws UnreadableBody when it is not JSON, or neither object nor array
   */
  public ReadBatch read(byte[] body, Instant receivedAt) throws UnreadableBody {
    Reading reading = new Reading(receivedAt);
    try (JsonParser parser = JSON.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        for (int place = 0; parser.nextToken() != JsonToken.END_ARRAY; place++) {
          reading.event(place, JSON.readTree(parser));
        }
      } else if (first == JsonToken.START_OBJECT) {
        reading.event(0, JSON.readTree(parser));
      } else if (first != null && first != JsonToken.VALUE_NULL) {
        throw new UnreadableBody("the body is neither a JSON object nor an array");
      }
      if (first != null && parser.nextToken() != null) {
        throw new UnreadableBody("something follows the JSON value" + at(parser.currentLocation()));
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableBody("the body is not JSON" + at(e.getLocation()));
    } catch (IOException e) {
      throw new UnreadableBody("the body is not UTF-8 text");
    }
    return new ReadBatch(reading.placed, reading.refused);
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private final class Reading {

    private final Instant receivedAt;
    private final List<PlacedChange> placed = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    Reading(Instant receivedAt) {
      this.receivedAt = receivedAt;
    }

    void event(int place, JsonNode event) {
      try {
        for (RowChange change : events.get().read(event, receivedAt)) {
          placed.add(new PlacedChange(place, change));
        }
      } catch (RefusedEvent e) {
        refused.add(new Refused(place, String.valueOf(e.getMessage())));
      }
    }
  }
}
