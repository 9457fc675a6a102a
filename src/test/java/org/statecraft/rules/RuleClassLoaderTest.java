package org.statecraft.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleClassLoaderTest {

  private final ClassLoader sight = new RuleClassLoader(getClass().getClassLoader());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.System",
        "java.lang.Runtime",
        "java.lang.Thread",
        "java.lang.ProcessBuilder",
        "java.lang.ClassLoader",
        "java.lang.reflect.Method",
        "java.lang.invoke.MethodHandles",
        "java.io.File",
        "java.io.FileWriter",
        "java.nio.file.Files",
        "java.net.URI",
        "java.net.Socket",
        "java.util.Timer",
        "java.util.concurrent.Executors",
        "java.sql.DriverManager",
        "io.vertx.core.Vertx",
        "org.statecraft.rules.RuleSet"
      })
  void machineAndProgram_areNotSeen(String name) {
    assertThrows(ClassNotFoundException.class, () -> sight.loadClass(name));
    assertNull(sight.getResource(name.replace('.', '/') + ".class"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.String",
        "java.time.LocalDate",
        "java.math.BigDecimal",
        "java.util.regex.Pattern"
      })
  void values_areSeen(String name) throws ClassNotFoundException {
    assertEquals(name, sight.loadClass(name).getName());
  }

  /** Java 17 asks for it when a getter was called sixteen times by reflection. */
  @Test
  void classesThatReflectionMakes_findTheirParent() throws ClassNotFoundException {
    assumeTrue(Runtime.version().feature() < 22, "later versions have no such class");
    String name = "jdk.internal.reflect.MethodAccessorImpl";
    assertEquals(name, sight.loadClass(name).getName());
    assertThrows(
        ClassNotFoundException.class, () -> sight.loadClass("jdk.internal.reflect.Reflection"));
  }
}
