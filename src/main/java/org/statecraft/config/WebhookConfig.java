package org.statecraft.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may send row changes.
 *
 * @param districts by the name the webhook's path has, the secrets its signatures may be made with
 *     ({@code whsec_} and base64); several while a key is replaced. Defaults to none.
 * @param tolerance how far a signature's time may be off, either way. Defaults to 5m.
 * @param bodyLimit the most bytes one request may have. Defaults to 10MiB.
 */
public record WebhookConfig(
    Map<String, List<Secret>> districts, Duration tolerance, long bodyLimit) {

  public WebhookConfig {
    districts = Map.copyOf(districts);
  }

  static WebhookConfig read(Settings settings, Environment environment, Problems problems) {
    Map<String, List<Secret>> districts = new LinkedHashMap<>();
    settings
        .onlyInFile("webhook.districts")
        .map()
        .forEach((name, node) -> districts.put(name, secrets(name, node, environment, problems)));
    return new WebhookConfig(
        districts,
        settings.at("webhook.tolerance").duration(Duration.ofMinutes(5)),
        settings.at("webhook.body-limit").bytes(10L << 20));
  }

  private static List<Secret> secrets(
      String name, YamlNode node, Environment environment, Problems problems) {
    // The name is a segment of a path and a label of metrics.
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
      node.problem(
          "a district's name has 1 to 63 letters, digits, hyphens and underscores, but was '"
              + name
              + "'");
    }
    node.only("secrets");
    List<Secret> secrets = new ArrayList<>();
    for (YamlNode reference : node.require("secrets").list()) {
      SecretReference.resolvePeers(reference, environment, problems).ifPresent(secrets::add);
    }
    return List.copyOf(secrets);
  }
}
