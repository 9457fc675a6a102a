package org.statecraft.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.statecraft.testing.TestDatabase.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.app.CommandLineUnderTest.Said;
import org.statecraft.edfi.CanonicalJson;
import org.statecraft.testing.TestDatabase;

/** {@code statecraft preferences}, as it is typed. */
class PreferenceCommandsPgTest {

  private static final String CTE = "uri://ed-fi.org/ProgramTypeDescriptor#CTE";
  private static final String HEALTH = "uri://ed-fi.org/CareerPathwayDescriptor#Health Science";

  private static final String CHOICES =
      """
      resources:
        programs: {enabled: true}
      mappings:
        ProgramType:
          "1": %s
          "2": null
      """
          .formatted(CTE);

  private static TestDatabase test;

  private final Path folder;
  private final CommandLineUnderTest cli;

  PreferenceCommandsPgTest(@TempDir Path folder) {
    this.folder = folder;
    this.cli = new CommandLineUnderTest(folder, test.url());
  }

  @BeforeAll
  static void open() {
    test = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    await(
        test.database()
            .run(
                "TRUNCATE resource_preference, descriptor_mapping, preference_change, resync_due,"
                    + " campus_row"));
    cli.connection("a-2025", "a", 2025, "core", "");
    cli.connection("a-2026", "a", 2026, "core", "");
    cli.connection("m-2025", "m", 2025, "mo", "");
  }

  // --- import and export

  @Test
  void import_saysWhatChanged_andExportGivesItBack() {
    cli.write("p.yaml", CHOICES);
    Said first = cli.preferences("import", "a-2025", file("p.yaml"), "--by", "jane");
    assertEquals(
        new Said(
            0,
            """
            added    resource programs: on
            added    ProgramType "1": uri://ed-fi.org/ProgramTypeDescriptor#CTE
            added    ProgramType "2": deliberately none
            a-2025: 3 added, 0 changed, 0 removed, 0 unchanged
            """,
            ""),
        first);
    cli.write(
        "q.yaml",
        "resources: {programs: {enabled: false}}\nmappings: {ProgramType: {'2': '" + CTE + "'}}");
    assertEquals(
        """
        changed  resource programs: on -> off
        changed  ProgramType "2": deliberately none -> uri://ed-fi.org/ProgramTypeDescriptor#CTE
        removed  ProgramType "1": uri://ed-fi.org/ProgramTypeDescriptor#CTE
        a-2025: 0 added, 2 changed, 1 removed, 0 unchanged
        """,
        cli.preferences("import", "a-2025", file("q.yaml"), "--by", "joe").out());
    Said exported = cli.preferences("export", "a-2025");
    assertEquals(0, exported.code());
    cli.write("r.yaml", exported.out());
    assertEquals(
        "a-2025: 0 added, 0 changed, 0 removed, 2 unchanged\n",
        cli.preferences("import", "a-2025", file("r.yaml"), "--whole").out());
    assertEquals(
        List.of("jane", "jane", "jane", "joe", "joe", "joe"),
        texts("SELECT changed_by FROM preference_change ORDER BY id"));
  }

  @Test
  void import_withoutAName_isByTheUserOfTheMachine() {
    cli.write("p.yaml", CHOICES);
    cli.preferences("import", "a-2025", file("p.yaml"));
    assertEquals(
        List.of(System.getProperty("user.name")),
        texts("SELECT DISTINCT changed_by FROM preference_change"));
  }

  @Test
  void import_onlyPlanned_doesNothing() {
    keepAStudent("a");
    cli.write("p.yaml", CHOICES);
    Said planned = cli.preferences("import", "a-2025", file("p.yaml"), "--plan");
    assertEquals(0, planned.code());
    assertTrue(
        planned
            .out()
            .endsWith(
                "Only planned; nothing was done.\n"
                    + "It would wait for a resync: programs, studentCTEProgramAssociations\n"),
        planned.out());
    assertEquals(
        "# Resource Preferences of a-2025, as the district chose them; where nothing is said, the"
            + " pack core holds.\nresources: {}\nmappings: {}\n",
        cli.preferences("export", "a-2025").out());
  }

