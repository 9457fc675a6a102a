package org.statecraft.deliver;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where the processes of one connection keep the token they share, so that however many they are,
 * and however often they are started, the API gives out no more than one at a time.
 */
interface TokenShelf {

  /** What is kept now, if anything. */
  Future<Optional<Token>> read();

  /**
   * Takes it upon this process to ask for the next token.
   *
   * @return false if another one is about to
   */
  Future<Boolean> takeTurn();

  /** Keeps a new token for all, and ends the turn. */
  Future<Void> keep(Token token);

  /** Ends the turn without a token. */
  Future<Void> giveUpTurn();

  /** For a process on its own. */
  TokenShelf NONE =
      new TokenShelf() {
        @Override
        public Future<Optional<Token>> read() {
          return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Boolean> takeTurn() {
          return Future.succeededFuture(true);
        }

        @Override
        public Future<Void> keep(Token token) {
          return Future.succeededFuture();
        }

        @Override
        public Future<Void> giveUpTurn() {
          return Future.succeededFuture();
        }
      };
}
