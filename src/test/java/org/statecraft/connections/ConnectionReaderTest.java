package org.statecraft.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.statecraft.campus.District;
import org.statecraft.config.Environment;
import org.statecraft.config.Problem;
import org.statecraft.config.Problems;
import org.statecraft.config.Secret;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.DataStandard;
import org.statecraft.edfi.ResourceName;
import org.statecraft.edfi.SchoolYear;
import org.statecraft.packs.PackReader;
import org.statecraft.packs.RulePack;

class ConnectionReaderTest {

  private static final String SMALL =
      """
      name: a-2025
      district: a
      school-year: 2025
      pack: core
      data-standard: "4.0"
      unique-id: state-id
      api: {base: "https://edfi.example.org"}
      credentials: {key: env:KEY, secret: env:SECRET}
      """;

  private static final Environment KEYS =
      new Environment(Map.of("KEY", "the key", "SECRET", "the secret"));

  private final Path folder;
  private final Problems problems = new Problems();

  ConnectionReaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readFolder_everyKeyMaps() throws IOException {
    List<ConnectionFile> files =
        read(
            """
            name: b-2025
            district: b
            school-year: 2025
            pack: mo
            data-standard: 5.2
            unique-id: student-number
            api:
              base: https://edfi.example.org/2025
              oauth: https://login.example.org/token
              data: https://edfi.example.org/2025/data/v3
              dependencies: https://edfi.example.org/2025/dependencies
            credentials: {key: env:KEY, secret: env:SECRET}
            timeout: 5s
            concurrency: 3
            resources:
              programs: {enabled: false}
            mappings:
              Program.careerPathway:
                "01": uri://ed-fi.org/CareerPathwayDescriptor#Other
                "99": null
            """);
    assertEquals(List.of(), problems.list());
    assertEquals(List.of(), problems.warnings());
    assertEquals(
        List.of(
            new ConnectionFile(
                new Connection(
                    new ConnectionName("b-2025"),
                    new District("b"),
                    new SchoolYear(2025),
                    "mo",
                    new DataStandard("5.2"),
                    "student-number",
                    new ApiAddress(
                        URI.create("https://edfi.example.org/2025"),
                        Optional.of(URI.create("https://login.example.org/token")),
                        Optional.of(URI.create("https://edfi.example.org/2025/data/v3")),
                        Optional.of(URI.create("https://edfi.example.org/2025/dependencies"))),
                    new Credentials(new Secret("the key"), new Secret("the secret")),
                    Duration.ofSeconds(5),
                    3),
                new ConnectionSeed(
                    Map.of(new ResourceName("programs"), false),
                    List.of(
                        new MappingChoice(
                            "Program.careerPathway",
                            "01",
                            "uri://ed-fi.org/CareerPathwayDescriptor#Other"),
                        new MappingChoice("Program.careerPathway", "99", null)),
                    files.get(0).seed().places()))),
        files);
  }

  @Test
  void readFolder_optionalKeysAbsent_theseAreTheDefaults() throws IOException {
    ConnectionFile file = read(SMALL).get(0);
    assertEquals(List.of(), problems.list());
    assertEquals(Duration.ofSeconds(60), file.connection().timeout());
    assertEquals(8, file.connection().concurrency());
    assertEquals(Optional.empty(), file.connection().api().oauth());
    assertEquals(new ConnectionSeed(Map.of(), List.of(), Map.of()), file.seed());
  }