  @Test
  void import_whole_removesWhatTheFileDoesNotName() {
    cli.write("p.yaml", CHOICES);
    cli.preferences("import", "a-2025", file("p.yaml"));
    cli.write("q.yaml", "mappings: {CareerPathway: {'1': '" + HEALTH + "'}}\n");
    assertEquals(
        "a-2025: 1 added, 0 changed, 0 removed, 0 unchanged",
        lastLine(cli.preferences("import", "a-2025", file("q.yaml"), "--plan").out(), 2));
    assertEquals(
        "a-2025: 1 added, 0 changed, 3 removed, 0 unchanged",
        lastLine(cli.preferences("import", "a-2025", file("q.yaml"), "--whole").out(), 1));
  }

  @Test
  void import_aFileWithMistakes_tellsAllOfThemWithTheirPlaces_andChangesNothing() {
    cli.write(
        "bad.yaml",
        """
        resources:
          program: {enabled: false}
          programs: {enabled: maybe}
        mappings:
          CareerCluser: {"1": null}
          CareerCluster:
            "13": uri://dese.mo.gov/CTEClusterDescriptor#Manufacturing
            "14": uri://ed-fi.org/CTEClusterDescriptor#14
            "15": Research
            "16": ""
          ProgramType:
            CTE: uri://ed-fi.org/ProgramTypeDescriptor#CTE
        mapping: {}
        """);
    Said said = cli.preferences("import", "m-2025", file("bad.yaml"));
    assertEquals(1, said.code());
    assertEquals("", said.out());
    assertEquals(
        """
        statecraft: nothing was done, because of these problems:
          bad.yaml:2:3: the pack mo has no resource 'program'; did you mean 'programs'?
          bad.yaml:3:23: expected true or false, not 'maybe'
          bad.yaml:5:3: the pack mo has no preference 'CareerCluser'; did you mean 'CareerCluster'?
          bad.yaml:7:11: 'uri://dese.mo.gov/CTEClusterDescriptor#Manufacturing' is no code of \
        descriptors/mo/codes/CTEProgramServiceDescriptor.csv; did you mean \
        'uri://dese.mo.gov/CTEClusterDescriptor#13' (Manufacturing)?
          bad.yaml:8:11: 'uri://ed-fi.org/CTEClusterDescriptor#14' has a wrong namespace; the codes of \
        CTEProgramServiceDescriptor have uri://dese.mo.gov/CTEClusterDescriptor; did you mean \
        'uri://dese.mo.gov/CTEClusterDescriptor#14' (Marketing Sales & Service)?
          bad.yaml:9:11: 'Research' is not a descriptor; it reads uri://namespace/NameDescriptor#Code
          bad.yaml:10:11: write null for a value that is known and deliberately not reported
          bad.yaml:12:10: 'CTE' is no value of the preference ProgramType; known: Career and Technical \
        Education
          bad.yaml:13:1: unknown key 'mapping'; did you mean 'mappings'?
        """,
        said.err());
    assertEquals(List.of(), texts("SELECT mapping FROM descriptor_mapping"));
  }

  @Test
  void import_aValueThatNoRowCanHave_isRefused() {
    cli.write("p.yaml", "mappings: {ProgramType: {'012': '" + CTE + "'}}");
    assertEquals(
        "  p.yaml:1:33: '012' can never stand in Program.programID, which is of the type id",
        lastLine(cli.preferences("import", "a-2025", file("p.yaml")).err(), 1));
  }

  @Test
  void import_noYamlNoFileNothingInIt_areTold() {
    cli.write("broken.yaml", "resources: {programs: {enabled: false}\n");
    Said broken = cli.preferences("import", "a-2025", file("broken.yaml"));
    assertEquals(1, broken.code());
    assertTrue(broken.err().contains("  broken.yaml:2:1: not YAML: "), broken.err());
    cli.write("list.yaml", "- programs\n");
    assertTrue(
        cli.preferences("import", "a-2025", file("list.yaml"))
            .err()
            .contains("  list.yaml:1:1: expected 'name: value' lines here"));
    assertTrue(
        cli.preferences("import", "a-2025", file("absent.yaml"))
            .err()
            .contains("  absent.yaml: there is no such file"));
    cli.write("empty.yaml", "# nothing\n");
    assertTrue(
        cli.preferences("import", "a-2025", file("empty.yaml"))
            .err()
            .contains("  empty.yaml: there is nothing to import"));
  }

