package org.statecraft.packs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.statecraft.config.DidYouMean;
import org.statecraft.config.Place;
import org.statecraft.edfi.DescriptorUri;

/**
 * All Ed-Fi codes of a descriptor, from {@code descriptors/<pack>/codes/<descriptor>.csv}. Where
 * there is a table, no other code of the descriptor is sent.
 *
 * @param descriptor the descriptor's name, such as {@code ProgramTypeDescriptor}; the codes'
 *     namespace need not end in it
 * @param codes by URI, in the order of the file
 * @param pack the pack whose folder has the file
 */
public record CodeTable(String descriptor, Map<String, Code> codes, String pack, Place place) {

  public CodeTable {
    codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
  }

  /** Why a descriptor may not be sent, in words that name the code that was meant; else empty. */
  public Optional<String> fault(DescriptorUri uri) {
    if (codes.containsKey(uri.value())) {
      return Optional.empty();
    }
    Set<String> namespaces = namespaces();
    return Optional.of(
        (namespaces.contains(uri.namespace())
                ? "'" + uri + "' is no code of " + place
                : "'"
                    + uri
                    + "' has a wrong namespace; the codes of "
                    + descriptor
                    + " have "
                    + String.join(" or ", namespaces))
            + hint(uri.code()));
  }

  /** The namespaces of the codes; nearly always one. */
  Set<String> namespaces() {
    return codes.values().stream()
        .map(each -> each.uri().namespace())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The code with a slip in it, or the one whose description stands in its place. */
  private String hint(String word) {
    return close(word, Code::description)
        .or(() -> close(word, each -> each.uri().code()))
        .map(each -> "; did you mean '" + each.uri() + "' (" + each.description() + ")?")
        .orElse("");
  }

  private Optional<Code> close(String word, Function<Code, String> name) {
    Map<String, Code> named = new TreeMap<>();
    codes.values().forEach(each -> named.putIfAbsent(name.apply(each), each));
    return DidYouMean.closest(word, named.keySet()).map(named::get);
  }
}
