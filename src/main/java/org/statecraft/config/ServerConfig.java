package org.statecraft.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Everything that can be set about the server, one record per feature. {@code config/server.yaml}
 * explains every key in place.
 *
 * @param stopTimeout how long work under way may take to finish when the server stops. Defaults to
 *     20s.
 */
public record ServerConfig(
    HttpConfig http,
    DatabaseConfig database,
    PathsConfig paths,
    ReloadConfig packs,
    WebhookConfig webhook,
    ApiConfig api,
    HistoryConfig history,
    LogConfig log,
    Duration stopTimeout) {

  /**
   * Reads the file with flags over environment over file. What is wrong is added to {@code
   * problems}; the result is to be used only if there are none.
   *
   * @param flags by the setting's name, such as {@code http.port}
   */
  public static ServerConfig read(
      Path file, Map<String, String> flags, Environment environment, Problems problems) {
    if (!Files.exists(file)) {
      problems.add(Place.of(file.toString()), "there is no such file");
      return withoutFile(flags, environment, new Problems());
    }
    YamlNode root = YamlFile.read(file, problems);
    return read(new Settings(root, flags, environment, problems), environment, problems, root);
  }

  /** The same without a file: environment and flags over defaults. */
  public static ServerConfig withoutFile(
      Map<String, String> flags, Environment environment, Problems problems) {
    YamlNode root = YamlFile.parse("settings", "", problems);
    return read(new Settings(root, flags, environment, problems), environment, problems, root);
  }

  /**
   * Only where the database is, for commands that need nothing else: what is wrong elsewhere, or a
   * secret of the server that the caller may not read, is no problem of theirs.
   */
  public static DatabaseConfig readDatabase(
      Path file, Map<String, String> flags, Environment environment, Problems problems) {
    if (!Files.exists(file)) {
      problems.add(Place.of(file.toString()), "there is no such file; name it by --config");
    }
    YamlNode root =
        Files.exists(file)
            ? YamlFile.read(file, problems)
            : YamlFile.parse("settings", "database: {url: embedded}", problems);
    return DatabaseConfig.read(
        new Settings(root, flags, environment, problems), problems, root.place());
  }

  /** The names of all settings. */
  static Set<String> keys() {
    Problems ignored = new Problems();
    Environment none = new Environment(Map.of());
    YamlNode root = YamlFile.parse("settings", "", ignored);
    Settings settings = new Settings(root, Map.of(), none, ignored);
    read(settings, none, ignored, root);
    return settings.known();
  }

  private static ServerConfig read(
      Settings settings, Environment environment, Problems problems, YamlNode root) {
    ServerConfig config =
        new ServerConfig(
            HttpConfig.read(settings),
            DatabaseConfig.read(settings, problems, root.place()),
            PathsConfig.read(settings),
            ReloadConfig.read(settings),
            WebhookConfig.read(settings, environment, problems),
            ApiConfig.read(settings, environment, problems),
            HistoryConfig.read(settings),
            LogConfig.read(settings),
            settings.at("stop-timeout").duration(Duration.ofSeconds(20)));
    settings.refuseUnknown();
    return config;
  }
}