  @Test
  void import_asJson_isForPrograms() {
    keepAStudent("a");
    cli.write("p.yaml", CHOICES);
    Said said = cli.preferences("import", "a-2025", file("p.yaml"), "--format", "json");
    JsonNode json = CanonicalJson.read(said.out());
    assertEquals(
        "{\"added\":3,\"changed\":0,\"removed\":0,\"unchanged\":0,\"notCopied\":0}",
        json.get("counts").toString());
    assertEquals(
        "{\"kind\":\"added\",\"preference\":\"ProgramType\",\"value\":\"1\",\"before\":null,"
            + "\"after\":\"uri://ed-fi.org/ProgramTypeDescriptor#CTE\"}",
        json.get("changes").get(1).toString());
    assertTrue(json.get("done").booleanValue());
    assertEquals(2, json.get("waitingForResync").size());
    JsonNode exported =
        CanonicalJson.read(cli.preferences("export", "a-2025", "--format", "json").out());
    assertEquals(CTE, exported.at("/mappings/ProgramType/1").textValue());
    assertTrue(exported.at("/mappings/ProgramType/2").isNull());
    assertEquals("programs", exported.at("/waitingForResync/0/resource").textValue());
  }

  @Test
  void whatWaitsForAResync_isShownUntilAResyncTakesItAway() {
    keepAStudent("a");
    cli.write("p.yaml", CHOICES);
    String imported = cli.preferences("import", "a-2025", file("p.yaml")).out();
    String line = lastLine(imported, 1);
    assertTrue(
        line.matches(
            "Waiting for a resync: programs \\(since [-0-9T:]+Z\\), studentCTEProgramAssociations"
                + " \\(since [-0-9T:]+Z\\)"),
        imported);
    assertTrue(cli.preferences("export", "a-2025").out().contains("# " + line + "\n"));
    assertEquals(line, lastLine(cli.preferences("unmapped", "a-2025").out(), 1));
  }

  // --- copy

  @Test
  void copy_toTheNextSchoolYear_refusesToOverwriteUnlessAsked() {
    cli.write("p.yaml", CHOICES);
    cli.preferences("import", "a-2025", file("p.yaml"));
    assertEquals(
        """
        added    resource programs: on
        added    ProgramType "1": uri://ed-fi.org/ProgramTypeDescriptor#CTE
        added    ProgramType "2": deliberately none
        a-2026: 3 added, 0 changed, 0 removed, 0 unchanged
        """,
        cli.preferences("copy", "a-2025").out());
    cli.write("q.yaml", "mappings: {ProgramType: {'1': null, '3': null}}");
    cli.preferences("import", "a-2026", file("q.yaml"));
    Said refused = cli.preferences("copy", "a-2025", "a-2026");
    assertEquals(1, refused.code());
    assertEquals(
        """
        added    ProgramType "2": deliberately none
        changed  ProgramType "1": deliberately none -> uri://ed-fi.org/ProgramTypeDescriptor#CTE
        a-2026: 1 added, 1 changed, 0 removed, 1 unchanged
        Nothing was done: 1 choices are there already and differ, see 'changed'. --overwrite puts \
        the copied ones in their place.
        """,
        sorted(refused.out()));
    assertEquals(
        2, texts("SELECT campus_value FROM descriptor_mapping WHERE connection = 'a-2026'").size());
    assertEquals(0, cli.preferences("copy", "a-2025", "a-2026", "--overwrite").code());
    assertEquals(
        List.of("1 " + CTE, "2 none", "3 none"),
        texts(
            "SELECT campus_value || ' ' || coalesce(descriptor, 'none') FROM descriptor_mapping"
                + " WHERE connection = 'a-2026' ORDER BY 1"));
    assertEquals(
        List.of("copy"),
        texts(
            "SELECT DISTINCT origin FROM preference_change WHERE connection = 'a-2026'"
                + " AND origin <> 'import'"));
  }

