package org.statecraft.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.edfi.NaturalKey;
import org.statecraft.edfi.ResourceRef;
import org.statecraft.errorlog.ErrorType;

/**
 * A record the API says it does not hold, as far as its answer and our document tell.
 *
 * @param name what the API calls it, in singular and lower camel case, such as {@code program}
 * @param reference canonical JSON of the members of our reference to it; {@code {}} if unknown
 */
public record AbsentRecord(String name, String reference) {

  private static final String UNKNOWN = "{}";

  /** What we would call one of our own records if it were absent: one for each likely singular. */
  static List<AbsentRecord> of(ResourceRef record) {
    String reference = flat(record.key());
    String plural = record.resource().value();
    if (plural.toLowerCase(Locale.ROOT).endsWith("ies")) {
      String stem = plural.substring(0, plural.length() - 3);
      return List.of(
          new AbsentRecord(stem + "y", reference), new AbsentRecord(stem + "ie", reference));
    }
    return plural.toLowerCase(Locale.ROOT).endsWith("s")
        ? List.of(new AbsentRecord(plural.substring(0, plural.length() - 1), reference))
        : List.of();
  }

  /** A reference has the elements of the key without the paths that lead to them. */
  private static String flat(NaturalKey key) {
    ObjectNode flat = JsonNodeFactory.instance.objectNode();
    CanonicalJson.read(key.json())
        .properties()
        .forEach(
            element ->
                flat.set(
                    element.getKey().substring(element.getKey().lastIndexOf('.') + 1),
                    element.getValue()));
    return CanonicalJson.write(flat);
  }

  /** Whether we know which record it is. */
  public boolean isKnown() {
    return !reference.equals(UNKNOWN);
  }

  /** Its natural key, as far as a reference tells. */
  public NaturalKey key() {
    return NaturalKey.of(reference);
  }

  /** The root cause of all that is not done because it is absent, in the words of the error log. */
  public String cause() {
    return ErrorType.DEPENDENCY_MISSING.word() + " " + name + " " + key().hash();
  }
}