  @Test
  void readFolder_theShippedExample_isValid() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s");
    String example =
        Files.readString(Path.of("config/connections/example.yaml.sample"))
            .replace("file:/run/secrets/springfield-2025", "file:" + secret);
    Files.writeString(folder.resolve("example.yaml"), example);
    Environment environment = new Environment(Map.of("SPRINGFIELD_2025_KEY", "k"));
    List<ConnectionFile> files = new ConnectionReader(environment, problems).readFolder(folder);
    assertEquals(List.of(), problems.list());
    assertEquals("springfield-2025", files.get(0).connection().name().value());
    assertEquals(3, files.get(0).seed().mappings().size());
  }

  @Test
  void readFolder_theSampleIsNoConnection() {
    assertEquals(
        List.of(), new ConnectionReader(KEYS, problems).readFolder(Path.of("config/connections")));
    assertEquals(List.of(), problems.list());
  }

  @Test
  void readFolder_requiredKeysMissing_areAllTold() throws IOException {
    assertEquals(List.of(), read("pack: core\n"));
    assertEquals(
        List.of(
            "'api' is missing here",
            "'credentials' is missing here",
            "'data-standard' is missing here",
            "'district' is missing here",
            "'name' is missing here",
            "'school-year' is missing here",
            "'unique-id' is missing here"),
        messages());
  }

  @Test
  void readFolder_unknownKey_isRefusedWithItsLine() throws IOException {
    assertEquals(List.of(), read(SMALL + "time-out: 5s\n"));
    assertEquals(List.of("a.yaml:9:1: unknown key 'time-out'; did you mean 'timeout'?"), places());
  }

  @Test
  void readFolder_schoolYearAsASpan_saysWhatToWrite() throws IOException {
    read(SMALL.replace("school-year: 2025", "school-year: 2024-25"));
    assertEquals(
        List.of(
            "a.yaml:3:14: a school year is the year it ends in: write 2025 for 2024-25, not"
                + " '2024-25'"),
        places());
  }

  @Test
  void readFolder_unknownDataStandard_isRefused() throws IOException {
    read(SMALL.replace("\"4.0\"", "\"4.9\""));
    assertEquals(1, problems.list().size());
    assertTrue(messages().get(0).startsWith("unknown data standard '4.9'; did you mean '4.0'?"));
  }

  @Test
  void check_namesAndCodesThePackDoesNotKnow_areRefusedWithTheirLines() throws IOException {
    ConnectionFile file =
        read(SMALL
                + "resources:\n  program: {enabled: false}\n"
                + "mappings:\n  ProgramTyp: {1: uri://x/ProgramTypeDescriptor#A}\n"
                + "  CareerPathway:\n    1: Agriculture\n")
            .get(0);
    RulePack core = new PackReader(Path.of("rules"), Path.of("descriptors")).read("core");
    file.seed().check(core, problems);
    assertEquals(
        List.of(
            "a.yaml:10:3: the pack core has no resource 'program'; did you mean 'programs'?",
            "a.yaml:12:3: the pack core has no preference 'ProgramTyp'; did you mean"
                + " 'ProgramType'?",
            "a.yaml:14:8: 'Agriculture' is not a descriptor; it reads"
                + " uri://namespace/NameDescriptor#Code"),
        places());
  }

  @Test
  void readFolder_addressThatIsNone_isRefused() throws IOException {
    read(SMALL.replace("https://edfi.example.org", "edfi.example.org"));
    assertEquals(
        List.of(
            "a.yaml:7:13: expected an address such as https://host/path, not 'edfi.example.org'"),
        places());
  }

  @Test
  void readFolder_unencryptedAddress_isWarnedAboutUnlessLoopback() throws IOException {
    read(SMALL.replace("https://edfi.example.org", "http://127.0.0.1:9000"));
    assertEquals(List.of(), problems.warnings());
    assertEquals(1, read(SMALL.replace("https:", "http:")).size());
    assertEquals(1, problems.warnings().size());
    assertTrue(problems.warnings().get(0).message().contains("use https"));
  }

  @Test
  void readFolder_plainCredential_isRefused() throws IOException {
    read(SMALL.replace("env:SECRET", "hunter2"));
    assertEquals(1, problems.list().size());
    assertTrue(messages().get(0).startsWith("a secret must not stand here"));
    assertTrue(!problems.list().toString().contains("hunter2"));
  }

  @Test
  void readFolder_oneNameTwice_isRefused() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), SMALL);
    read(SMALL);
    assertEquals(
        List.of("the connection 'a-2025' is already in " + folder.resolve("a.yaml")), messages());
  }

  @Test
  void readFolder_oneBadFile_doesNotHideTheOther() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), "name: [unclosed\n");
    assertEquals(1, read(SMALL).size());
    assertEquals(1, problems.list().size());
    assertTrue(problems.list().get(0).place().file().endsWith("b.yaml"));
  }

  @Test
  void readFolder_emptyFile_isTold() throws IOException {
    assertEquals(List.of(), read("# nothing yet\n"));
    assertEquals(List.of("the file is empty"), messages());
  }

  @Test
  void readFolder_noSuchFolder_isTold() {
    new ConnectionReader(KEYS, problems).readFolder(folder.resolve("absent"));
    assertEquals(List.of("there is no such folder of connections"), messages());
  }

  private List<ConnectionFile> read(String text) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), text);
    return new ConnectionReader(KEYS, problems).readFolder(folder);
  }

  private List<String> messages() {
    return problems.list().stream().map(Problem::message).sorted().toList();
  }

  private List<String> places() {
    return problems.list().stream()
        .map(problem -> problem.toString().replace(folder + "/", ""))
        .toList();
  }
}
