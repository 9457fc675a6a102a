package org.statecraft.resync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statecraft.edfi.ResourceBody;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.identity.IdentityMapping;
import org.statecraft.packs.ResourceDefinition;
import org.statecraft.resync.PlannedAction.Found;
import org.statecraft.resync.PlannedAction.Kind;
import org.statecraft.resync.PlannedAction.Phase;
import org.statecraft.resync.PlannedAction.Upon;
import org.statecraft.resync.SharedStore.Wanted;

/**
 * The records that students share, three ways. One that is missing is always posted; only a run
 * with All Schools has seen every student, so only it may change or delete one. Pure.
 */
final class SharedComparison {

  private final Map<ResourceRef, IdentityMapping> mapped = new HashMap<>();
  private final Map<ResourceRef, FoundRecord> ods;
  private final boolean allSchools;
  private final boolean allDecided;
  private final List<PlannedAction> actions = new ArrayList<>();
  private long unchanged;

  /**
   * @param mapped the shared records of the run's resources in the identity mapping
   * @param ods what the ODS holds of the mapped and the wanted ones
   * @param allDecided whether every student was decided; if not, nobody knows what nobody needs
   */
  SharedComparison(
      Collection<IdentityMapping> mapped,
      Map<ResourceRef, FoundRecord> ods,
      boolean allSchools,
      boolean allDecided) {
    mapped.forEach(each -> this.mapped.put(each.record(), each));
    this.ods = ods;
    this.allSchools = allSchools;
    this.allDecided = allDecided;
  }

  /** How many are as they shall be. */
  long unchanged() {
    return unchanged;
  }

  /**
   * What is to be done.
   *
   * @param definitions of the resources, by which a delete is allowed or not
   */
  List<PlannedAction> compare(
      Map<ResourceRef, List<Wanted>> wanted,
      java.util.function.Function<ResourceRef, ResourceDefinition> definitions) {
    wanted.forEach(this::want);
    if (allSchools && allDecided) {
      for (IdentityMapping each : mapped.values()) {
        if (!wanted.containsKey(each.record())) {
          unwanted(each, definitions.apply(each.record()));
        }
      }
    }
    return actions;
  }

  private void want(ResourceRef record, List<Wanted> forms) {
    IdentityMapping mapping = mapped.get(record);
    FoundRecord found = ods.get(record);
    Wanted form = chosen(forms, mapping, found);
    if (found == null) {
      add(
          Phase.SHARED_WRITES,
          Kind.POST,
          record,
          mapping == null ? "not in the ODS" : "in the identity mapping, not in the ODS",
          form);
    } else if (found.body().equals(form.body())) {
      boolean known =
          mapping != null
              && found.body().equals(mapping.planned())
              && found.body().equals(mapping.sent())
              && found.id().equals(mapping.odsId());
      if (known) {
        unchanged++;
      } else {
        add(Phase.SHARED_WRITES, Kind.ADOPT, record, "in the ODS as Campus wants it", form);
      }
    } else if (allSchools) {
      add(Phase.SHARED_WRITES, Kind.PUT, record, "different in the ODS", form);
    } else {
      unchanged++;
    }
  }

  /**
   * Students may ask for one record in several forms (the id of the program each came by). What
   * stands at the API stays as long as somebody asks for it so.
   */
  private static Wanted chosen(
      List<Wanted> forms, @Nullable IdentityMapping mapping, @Nullable FoundRecord found) {
    for (ResourceBody stands :
        new @Nullable ResourceBody[] {
          found == null ? null : found.body(), mapping == null ? null : mapping.planned()
        }) {
      for (Wanted each : forms) {
        if (each.body().equals(stands)) {
          return each;
        }
      }
    }
    return forms.get(0);
  }

  private void unwanted(IdentityMapping mapping, @Nullable ResourceDefinition definition) {
    if (definition == null || definition.deletes() == ResourceDefinition.Deletes.NEVER) {
      return;
    }
    if (ods.containsKey(mapping.record())) {
      add(Phase.SHARED_DELETES, Kind.DELETE, mapping.record(), "no student needs it", null);
    } else {
      add(
          Phase.SHARED_DELETES,
          Kind.FORGET,
          mapping.record(),
          "neither in the ODS nor wanted by Campus",
          null);
    }
  }

  private void add(
      Phase phase, Kind kind, ResourceRef record, String reason, @Nullable Wanted form) {
    FoundRecord found = ods.get(record);
    IdentityMapping mapping = mapped.get(record);
    actions.add(
        new PlannedAction(
            phase,
            kind,
            record,
            null,
            "",
            reason,
            form != null && (kind == Kind.POST || kind == Kind.PUT) ? form.body() : null,
            form == null ? (mapping == null ? List.of() : mapping.sources()) : form.sources(),
            form == null ? List.of() : form.rules(),
            List.of(),
            true,
            found == null ? null : new Found(found.body(), found.id()),
            mapping == null ? Upon.NOTHING : Upon.of(mapping)));
  }
}
