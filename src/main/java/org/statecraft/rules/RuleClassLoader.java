package org.statecraft.rules;

import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What compiled rules can see of the program: the engine, and those classes of Java that only hold
 * and compute values. The language of rules names none of the others anyway; this loader is a
 * second wall behind the first.
 */
final class RuleClassLoader extends ClassLoader {

  /** Packages whose classes may be seen, sub-packages included. */
  private static final String[] PACKAGES = {
    "org.drools.",
    "org.kie.",
    "org.mvel2.",
    "java.time.",
    "java.math.",
    "java.util.function.",
    "java.util.regex.",
    "java.lang.constant.",
    "java.lang.annotation."
  };

  private static final Set<String> OF_JAVA_UTIL =
      Set.of(
          "ArrayList",
          "Arrays",
          "Collection",
          "Collections",
          "Comparator",
          "HashMap",
          "HashSet",
          "Iterator",
          "List",
          "Map",
          "Objects",
          "Optional",
          "Set");

  private static final Set<String> OF_JAVA_LANG =
      Set.of(
          "AutoCloseable",
          "Boolean",
          "Byte",
          "CharSequence",
          "Character",
          "Class",
          "Cloneable",
          "Comparable",
          "Deprecated",
          "Double",
          "Enum",
          "Error",
          "Exception",
          "Float",
          "FunctionalInterface",
          "Integer",
          "Iterable",
          "Long",
          "Math",
          "Number",
          "Object",
          "Override",
          "Record",
          "RuntimeException",
          "SafeVarargs",
          "Short",
          "String",
          "StringBuilder",
          "StringBuffer",
          "SuppressWarnings",
          "Throwable",
          "Void");

  /** Interfaces that values have; none of them opens anything. */
  private static final Set<String> OF_JAVA_IO =
      Set.of("Serializable", "Externalizable", "ObjectInput", "ObjectOutput", "IOException");

  /**
   * What reflection puts beside a class that it is used on often; Java 17 asks the loader of that
   * class for it. No rule can name it.
   */
  private static final Set<String> OF_REFLECTION =
      Set.of(
          "jdk.internal.reflect.ConstructorAccessorImpl",
          "jdk.internal.reflect.MethodAccessorImpl");

  /** More names than this are looked for each time. */
  private static final int MOST_MISSED = 50_000;

  /**
   * Names of no class. The engine tries every fact's name in every package it knows, for every pack
   * anew; to look through all archives each time took a quarter of a compilation.
   */
  private static final Set<String> MISSED = ConcurrentHashMap.newKeySet();

  /** An answer that is given all the time and needs no trace. */
  private static final class NotFound extends ClassNotFoundException {

    private static final long serialVersionUID = 1L;

    NotFound(String message) {
      super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  RuleClassLoader(ClassLoader program) {
    super("rules", program);
  }

  /** Whether rules may see a class. */
  static boolean mayBeSeen(String name) {
    // Asked thousands of times for every pack: no stream here.
    for (String each : PACKAGES) {
      if (name.startsWith(each)) {
        return true;
      }
    }
    int dot = name.lastIndexOf('.');
    String simple = name.substring(dot + 1);
    int nested = simple.indexOf('$');
    String outer = nested < 0 ? simple : simple.substring(0, nested);
    return switch (dot < 0 ? "" : name.substring(0, dot)) {
      case "java.lang" ->
          OF_JAVA_LANG.contains(outer) || (simple.endsWith("Exception") && nested < 0);
      case "java.util" -> OF_JAVA_UTIL.contains(outer) || simple.endsWith("Exception");
      case "java.io" -> OF_JAVA_IO.contains(simple);
      case "jdk.internal.reflect" -> OF_REFLECTION.contains(name);
      default -> false;
    };
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (MISSED.contains(name)) {
      throw new NotFound(name);
    }
    if (!mayBeSeen(name)) {
      throw new NotFound(name + " cannot be seen by rules");
    }
    try {
      return super.loadClass(name, resolve);
    } catch (ClassNotFoundException e) {
      if (MISSED.size() < MOST_MISSED) {
        MISSED.add(name);
      }
      throw e;
    }
  }

  /** The compiler reads class files as resources. */
  @Override
  public @Nullable URL getResource(String name) {
    return isHidden(name) ? null : super.getResource(name);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    return isHidden(name) ? null : super.getResourceAsStream(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws java.io.IOException {
    return isHidden(name) ? Collections.emptyEnumeration() : super.getResources(name);
  }

  private static boolean isHidden(String resource) {
    return resource.endsWith(".class")
        && !mayBeSeen(resource.substring(0, resource.length() - 6).replace('/', '.'));
  }
}
