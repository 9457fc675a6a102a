package org.statecraft.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Opens a YAML file as a tree of nodes that know their places. */
public final class YamlFile {

  /** How the problem of a file begins of which nothing could be read. */
  public static final String NOT_YAML = "not YAML: ";

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
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(true);
      Node root = new Yaml(options).compose(new StringReader(text));
      return new YamlNode(name, root, problems);
    } catch (MarkedYAMLException e) {
      problems.add(YamlWords.place(name, e), NOT_YAML + YamlWords.of(e));
      return new YamlNode(name, null, problems);
    } catch (YAMLException e) {
      problems.add(Place.of(name), NOT_YAML + YamlWords.of(e));
      return new YamlNode(name, null, problems);
    }
  }
}
