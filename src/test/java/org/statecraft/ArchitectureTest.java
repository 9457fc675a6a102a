package org.statecraft;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may use whom, and what may be used where. */
class ArchitectureTest {

  private static final String BASE = "org.statecraft";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE);

  /** Package and the packages it may use. "app" may use all of them, and nobody uses "app". */
  private static final Map<String, String> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("edfi", "");
    MAY_USE.put("campus", "");
    MAY_USE.put("config", "");
    MAY_USE.put("db", "config");
    MAY_USE.put("drl", "config");
    MAY_USE.put("http", "config");
    MAY_USE.put("packs", "edfi campus config");
    MAY_USE.put("connections", "edfi campus config db packs");
    MAY_USE.put("rows", "edfi campus config db packs");
    MAY_USE.put("events", "edfi campus db packs rows");
    MAY_USE.put("ingest", "edfi campus config db http packs connections rows events");
    MAY_USE.put("facts", "edfi campus db packs rows");
    MAY_USE.put("rules", "edfi campus config drl packs connections facts");
    MAY_USE.put("identity", "edfi campus db");
    MAY_USE.put("cases", "edfi campus config packs facts rules identity plan");
    MAY_USE.put("plan", "edfi campus rules packs identity");
    MAY_USE.put("outbox", "edfi campus db identity plan errorlog");
    MAY_USE.put("errorlog", "edfi campus db");
    MAY_USE.put(
        "preferences", "edfi campus config db packs connections rows facts rules identity outbox");
    MAY_USE.put(
        "sync",
        "edfi campus config db packs connections rows events facts rules identity plan outbox"
            + " errorlog");
    MAY_USE.put("deliver", "edfi campus config db connections identity plan outbox errorlog");
    MAY_USE.put("sandbox", "edfi config packs");
    MAY_USE.put(
        "cases",
        "edfi campus config packs connections facts rules identity plan outbox errorlog deliver");
    MAY_USE.put("demo", "edfi campus config ingest sandbox packs");
    MAY_USE.put("mutate", "edfi campus config drl packs rules cases");
    MAY_USE.put("metrics", "edfi config db");
    MAY_USE.put("demo", "edfi campus config db packs connections events ingest sync plan deliver");
    MAY_USE.put("cli", "");
    MAY_USE.put("explain", "edfi campus db");
    MAY_USE.put(
        "preview", "edfi campus db packs connections rows facts rules identity plan sync explain");
    MAY_USE.put("reload", "edfi campus config db packs connections rows events rules cases");
    MAY_USE.put(
        "resync",
        "edfi campus config db packs connections rows events facts rules identity plan outbox"
            + " errorlog sync deliver");
    MAY_USE.put(
        "shadow",
        "edfi campus db packs connections rows facts rules identity plan sync preview reload");
    MAY_USE.put(
        "admin",
        "edfi campus config db packs connections rows events facts rules identity plan outbox"
            + " errorlog sync deliver cases explain preview reload resync shadow preferences");
    MAY_USE.put(
        "api",
        "edfi campus config db http packs connections rows events facts rules identity plan outbox"
            + " errorlog sync deliver cases explain preview reload resync shadow"
            + " preferences admin");
  }

  @Test
  void vocabularyPackages_dependOnNothingOfOurs() {
    for (String vocabulary : List.of("edfi", "campus")) {
      noClasses()
          .that()
          .resideInAPackage(in(vocabulary))
          .should()
          .dependOnClassesThat(
              resideInAPackage(BASE + "..")
                  .and(DescribedPredicate.not(resideInAPackage(in(vocabulary)))))
          .because("a word must not know who uses it")
          .allowEmptyShould(true)
          .check(MAIN);
    }
  }

  @Test
  void packages_formNoCycle() {
    slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void packages_useOnlyWhatTheListAllows() {
    MAY_USE.forEach(
        (name, allowed) -> {
          Set<String> permitted = new HashSet<>(List.of(in(name)));
          Arrays.stream(allowed.split(" "))
              .filter(each -> !each.isEmpty())
              .forEach(each -> permitted.add(in(each)));
          noClasses()
              .that()
              .resideInAPackage(in(name))
              .should()
              .dependOnClassesThat(
                  resideInAPackage(BASE + "..")
                      .and(
                          DescribedPredicate.not(
                              resideInAnyPackage(permitted.toArray(String[]::new)))))
              .because("'" + name + "' may use: " + allowed)
              .allowEmptyShould(true)
              .check(MAIN);
        });
  }

  @Test
  void packages_allStandInTheList() {
    Set<String> unlisted = new TreeSet<>();
    for (JavaClass each : MAIN) {
      String name = each.getPackageName().substring(BASE.length()).replaceFirst("^\\.", "");
      String first = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
      if (!MAY_USE.containsKey(first) && !first.equals("app")) {
        unlisted.add(each.getName());
      }
    }
    assertEquals(Set.of(), unlisted, "give the package a line in MAY_USE");
  }

  @Test
  void app_isUsedByNobody_apiAndCliOnlyByApp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("app"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("app"))
        .check(MAIN);
    for (String edge : List.of("api", "cli")) {
      noClasses()
          .that()
          .resideOutsideOfPackages(in("app"), in(edge))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(in(edge))
          .allowEmptyShould(true)
          .check(MAIN);
    }
  }

  @Test
  void drools_isKnownOnlyToRules() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("rules"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.kie..", "org.drools..")
        .check(MAIN);
  }

  @Test
  void sqlClient_isKnownOnlyToDbAndStores() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("db"))
        .and(
            describe(
                "are no part of a store",
                (JavaClass each) -> !outermost(each).getSimpleName().endsWith("Store")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")
                // The answer of a statement may pass through; what is in it may not.
                .and(
                    describe(
                        "are more than a set of rows",
                        each -> !each.getName().equals("io.vertx.sqlclient.RowSet"))))
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage(in("db"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..", "io.zonky..")
        .check(MAIN);
  }

  @Test
  void web_isKnownOnlyToTheEdges() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("http"), in("ingest"), in("sandbox"), in("deliver"), in("api"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.ext.web..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackages(in("deliver"), in("demo"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vertx.ext.web.client..")
                .or(
                    describe(
                        "are an HTTP client",
                        each -> each.getName().startsWith("io.vertx.core.http.HttpClient")))
                .or(resideInAPackage("java.net.http..")))
        .because("only delivery sends, and who plays the demo's changes")
        .check(MAIN);
  }

  @Test
  void planAndRules_arePure() {
    noClasses()
        .that()
        .resideInAnyPackage(in("plan"), in("edfi"), in("campus"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.vertx..")
                .or(
                    describe(
                        "are a clock",
                        each ->
                            Set.of("java.time.Clock", "java.time.InstantSource")
                                .contains(each.getName()))))
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage(in("rules"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.vertx.core.Future")
        .because("deciding is synchronous; only holding and reloading rule sets waits")
        .allowEmptyShould(true)
        .check(
            MAIN.that(
                describe("decide", each -> !outermost(each).getSimpleName().equals("RuleSets"))));
  }

  @Test
  void executeBlocking_isCalledInThreePlaces() {
    noClasses()
        .that(
            describe(
                "are none of sync.SyncWorker, resync.RunStores and rules.RuleSets",
                (JavaClass each) ->
                    !Set.of(
                            BASE + ".sync.SyncWorker",
                            BASE + ".resync.RunStores",
                            BASE + ".rules.RuleSets")
                        .contains(outermost(each).getName())))
        .should()
        .callMethodWhere(describe("executeBlocking", call -> isNamed(call, "executeBlocking")))
        .check(MAIN);
  }

  @Test
  void clockOfTheMachine_isReadOnlyInApp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("app"))
        .should()
        .callMethodWhere(
            describe(
                "reads the machine's clock",
                call ->
                    (call.getTargetOwner().getPackageName().equals("java.time")
                            && (isNamed(call, "now") || isNamed(call, "system")))
                        || (call.getTargetOwner().isEquivalentTo(System.class)
                            && isNamed(call, "currentTimeMillis"))))
        .check(MAIN);
  }

  @Test
  void sleepingPrintingAndOldDates_areNotUsed() {
    noClasses()
        .should()
        .callMethodWhere(
            describe(
                "sleeps",
                call ->
                    call.getTargetOwner().isEquivalentTo(Thread.class) && isNamed(call, "sleep")))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.CompletableFuture")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Date")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage(in("cli"))
        .and()
        .doNotHaveFullyQualifiedName(BASE + ".app.Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
  }

  @Test
  void configsAreRecords_storesAreFinal() {
    classes().that().haveSimpleNameEndingWith("Config").should().beRecords().check(MAIN);
    classes()
        .that()
        .haveSimpleNameEndingWith("Store")
        .should()
        .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
        .check(MAIN);
  }

  @Test
  void packages_areNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass each : MAIN) {
      JavaPackage where = each.getPackage();
      if (!where.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(where.getName());
      }
    }
    assertEquals(Set.of(), unmarked, "give the package a package-info.java with @NullMarked");
  }

  private static String in(String name) {
    return BASE + "." + name + "..";
  }

  private static JavaClass outermost(JavaClass each) {
    return each.getEnclosingClass().map(ArchitectureTest::outermost).orElse(each);
  }

  private static boolean isNamed(JavaAccess<?> call, String name) {
    return call.getName().equals(name);
  }
}
