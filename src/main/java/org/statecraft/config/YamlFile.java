package org.statecraft.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Opens a YAML file as a tree of nodes that know their places. */
public final class YamlFile {

  /** How the problem of a file begins of which nothing could be read. */
  public static final String NOT_YAML = "not YAML: ";

  private static final int MOST_REMEMBERED = 64;

  /** The trees of the texts that were read last; nothing changes a tree. */
  private static final Map<String, Node> REMEMBERED =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Node> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  private YamlFile() {}

  /** Reads a file; one that cannot be read or is no YAML gives a problem and an empty node. */
  public static YamlNode read(Path path, Problems problems) {
    String name = path.toString();
    try {
      return parse(name, TextFile.read(path), problems);
    } catch (IOException e) {
      problems.add(Place.of(name), "the file cannot be read: " + e.getMessage());
      return new YamlNode(name, null, problems);
    }
  }

  /** Reads a text that is shown to the user as the file {@code name}. */
  public static YamlNode parse(String name, String text, Problems problems) {
    return composed(name, text, problems, YamlFile::compose);
  }

  /**
   * The same for a file that is read again and again, as those of a pack are by every pack that
   * extends it: its text is taken apart once.
   */
  public static YamlNode parseOften(String name, String text, Problems problems) {
    return composed(name, text, problems, YamlFile::remembered);
  }

  private static YamlNode composed(
      String name, String text, Problems problems, Function<String, @Nullable Node> reader) {
    try {
      return new YamlNode(name, reader.apply(text), problems);
    } catch (MarkedYAMLException e) {
      problems.add(YamlWords.place(name, e), NOT_YAML + YamlWords.of(e));
      return new YamlNode(name, null, problems);
    } catch (YAMLException e) {
      problems.add(Place.of(name), NOT_YAML + YamlWords.of(e));
      return new YamlNode(name, null, problems);
    }
  }

  private static @Nullable Node remembered(String text) {
    Node known = REMEMBERED.get(text);
    if (known == null) {
      known = compose(text);
      if (known != null) {
        REMEMBERED.put(text, known);
      }
    }
    return known;
  }

  private static @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(true);
    return new Yaml(options).compose(new StringReader(text));
  }
}