  @Test
  void copy_toAConnectionOfAnotherPack_saysWhatWasNotCopiedAndWhy() {
    cli.connection("a-2026", "a", 2026, "mo", "");
    cli.write("p.yaml", CHOICES);
    cli.preferences("import", "a-2025", file("p.yaml"));
    Said said = cli.preferences("copy", "a-2025");
    assertEquals(0, said.code());
    assertEquals(
        """
        added    resource programs: on
        not copied: ProgramType "1": '1' is no value of the preference ProgramType; known: Career \
        and Technical Education
        not copied: ProgramType "2": '2' is no value of the preference ProgramType; known: Career \
        and Technical Education
        a-2026: 1 added, 0 changed, 0 removed, 0 unchanged, 2 not copied
        """,
        said.out());
  }

  @Test
  void copy_nowhereToCopyTo_isTold() {
    assertEquals(
        "statecraft: nothing was done: no connection of the district 'a' is for the school year"
            + " 2027; name the one to copy to\n",
        cli.preferences("copy", "a-2026").err());
    assertEquals(
        "statecraft: nothing was done: copy to another connection of the same district; 'm-2025' is"
            + " of the district 'm'\n",
        cli.preferences("copy", "a-2025", "m-2025").err());
    assertEquals(1, cli.preferences("copy", "a-2025", "a-2025").code());
    assertEquals(
        "statecraft: nothing was done: there is no connection 'a-2036'; did you mean 'a-2026'?\n",
        cli.preferences("copy", "a-2025", "a-2036").err());
  }

  // --- unmapped and codes

