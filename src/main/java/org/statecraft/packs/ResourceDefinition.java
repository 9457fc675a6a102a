package org.statecraft.packs;

import java.util.List;
import java.util.Map;
import org.statecraft.config.Place;
import org.statecraft.edfi.ResourceName;

/**
 * What {@code resource.yaml} and {@code elements.yaml} of a resource folder say.
 *
 * @param record the fact type whose every fact asks for one record of the resource
 * @param identity where in the record fact the Campus object's key stands
 * @param sameKey what becomes of several record facts with one natural key
 * @param deleteThenPost elements whose change deletes and posts, although the key stays
 * @param replaceWhenRowGone a record made from several rows of one key of which one goes is deleted
 *     and posted, if its body changes
 * @param ownedByStudents false: the record belongs to the connection, a student's plan only asks
 *     that it exists
 * @param lookupOnly the state has loaded it; never written
 * @param deletes when a record that is no longer asked for goes
 * @param keepWhenExcluded an exclusion set after sending leaves the record at the API
 * @param keepFor the ids of the rules whose exclusions do so; empty for all
 * @param cascades the resources whose records refer to these, by the page: when a key changes they
 *     are deleted first and posted again; not all need be in the pack
 * @param resyncedWith resources that a resync of this one is about too, and the other way round
 * @param places where the keys of the file stand, by key
 */
public record ResourceDefinition(
    ResourceName name,
    String page,
    String record,
    Identity identity,
    SameKey sameKey,
    List<String> deleteThenPost,
    boolean replaceWhenRowGone,
    boolean ownedByStudents,
    boolean lookupOnly,
    Deletes deletes,
    boolean keepWhenExcluded,
    List<String> keepFor,
    List<ResourceName> cascades,
    List<ResourceName> resyncedWith,
    List<Preference> preferences,
    Map<String, Element> elements,
    Place place,
    Map<String, Place> places) {

  /** The place of a key of the file; of the file where the key is not there. */
  public Place placeOf(String key) {
    return places.getOrDefault(key, place);
  }

  /** The same resource with the other answer to an exclusion set after sending. */
  public ResourceDefinition keeping(boolean keep) {
    return new ResourceDefinition(
        name,
        page,
        record,
        identity,
        sameKey,
        deleteThenPost,
        replaceWhenRowGone,
        ownedByStudents,
        lookupOnly,
        deletes,
        keep,
        keepFor,
        cascades,
        resyncedWith,
        preferences,
        elements,
        place,
        places);
  }

  /**
   * The Campus object of the identity mapping.
   *
   * @param object the name shown, such as the table's; empty when the record fact says it
   * @param objectFrom a dotted path that starts at a field of the record fact and ends at the name;
   *     empty when all records come from one kind of object
   * @param key a dotted path that starts at a field of the record fact
   */
  public record Identity(String object, List<String> objectFrom, List<String> key, Place place) {}

  /** What becomes of several record facts with one natural key. */
  public enum SameKey {
    /** The one with the highest Campus key speaks; the items of lists come from all. */
    MERGE,
    /** Only the one with the highest Campus key counts. */
    HIGHEST
  }

  /** When a record that is no longer asked for goes. */
  public enum Deletes {
    /** At once. */
    WHEN_NOT_DESIRED,
    /** By a resync with All Schools only. */
    ALL_SCHOOLS_RESYNC,
    /** Not at all. */
    NEVER
  }
}
