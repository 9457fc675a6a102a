package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;

/**
 * What a run looks at.
 *
 * @param resources empty for all that are switched on
 * @param schools numbers of schools whose students it is limited to
 * @param students Campus keys of students, or ids they have at the API
 * @param cause of open errors whose students it is limited to
 * @param allSchools whether shared records may be changed and deleted, too; only without a limit
 */
public record ResyncScope(
    List<ResourceName> resources,
    List<String> schools,
    List<String> students,
    Optional<String> cause,
    boolean allSchools) {

  /** Everything of a connection, shared records too. */
  public static final ResyncScope ALL =
      new ResyncScope(List.of(), List.of(), List.of(), Optional.empty(), true);

  public ResyncScope {
    resources = List.copyOf(resources);
    schools = List.copyOf(schools);
    students = List.copyOf(students);
    boolean limited = !schools.isEmpty() || !students.isEmpty() || cause.isPresent();
    if (allSchools && limited) {
      throw new IllegalArgumentException(
          "All Schools cannot be limited to schools, students or a cause");
    }
  }

  /** Whether it is limited to some students. */
  public boolean isLimited() {
    return !schools.isEmpty() || !students.isEmpty() || cause.isPresent();
  }

  boolean has(ResourceName resource) {
    return resources.isEmpty() || resources.contains(resource);
  }

  /** Canonical: equal scopes have equal texts. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("allSchools", allSchools);
    cause.ifPresent(text -> json.put("cause", text));
    put(json, "resources", resources.stream().map(ResourceName::value).toList());
    put(json, "schools", schools);
    put(json, "students", students);
    return CanonicalJson.write(json);
  }

  private static void put(ObjectNode json, String name, Collection<String> values) {
    new TreeSet<>(values).forEach(json.withArray(name)::add);
  }

  static ResyncScope of(String json) {
    JsonNode node = CanonicalJson.read(json);
    return new ResyncScope(
        texts(node, "resources").stream().map(ResourceName::new).toList(),
        texts(node, "schools"),
        texts(node, "students"),
        Optional.ofNullable(node.path("cause").textValue()),
        node.path("allSchools").booleanValue());
  }

  private static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