  @Test
  void unmapped_listsTheValuesByPreference() {
    await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, student_id, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " SELECT 'm', 'Enrollment', i::text, (i / 2)::text, jsonb_build_object("
                    + "'careerCluster', (10 + i % 8)::text, 'startDate', CASE WHEN i < 8 THEN"
                    + " '2024-08-20' ELSE '2025-08-20' END),"
                    + " 'lsn', '1', 3, now() FROM generate_series(0, 15) AS i"));
    cli.write("p.yaml", "mappings: {CareerCluster: {'12': null}}");
    cli.preferences("import", "m-2025", file("p.yaml"));
    Said said = cli.preferences("unmapped", "m-2025");
    assertEquals(0, said.code());
    assertTrue(
        said.out()
            .contains(
                """
                CareerCluster: Career Cluster
                      rows  students   in year  value
                         2         2         1  12  (deliberately none)
                         2         2         1  17
                  6 other values are covered
                """),
        said.out());
    JsonNode json =
        CanonicalJson.read(
            cli.preferences("unmapped", "m-2025", "--in-year", "--format", "json").out());
    assertTrue(json.get("onlyInYear").booleanValue());
    assertTrue(
        json.toString()
            .contains(
                "{\"value\":\"17\",\"rows\":2,\"students\":2,\"studentsInYear\":1,"
                    + "\"deliberate\":false}"),
        json.toString());
  }

  @Test
  void codes_listsWhatAPreferenceMayTake_withoutADatabase() {
    cli.settings("postgresql://127.0.0.1:1/none", "x");
    Said said = cli.preferences("codes", "m-2025", "CareerCluster");
    assertEquals(0, said.code(), said.err());
    assertTrue(
        said.out()
            .startsWith(
                """
                CareerCluster: Career Cluster
                  of Enrollment.careerCluster; the codes of \
                descriptors/mo/codes/CTEProgramServiceDescriptor.csv:
                  uri://dese.mo.gov/CTEClusterDescriptor#1  Agriculture, Food & Natural Resource
                """),
        said.out());
    assertEquals(18, said.out().lines().count());
    String all = cli.preferences("codes", "m-2025").out();
    assertTrue(
        all.contains(
            """
              of Enrollment.cteProgramType; any text (neither the page nor the state's published \
            code sets list the CTE Program Types)
            """),
        all);
    JsonNode json =
        CanonicalJson.read(cli.preferences("codes", "m-2025", "--format", "json").out());
    List<JsonNode> cluster = new ArrayList<>();
    json.forEach(
        each -> {
          if (each.get("preference").textValue().equals("CareerCluster")) {
            cluster.add(each);
          }
        });
    assertEquals(16, cluster.get(0).get("codes").size());
    assertEquals("Manufacturing", cluster.get(0).at("/codes/12/description").textValue());
    Said unknown = cli.preferences("codes", "m-2025", "CareerClster");
    assertEquals(1, unknown.code());
    assertEquals(
        "statecraft: nothing was done: the pack mo has no preference 'CareerClster'; did you mean"
            + " 'CareerCluster'?\n",
        unknown.err());
  }

  // --- what can be missing

  @Test
  void anyCommand_unknownConnection_isToldWithTheOneThatWasMeant() {
    Said said = cli.preferences("export", "a-2052");
    assertEquals(1, said.code());
    assertEquals(
        "statecraft: nothing was done: there is no connection 'a-2052'; did you mean 'a-2025'?\n",
        said.err());
  }

  @Test
  void anyCommand_noDatabaseThere_isToldSoon() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    cli.settings("postgresql://127.0.0.1:" + port + "/none", "x");
    Said said = cli.preferences("export", "a-2025", "--set", "database.start-timeout=1ms");
    assertEquals(1, said.code());
    assertTrue(
        said.err()
            .startsWith(
                "statecraft: nothing was done: the database at 127.0.0.1:"
                    + port
                    + "/none cannot be used"),
        said.err());
    assertEquals("", said.out());
  }

  @Test
  void anyCommand_schemaWithoutOurTables_isToldAndNotMade() {
    cli.settings(
        "postgresql://" + test.url().host() + ":" + test.url().port() + "/" + test.url().database(),
        "no_such_schema");
    Said said = cli.preferences("export", "a-2025");
    assertEquals(1, said.code());
    assertTrue(
        said.err().contains("the schema 'no_such_schema' at")
            && said.err().contains("has no tables of Statecraft; the server makes them"),
        said.err());
    assertEquals(
        List.of(),
        texts("SELECT nspname::text FROM pg_namespace WHERE nspname = 'no_such_schema'"));
  }

  @Test
  void anyCommand_embeddedDatabaseThatNobodyEverStarted_isToldAndNotMade() {
    Said said =
        cli.preferences(
            "export",
            "a-2025",
            "--set",
            "database.url=embedded",
            "--set",
            "database.embedded.folder=" + folder.resolve("database"));
    assertEquals(1, said.code());
    assertTrue(said.err().contains("there is no embedded database in database yet"), said.err());
    assertTrue(!Files.exists(folder.resolve("database")));
  }

  @Test
  void anyCommand_wrongConfiguration_isToldAtOnce() {
    cli.connection("b-2025", "b", 2025, "core", "time-out: 5s\n");
    Said said = cli.preferences("export", "a-2025", "--set", "database.pool-size=many");
    assertEquals(1, said.code());
    assertEquals(
        """
        statecraft: nothing was done, because of these problems:
          --set database.pool-size: expected a whole number, not 'many'
          connections/b-2025.yaml:9:1: unknown key 'time-out'; did you mean 'timeout'?
        """,
        said.err());
    assertEquals(2, cli.preferences("export").code());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String lastLine(String text, int fromTheEnd) {
    List<String> lines = text.lines().toList();
    return lines.get(lines.size() - fromTheEnd);
  }

  private static String sorted(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.subList(0, 2).sort(null);
    return String.join("\n", lines) + "\n";
  }

  private static void keepAStudent(String district) {
    await(
        test.database()
            .run(
                "INSERT INTO campus_row (district, table_name, row_key, student_id, columns,"
                    + " position_kind, position, position_rank, changed_at)"
                    + " VALUES ($1, 'Student', '1', '1', '{}', 'lsn', '1', 3, now())",
                district));
  }

  private static List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    for (Row row : await(test.database().run(sql))) {
      texts.add(row.getString(0));
    }
    return texts;
  }
}
