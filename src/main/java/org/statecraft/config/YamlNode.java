package org.statecraft.config;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file that knows its place. Reading a value of the wrong form adds a problem and
 * answers with an empty one, so that a reader goes on and finds the other problems too.
 */
public final class YamlNode {

  private final String file;
  private final @Nullable Node node;
  private final Problems problems;

  YamlNode(String file, @Nullable Node node, Problems problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
  }

  /** A value that does not come from a file, such as an environment variable. */
  static YamlNode scalar(String source, String text, Problems problems) {
    return new YamlNode(
        source,
        new ScalarNode(Tag.STR, text, null, null, DumperOptions.ScalarStyle.PLAIN),
        problems);
  }

  /** No value, from no file. */
  static YamlNode absent(Problems problems) {
    return new YamlNode("", null, problems);
  }

  public Place place() {
    return node == null || node.getStartMark() == null
        ? Place.of(file)
        : new Place(file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
  }

  /** Adds a problem at this place. */
  public void problem(String message) {
    problems.add(place(), message);
  }

  /** Nothing there, or an explicit null. */
  public boolean isEmpty() {
    return node == null || (node instanceof ScalarNode && Tag.NULL.equals(node.getTag()));
  }

  public boolean isMap() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  public boolean isScalar() {
    return node instanceof ScalarNode && !isEmpty();
  }

  /** The members of a mapping in the order of the file; empty, with a problem, if it is none. */
  public Map<String, YamlNode> map() {
    Map<String, YamlNode> members = new LinkedHashMap<>();
    if (isEmpty()) {
      return members;
    }
    if (!(node instanceof MappingNode mapping)) {
      problem("expected 'name: value' lines here");
      return members;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      YamlNode key = new YamlNode(file, tuple.getKeyNode(), problems);
      String name = key.text();
      if (members.put(name, new YamlNode(file, tuple.getValueNode(), problems)) != null) {
        key.problem("'" + name + "' stands here twice");
      }
    }
    return members;
  }

  /** The place of a member's name; the place of the mapping if it has no such member. */
  public Place placeOf(String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return new YamlNode(file, key, problems).place();
        }
      }
    }
    return place();
  }

  /** The value's stretch of the file, in code points; empty if it stands in none. */
  public Optional<Span> span() {
    return node == null || node.getStartMark() == null
        ? Optional.empty()
        : Optional.of(new Span(node.getStartMark().getIndex(), node.getEndMark().getIndex()));
  }

  /** A member of a mapping; an empty node if there is none. */
  public YamlNode get(String name) {
    YamlNode member = map().get(name);
    return member == null ? new YamlNode(file, null, problems) : member;
  }

  /** A member that must be there. */
  public YamlNode require(String name) {
    YamlNode member = get(name);
    if (member.isEmpty()) {
      problem("'" + name + "' is missing here");
    }
    return member;
  }

  /** Adds a problem for every member that is not one of {@code known}. */
  public YamlNode only(Collection<String> known) {
    map()
        .forEach(
            (name, member) -> {
              if (!known.contains(name)) {
                String hint = DidYouMean.hintOfKey(name, member.isMap(), known);
                problems.add(placeOf(name), "unknown key '" + name + "'" + hint);
              }
            });
    return this;
  }

  /** Adds a problem for every member that is not one of {@code known}. */
  public YamlNode only(String... known) {
    return only(List.of(known));
  }

  /** The elements of a list; a scalar or mapping counts as a list of one. */
  public List<YamlNode> list() {
    List<YamlNode> elements = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(each -> elements.add(new YamlNode(file, each, problems)));
    } else if (!isEmpty()) {
      elements.add(this);
    }
    return elements;
  }

  /** The texts of a list of scalars. */
  public List<String> texts() {
    return list().stream().map(YamlNode::text).collect(Collectors.toList());
  }

  /** The text of a scalar; empty if absent, empty with a problem if it is no scalar. */
  public String text() {
    if (isEmpty()) {
      return "";
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem("expected one value here, not a list or 'name: value' lines");
    return "";
  }

  /** The text of a scalar, if present. */
  public Optional<String> optional() {
    return isEmpty() ? Optional.empty() : Optional.of(text());
  }

  /** The text, or a default when absent. */
  public String text(String whenAbsent) {
    return isEmpty() ? whenAbsent : text();
  }

  /** Yes or no: {@code true} or {@code false}. */
  public boolean flag(boolean whenAbsent) {
    if (isEmpty()) {
      return whenAbsent;
    }
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      problem("expected true or false, not '" + text + "'");
    }
    return text.equals("true");
  }

  /** A whole number. */
  public long number(long whenAbsent) {
    if (isEmpty()) {
      return whenAbsent;
    }
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException e) {
      problem("expected a whole number, not '" + text() + "'");
      return whenAbsent;
    }
  }

  /** One of a few words. */
  public <E extends Enum<E>> E choice(Class<E> type, E whenAbsent) {
    if (isEmpty()) {
      return whenAbsent;
    }
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      if (word.equals(text())) {
        return constant;
      }
      words.add(word);
    }
    problem("unknown word '" + text() + "'" + DidYouMean.hint(text(), words));
    return whenAbsent;
  }

  /** A date, yyyy-MM-dd. */
  public Optional<LocalDate> date() {
    if (isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text()));
    } catch (DateTimeParseException e) {
      problem("expected a date such as 2024-08-20, not '" + text() + "'");
      return Optional.empty();
    }
  }

  /** A time span with its unit, such as {@code 30s} or {@code 5m}. */
  public Duration duration(Duration whenAbsent) {
    return isEmpty() ? whenAbsent : Amounts.duration(this).orElse(whenAbsent);
  }

  /** A number of bytes with its unit, such as {@code 512KiB} or {@code 16MiB}. */
  public long bytes(long whenAbsent) {
    return isEmpty() ? whenAbsent : Amounts.bytes(this).orElse(whenAbsent);
  }

  /** A whole number from {@code least} to {@code most}. */
  public int between(int least, int most, int whenAbsent) {
    long number = number(whenAbsent);
    if (number < least || number > most) {
      problem("expected a number from " + least + " to " + most + ", not " + number);
      return whenAbsent;
    }
    return (int) number;
  }

  /**
   * The value as YAML's own types have it: a quoted scalar is a text, an unquoted one may be a
   * number, a boolean or null; lists and mappings become {@link List} and {@link Map}.
   */
  public @Nullable Object value() {
    if (isEmpty()) {
      return null;
    }
    if (isMap()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      map().forEach((name, member) -> values.put(name, member.value()));
      return values;
    }
    if (isList()) {
      List<@Nullable Object> values = new ArrayList<>();
      list().forEach(each -> values.add(each.value()));
      return values;
    }
    String text = text();
    Tag tag = node == null ? Tag.STR : node.getTag();
    if (Tag.BOOL.equals(tag)) {
      return flag(false);
    }
    if (Tag.INT.equals(tag) && text.matches("-?(0|[1-9][0-9]*)")) {
      return Long.valueOf(text);
    }
    if (Tag.FLOAT.equals(tag)) {
      return new java.math.BigDecimal(text);
    }
    return text;
  }
}
