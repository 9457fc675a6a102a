package org.statecraft.reload;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.statecraft.db.Tx;
import org.statecraft.packs.PackFiles;

/** The table {@code pack_file}: each text that packs were made of, once. */
public final class PackFileStore {

  private static final String KEEP =
      """
      INSERT INTO pack_file (hash, text)
      SELECT f.hash, f.text
      FROM unnest($1::text[], $2::text[]) AS f (hash, text)
      ORDER BY f.hash
      ON CONFLICT ON CONSTRAINT pack_file_pk DO NOTHING
      """;

  /** The paths of files with the hashes of their texts, side by side. */
  public record Kept(String[] paths, String[] hashes) {}

  /** Keeps the texts of files. */
  public Future<Kept> keep(Tx tx, PackFiles files) {
    Map<String, String> byHash = new TreeMap<>();
    List<String> paths = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    files
        .texts()
        .forEach(
            (path, text) -> {
              String hash = PackFiles.hash(text);
              byHash.put(hash, text);
              paths.add(path);
              hashes.add(hash);
            });
    return tx.run(
            KEEP, byHash.keySet().toArray(String[]::new), byHash.values().toArray(String[]::new))
        .map(new Kept(paths.toArray(String[]::new), hashes.toArray(String[]::new)));
  }

  /** Files of rows that have {@code path} and {@code text}. */
  public static PackFiles files(RowSet<Row> rows) {
    SortedMap<String, String> texts = new TreeMap<>();
    rows.forEach(row -> texts.put(row.getString("path"), row.getString("text")));
    return new PackFiles(texts);
  }
}
