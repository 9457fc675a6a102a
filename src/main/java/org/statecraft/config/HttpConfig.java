package org.statecraft.config;

import java.time.Duration;

/**
 * Where the server listens.
 *
 * @param host the address to bind; other machines reach us only if it is not the loopback one.
 *     Defaults to 127.0.0.1.
 * @param port the TCP port; 0 takes any free one. Defaults to 8765.
 * @param idleTimeout after how long a silent connection is closed. Defaults to 75s.
 */
public record HttpConfig(String host, int port, Duration idleTimeout) {

  static HttpConfig read(Settings settings) {
    return new HttpConfig(
        settings.at("http.host").text("127.0.0.1"),
        settings.at("http.port").between(0, 65_535, 8765),
        settings.at("http.idle-timeout").duration(Duration.ofSeconds(75)));
  }
}
