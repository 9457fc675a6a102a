package org.statecraft.testing;

import static org.statecraft.testing.TestDatabase.await;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.statecraft.campus.RowChange;
import org.statecraft.connections.Connection;
import org.statecraft.connections.ConnectionSeed;
import org.statecraft.connections.MappingChoice;
import org.statecraft.connections.PreferenceStore;
import org.statecraft.ingest.IngestConfig;
import org.statecraft.ingest.IngestListener;
import org.statecraft.ingest.Ingestor;
import org.statecraft.ingest.WatchedColumns;
import org.statecraft.packs.CurrentCatalogue;
import org.statecraft.packs.PackReader;

/**
 * A district with a student, 7, who has two certifications of one date, so that a tie-break of Core
 * decides, and one, 8, who has none.
 */
public final class TiedDistrict {

  /** The rule with the tie-break, below the rules. */
  public static final Path RULE =
      Path.of("core", "studentCTEProgramAssociations", "derive-certification.drl");

  /** The tie-break as it is, and turned round. */
  public static final String BEFORE = "date == $date && certificationID > $key";

  public static final String AFTER = "date == $date && certificationID < $key";

  private TiedDistrict() {}

  /** Keeps the rows and the choices of the district. */
  public static void keep(TestDatabase test, Path folder, Connection connection) {
    SampleRows sample = new SampleRows();
    List<RowChange> rows = new ArrayList<>(sample.district());
    rows.addAll(sample.student(7, 9, 3));
    rows.addAll(sample.student(8, 9, 3));
    rows.addAll(certifications(sample, LocalDate.of(2025, 3, 1)));
    CurrentCatalogue catalogue =
        new CurrentCatalogue(
            new PackReader(folder.resolve("rules"), folder.resolve("descriptors")).catalogue());
    await(
        new Ingestor(
                test.database(),
                catalogue,
                () -> WatchedColumns.everything(catalogue.get()),
                district -> List.of(connection.name()),
                IngestConfig.DEFAULT,
                IngestListener.NONE)
            .accept(connection.district(), rows));
    List<MappingChoice> choices =
        List.of(
            new MappingChoice(
                "ProgramType",
                "3",
                "uri://ed-fi.org/ProgramTypeDescriptor#Career and Technical Education"),
            new MappingChoice(
                "CareerPathway", "3", "uri://ed-fi.org/CareerPathwayDescriptor#Metal"),
            new MappingChoice("TechnicalSkills", "Passed", "uri://z.example/D#P"),
            new MappingChoice("TechnicalSkills", "Attempted", "uri://z.example/D#A"));
    await(
        test.database()
            .inTransaction(
                tx ->
                    new PreferenceStore()
                        .seed(
                            tx,
                            connection.name(),
                            new ConnectionSeed(Map.of(), choices, Map.of()))));
  }

  /** The two certifications of student 7, of one day. */
  public static List<RowChange> certifications(SampleRows sample, LocalDate day) {
    return List.of(certification(sample, 71, false, day), certification(sample, 70, true, day));
  }

  private static RowChange certification(
      SampleRows sample, long id, boolean passed, LocalDate day) {
    return sample.row(
        "ProgramParticipationCertification",
        "" + id,
        Map.of(
            "certificationID",
            id,
            "participationID",
            7L,
            "attempted",
            true,
            "passed",
            passed,
            "certificationDate",
            day));
  }
}
