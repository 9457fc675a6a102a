package org.statecraft.preferences;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Something to be shown: to people as text, to programs as JSON. */
public interface Report {

  /** Lines for people, the last one ended too. */
  String text();

  JsonNode json();

  /** The JSON with line breaks. */
  default String jsonText() {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written", e);
    }
  }
}
