package org.statecraft.resync;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.statecraft.config.DidYouMean;
import org.statecraft.connections.Connection;
import org.statecraft.connections.MappingInForce;
import org.statecraft.connections.MappingInForceStore;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.connections.ResourcePreferences;
import org.statecraft.db.Database;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.ResourceName;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.ResourceSchema;
import org.statecraft.packs.ResourceSchemas;
import org.statecraft.rules.PreferenceUses;
import org.statecraft.rules.RuleSet;

/**
 * What a run is about: a connection with the rules and preferences in force now.
 *
 * @param preferences what the run decides by
 * @param version of the preferences and of all else that decisions are made by
 * @param puttingIntoForce the preferences whose changed mappings the run puts into force
 * @param waiting the preferences whose changed mappings wait for another run
 */
public record ResyncSubject(
    Connection connection,
    RuleSet rules,
    ResourcePreferences preferences,
    ResourceSchemas schemas,
    long version,
    Set<String> puttingIntoForce,
    Set<String> waiting) {

  /**
   * The subject of a run. A run with All Schools puts a changed mapping into force if it is about
   * all resources that use it; any other run decides by what is in force.
   */
  public static Future<ResyncSubject> of(
      Database database,
      Connection connection,
      RuleSet rules,
      ResourceSchemas schemas,
      ResyncScope scope) {
    PreferenceStore store = new PreferenceStore();
    return database.inTransaction(
        tx ->
            store
                .hold(tx, connection.name())
                .compose(
                    version ->
                        store
                            .load(tx, connection.name())
                            .compose(
                                chosen ->
                                    new MappingInForceStore()
                                        .list(tx, connection.name())
                                        .map(
                                            held ->
                                                of(
                                                    connection,
                                                    rules,
                                                    schemas,
                                                    scope,
                                                    version,
                                                    chosen,
                                                    held)))));
  }

  private static ResyncSubject of(
      Connection connection,
      RuleSet rules,
      ResourceSchemas schemas,
      ResyncScope scope,
      long version,
      ResourcePreferences chosen,
      List<MappingInForce> held) {
    Map<String, Set<ResourceName>> uses =
        held.isEmpty() ? Map.of() : PreferenceUses.of(rules.pack());
    Set<String> puttingIntoForce = new TreeSet<>();
    Set<String> waiting = new TreeSet<>();
    for (MappingInForce each : held) {
      boolean covered =
          scope.allSchools()
              && uses.getOrDefault(each.mapping(), Set.of()).stream()
                  .allMatch(
                      user ->
                          scope.isAbout(rules.pack(), user)
                              || !chosen.enabled(user, true)
                              || rules.resource(user).orElseThrow().lookupOnly());
      (covered ? puttingIntoForce : waiting).add(each.mapping());
    }
    return new ResyncSubject(
        connection,
        rules,
        chosen.asInForce(held.stream().filter(each -> waiting.contains(each.mapping())).toList()),
        schemas,
        version,
        puttingIntoForce,
        waiting);
  }

  /** The resources of a scope in which nothing waits for another run. */
  Set<ResourceName> settled(ResyncScope scope) {
    Set<ResourceName> settled = resources(scope);
    if (!waiting.isEmpty()) {
      Map<String, Set<ResourceName>> uses = PreferenceUses.of(rules.pack());
      waiting.forEach(each -> settled.removeAll(uses.getOrDefault(each, Set.of())));
    }
    return settled;
  }

  /** The resources of a scope that are switched on and not only looked up. */
  Set<ResourceName> resources(ResyncScope scope) {
    Set<ResourceName> resources = new TreeSet<>();
    for (ResourceDefinition each : rules.pack().resources().values()) {
      if (!each.lookupOnly()
          && scope.isAbout(rules.pack(), each.name())
          && preferences.enabled(each.name(), true)) {
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

  /** The resources whose records refer to those of a resource, by its page. */
  List<ResourceName> cascades(ResourceName resource) {
    return rules.resource(resource).map(ResourceDefinition::cascades).orElse(List.of());
  }

  /** How the API is asked which records of a resource refer to one of another. */
  Optional<DependentWay> dependentWay(ResourceName dependent, ResourceName target) {
    return DependentWay.of(
        dependent, schema(target), schemas.in(rules.standard()), rules.standard());
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
