package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.packs.SchemaElement;

/**
 * How the API is asked which records of one resource refer to a record of another. Pure.
 *
 * @param parameters by the path in the natural key of what is referred to, the query parameter
 */
record DependentWay(ResourceSchema schema, Map<String, String> parameters, FoundReader reader) {

  /**
   * The way from a resource to one that its records refer to. A resource we have no schema of is
   * taken to be like those we know that refer there: they are cases of one superclass, with its
   * key.
   *
   * @return empty if nothing is known to refer there by its key
   */
  static Optional<DependentWay> of(
      ResourceName dependent,
      ResourceSchema target,
      ResourceSchemas schemas,
      DataStandard standard) {
    Stream<ResourceSchema> like =
        schemas
            .find(dependent)
            .map(Stream::of)
            .orElseGet(
                () ->
                    schemas.all().stream()
                        .filter(each -> each.superclass().isPresent())
                        .sorted(Comparator.comparing(ResourceSchema::resource))
                        .map(each -> each.named(dependent)));
    return like.flatMap(each -> of(each, target, standard).stream()).findFirst();
  }

  private static Optional<DependentWay> of(
      ResourceSchema dependent, ResourceSchema target, DataStandard standard) {
    Map<String, SchemaElement> elements = dependent.forStandard(standard);
    for (SchemaElement element : elements.values()) {
      if (element.refersTo().equals(Optional.of(target.resource()))) {
        Map<String, String> parameters = parameters(dependent, element.name(), target);
        if (parameters.size() == target.key().size()) {
          return Optional.of(
              new DependentWay(
                  dependent, parameters, new FoundReader(dependent, elements.values())));
        }
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> parameters(
      ResourceSchema dependent, String reference, ResourceSchema target) {
    List<String> names = target.referenceKey();
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      int place = dependent.key().indexOf(reference + "." + names.get(i));
      if (place >= 0) {
        parameters.put(target.key().get(i), dependent.keyParameters().get(place));
      }
    }
    return parameters;
  }

  /** The query for those that refer to a record. */
  Map<String, String> query(NaturalKey target) {
    JsonNode values = CanonicalJson.read(target.json());
    Map<String, String> query = new LinkedHashMap<>();
    parameters.forEach((path, parameter) -> query.put(parameter, values.path(path).asText()));
    return query;
  }
}
