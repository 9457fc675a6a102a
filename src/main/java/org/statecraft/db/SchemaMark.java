package org.statecraft.db;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.PackagedFolder;

/**
 * What a schema says of the migrations it was brought up to date by: the hash of their files. Who
 * finds the hash of his own there need not load Flyway and its driver, which takes half a second.
 */
public final class SchemaMark {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaMark.class);

  /** A comment goes wherever its table goes, into a dump and back. */
  private static final String READ =
      "SELECT obj_description(to_regclass('" + Migrations.TABLE + "'), 'pg_class') AS mark";

  private static final String WRITE = "COMMENT ON TABLE " + Migrations.TABLE + " IS '%s'";

  private SchemaMark() {}

  /** Whether the schema is known to have all migrations of this program. */
  public static Future<Boolean> isOn(Database database) {
    String own = ofThisProgram();
    return database.run(READ).map(rows -> own.equals(rows.iterator().next().getString("mark")));
  }

  /** Notes that the schema has the migrations of this program. Not to be able to is no harm. */
  public static Future<Void> put(Database database) {
    return database
        .run(WRITE.formatted(ofThisProgram()))
        .onFailure(error -> LOG.debug("schema mark not written: {}", PgErrors.describe(error)))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private static String ofThisProgram() {
    return of(PackagedFolder.files(Migrations.FOLDER));
  }

  /**
   * The mark of migrations.
   *
   * @param files by name
   * @return such as {@code migrations sha256:1f…}; another one whenever a file is added, renamed or
   *     changed
   */
  static String of(SortedMap<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, text) -> {
            digest.update((name + "\n" + text.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(text);
          });
      return "migrations sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
