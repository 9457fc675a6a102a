package org.statecraft.resync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.statecraft.config.DidYouMean;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.RuleSet;

/**
 * What a run is about: a connection with the rules and preferences in force now.
 *
 * @param preferences what the district has chosen
 */
public record ResyncSubject(
    Connection connection,
    RuleSet rules,
    ResourcePreferences preferences,
    ResourceSchemas schemas) {

  /** The resources of a scope that are switched on and not only looked up. */
  Set<ResourceName> resources(ResyncScope scope) {
    Set<ResourceName> resources = new TreeSet<>();
    for (ResourceDefinition each : rules.pack().resources().values()) {
      if (!each.lookupOnly() && scope.has(each.name()) && preferences.enabled(each.name(), true)) {
        resources.add(each.name());
      }
    }
    return resources;
  }

  /** What a scope names that is not there, or is not ours to write, in words. */
  public List<String> unknown(ResyncScope scope) {
    List<String> names = new ArrayList<>();
    rules.pack().resources().keySet().forEach(each -> names.add(each.value()));
    List<String> unknown = new ArrayList<>();
    for (ResourceName each : scope.resources()) {
      ResourceDefinition definition = rules.resource(each).orElse(null);
      if (definition == null) {
        unknown.add(
            "the pack "
                + rules.pack().name()
                + " has no resource '"
                + each
                + "'"
                + DidYouMean.hint(each.value(), names));
      } else if (definition.lookupOnly()) {
        unknown.add(each + " is written by the state only");
      }
    }
    return unknown;
  }

  /** The resources that a scope names and that are switched off: nothing of them is sent. */
  public List<ResourceName> switchedOff(ResyncScope scope) {
    return scope.resources().stream().filter(each -> !preferences.enabled(each, true)).toList();
  }

  /** Those of the resources whose records belong to students, or those that students share. */
  Set<ResourceName> ownedByStudents(Set<ResourceName> resources, boolean owned) {
    Set<ResourceName> some = new HashSet<>();
    for (ResourceName each : resources) {
      if (definition(each).ownedByStudents() == owned) {
        some.add(each);
      }
    }
    return some;
  }

  ResourceDefinition definition(ResourceName resource) {
    return rules.resource(resource).orElseThrow();
  }

  ResourceSchema schema(ResourceName resource) {
    return schemas
        .in(rules.standard())
        .find(resource)
        .orElseThrow(() -> new IllegalStateException("no schema of the resource " + resource));
  }

  /** Reads pages of a resource. */
  FoundReader reader(ResourceName resource) {
    ResourceSchema schema = schema(resource);
    return new FoundReader(schema, schema.forStandard(rules.standard()).values());
  }

  /** Where the keys of the resources name the organization. */
  Map<ResourceName, String> organizationPaths(Set<ResourceName> resources) {
    Map<ResourceName, String> paths = new HashMap<>();
    for (ResourceName each : resources) {
      String path = reader(each).organizationPath();
      if (path != null) {
        paths.put(each, path);
      }
    }
    return paths;
  }

  /** Equal for equal choices: a plan made under others is a plan for another ground. */
  String preferencesHash() {
    Map<String, String> all = new TreeMap<>();
    preferences.enabled().forEach((name, on) -> all.put(name.value(), on.toString()));
    preferences
        .choices()
        .forEach(
            each ->
                all.put(
                    each.mapping() + "\u0000" + each.campusValue(), String.valueOf(each.code())));
    return CanonicalJson.hash(List.copyOf(all.entrySet()).toString()).toString();
  }
}
