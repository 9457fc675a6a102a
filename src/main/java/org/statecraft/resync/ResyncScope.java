package org.statecraft.resync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.RulePack;

/**
 * What a run looks at.
 *
 * @param resources empty for all that are switched on
 * @param schools numbers of schools whose students it is limited to
 * @param students Campus keys of students, or ids they have at the API
 * @param cause of open errors whose students it is limited to
 * @param allSchools whether shared records may be changed and deleted, too; only without a limit
 * @param records of a delete: natural keys in canonical JSON, or ids of the ODS
 * @param filters of a delete: dotted path in the record as sent to the value it must have
 */
public record ResyncScope(
    List<ResourceName> resources,
    List<String> schools,
    List<String> students,
    Optional<String> cause,
    boolean allSchools,
    List<String> records,
    SortedMap<String, String> filters) {

  /** Everything of a connection, shared records too. */
  public static final ResyncScope ALL =
      new ResyncScope(List.of(), List.of(), List.of(), Optional.empty(), true);

  public ResyncScope {
    resources = List.copyOf(resources);
    schools = List.copyOf(schools);
    students = List.copyOf(students);
    records = List.copyOf(records);
    filters = Collections.unmodifiableSortedMap(new TreeMap<>(filters));
    boolean limited = !schools.isEmpty() || !students.isEmpty() || cause.isPresent();
    if (allSchools && limited) {
      throw new IllegalArgumentException(
          "All Schools cannot be limited to schools, students or a cause");
    }
  }

  /** What a resync looks at. */
  public ResyncScope(
      List<ResourceName> resources,
      List<String> schools,
      List<String> students,
      Optional<String> cause,
      boolean allSchools) {
    this(resources, schools, students, cause, allSchools, List.of(), new TreeMap<>());
  }

  /** What a delete selects. */
  public static ResyncScope ofDelete(
      List<ResourceName> resources,
      List<String> students,
      List<String> records,
      SortedMap<String, String> filters) {
    return new ResyncScope(
        resources, List.of(), students, Optional.empty(), false, records, filters);
  }

  /** Whether it is limited to some students. */
  public boolean isLimited() {
    return !schools.isEmpty() || !students.isEmpty() || cause.isPresent();
  }

  /** Whether a run is about a resource: it, or one that is always resynced with it, is named. */
  boolean isAbout(RulePack pack, ResourceName resource) {
    return has(resource)
        || pack.resources().values().stream()
            .anyMatch(
                each ->
                    each.name().equals(resource)
                        ? each.resyncedWith().stream().anyMatch(this::has)
                        : has(each.name()) && each.resyncedWith().contains(resource));
  }

  private boolean has(ResourceName resource) {
    return resources.isEmpty() || resources.contains(resource);
  }

  /** For people; of students only how many. */
  public String words() {
    List<String> words = new ArrayList<>();
    if (allSchools) {
      words.add("All Schools");
    }
    resources.forEach(each -> words.add(each.value()));
    schools.forEach(each -> words.add("school " + each));
    if (!students.isEmpty()) {
      words.add(students.size() == 1 ? "1 student" : students.size() + " students");
    }
    cause.ifPresent(text -> words.add("cause " + text));
    if (!records.isEmpty()) {
      words.add(records.size() == 1 ? "1 record" : records.size() + " records");
    }
    filters.keySet().forEach(path -> words.add("by " + path));
    return words.isEmpty() ? "all students" : String.join(", ", words);
  }

  /** Canonical: equal scopes have equal texts. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("allSchools", allSchools);
    cause.ifPresent(text -> json.put("cause", text));
    put(json, "records", records);
    if (!filters.isEmpty()) {
      ObjectNode where = json.putObject("where");
      filters.forEach(where::put);
    }
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
        node.path("allSchools").booleanValue(),
        texts(node, "records"),
        filters(node.path("where")));
  }

  private static SortedMap<String, String> filters(JsonNode node) {
    SortedMap<String, String> filters = new TreeMap<>();
    node.properties().forEach(each -> filters.put(each.getKey(), each.getValue().asText()));
    return filters;
  }

  private static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
