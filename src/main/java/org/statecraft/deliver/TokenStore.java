package org.statecraft.deliver;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.Optional;
import org.statecraft.connections.Connection;
import org.statecraft.db.SqlRunner;
import org.statecraft.edfi.ConnectionName;

/** The table {@code api_token}: a connection's token, for all processes that can read it. */
final class TokenStore implements TokenShelf {

  /** Longer than a request for a token takes; a process that dies while asking blocks no longer. */
  private static final String TAKE_TURN =
      """
      INSERT INTO api_token AS t (connection, renewing_until)
      VALUES ($1, now() + interval '15 seconds')
      ON CONFLICT ON CONSTRAINT api_token_pk DO UPDATE
      SET renewing_until = EXCLUDED.renewing_until
      WHERE t.renewing_until IS NULL OR t.renewing_until < now()
      """;

  private static final String READ =
      """
      SELECT sealed, renew_at, ends_at
      FROM api_token
      WHERE connection = $1
        AND sealed IS NOT NULL
      """;

  private static final String KEEP =
      """
      UPDATE api_token
      SET sealed = $2, renew_at = $3, ends_at = $4, renewing_until = NULL
      WHERE connection = $1
      """;

  private static final String GIVE_UP =
      """
      UPDATE api_token
      SET renewing_until = NULL
      WHERE connection = $1
      """;

  private final SqlRunner sql;
  private final ConnectionName connection;
  private final TokenSeal seal;

  TokenStore(SqlRunner sql, Connection connection) {
    this.sql = sql;
    this.connection = connection.name();
    this.seal = new TokenSeal(connection.credentials());
  }

  @Override
  public Future<Optional<Token>> read() {
    return sql.run(READ, connection.value())
        .map(rows -> rows.size() == 0 ? Optional.empty() : token(rows.iterator().next()));
  }

  private Optional<Token> token(Row row) {
    return seal.open(row.getString("sealed"))
        .map(
            value ->
                new Token(
                    value,
                    row.getOffsetDateTime("renew_at").toInstant(),
                    row.getOffsetDateTime("ends_at").toInstant()));
  }

  @Override
  public Future<Boolean> takeTurn() {
    return sql.run(TAKE_TURN, connection.value()).map(rows -> rows.rowCount() == 1);
  }

  @Override
  public Future<Void> keep(Token token) {
    return sql.run(
            KEEP,
            connection.value(),
            seal.close(token.value()),
            token.renewAt().atOffset(ZoneOffset.UTC),
            token.endsAt().atOffset(ZoneOffset.UTC))
        .mapEmpty();
  }

  @Override
  public Future<Void> giveUpTurn() {
    return sql.run(GIVE_UP, connection.value()).<Void>mapEmpty().otherwiseEmpty();
  }
}
