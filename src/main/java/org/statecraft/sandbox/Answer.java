package org.statecraft.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param body a JSON text; null for none
 */
record Answer(int status, Map<String, String> headers, @Nullable String body) {

  static final String JSON = "application/json; charset=utf-8";

  static Answer of(int status) {
    return new Answer(status, Map.of(), null);
  }

  static Answer json(int status, String body) {
    return new Answer(status, Map.of("Content-Type", JSON), body);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}
