package org.statecraft.rules;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.statecraft.packs.Element;
import org.statecraft.packs.FactTable;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.packs.RulePack;

/**
 * Which columns of a table a pack looks at: those its rules name, those its elements read, its key,
 * its way to the student and its references. Rather one too many than one too few.
 */
final class WatchedFields {

  private WatchedFields() {}

  static Set<String> of(
      FactTable table, RulePack pack, List<DrlFile> files, Set<String> usedTypes) {
    Set<String> watched = new TreeSet<>();
    if (!usedTypes.contains(table.name().value())
        && !pack.catalogue().scopeYear().table().equals(table.name())) {
      return watched;
    }
    Set<String> named = namedAnywhere(pack, files);
    watched.addAll(table.key());
    table.owner().ifPresent(owner -> watched.add(owner.column()));
    watched.addAll(table.refersTo().keySet());
    table.referredBy().ifPresent(watched::add);
    for (String column : table.columns().keySet()) {
      if (named.contains(column.toLowerCase(Locale.ROOT))) {
        watched.add(column);
      }
    }
    table
        .choices()
        .forEach(
            (field, columns) -> {
              if (named.contains(field.toLowerCase(Locale.ROOT))) {
                watched.addAll(columns.values());
              }
            });
    if (pack.catalogue().scopeYear().table().equals(table.name())) {
      watched.addAll(
          List.of(
              pack.catalogue().scopeYear().year(),
              pack.catalogue().scopeYear().start(),
              pack.catalogue().scopeYear().end()));
    }
    return watched;
  }

  private static Set<String> namedAnywhere(RulePack pack, List<DrlFile> files) {
    Set<String> named = new TreeSet<>();
    for (DrlFile file : files) {
      file.named().forEach(name -> named.add(name.toLowerCase(Locale.ROOT)));
    }
    for (ResourceDefinition resource : pack.resources().values()) {
      resource.elements().values().forEach(element -> add(element, named));
      resource.identity().key().forEach(step -> named.add(step.toLowerCase(Locale.ROOT)));
      resource.identity().objectFrom().forEach(step -> named.add(step.toLowerCase(Locale.ROOT)));
      resource
          .preferences()
          .forEach(
              preference ->
                  preference
                      .column()
                      .ifPresent(column -> named.add(column.name().toLowerCase(Locale.ROOT))));
    }
    return named;
  }

  private static void add(Element element, Set<String> named) {
    if (element instanceof Element.Value value) {
      value.from().forEach(step -> named.add(step.toLowerCase(Locale.ROOT)));
    } else if (element instanceof Element.Group group) {
      addAll(group.members(), named);
    } else if (element instanceof Element.Items items) {
      items.items().forEach(item -> addAll(item.members(), named));
    } else if (element instanceof Element.Limited limited) {
      add(limited.element(), named);
    }
  }

  private static void addAll(Map<String, Element> members, Set<String> named) {
    members.values().forEach(member -> add(member, named));
  }
}
