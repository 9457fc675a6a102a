package org.statecraft.deliver;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.errorlog.ErrorEntry;
import org.statecraft.errorlog.ErrorType;

/**
 * Tells people of what is wrong with a connection as a whole, in one entry however many actions it
 * keeps from going, and takes it back when the API answers again.
 */
final class ConnectionErrors {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionErrors.class);

  private static final Set<ErrorType> TYPES =
      EnumSet.of(ErrorType.API_UNREACHABLE, ErrorType.CREDENTIALS_REFUSED, ErrorType.API_FAULT);

  private final DeliveryStores stores;
  private final ConnectionName connection;

  /** After a start, a former process may have left some open. */
  private boolean mayBeOpen = true;

  ConnectionErrors(DeliveryStores stores, ConnectionName connection) {
    this.stores = stores;
    this.connection = connection;
  }

  void raise(ConnectionFault fault, Duration pause) {
    mayBeOpen = true;
    LOG.warn(
        "connection={} error={} pause={} detail={}",
        connection,
        fault.type().word(),
        pause,
        fault.detail());
    ErrorEntry entry =
        new ErrorEntry(
            fault.type(), null, null, null, null, cause(fault.type()), null, fault.detail(), null);
    stores
        .errors()
        .raise(stores.database(), connection, List.of(entry))
        .onFailure(
            error -> LOG.warn("connection={} cannot write its error", connection, Trace.of(error)));
  }

  void close() {
    if (!mayBeOpen) {
      return;
    }
    mayBeOpen = false;
    Set<String> causes =
        TYPES.stream().map(ConnectionErrors::cause).collect(Collectors.toUnmodifiableSet());
    stores
        .errors()
        .closeCauses(stores.database(), connection, causes)
        .onFailure(
            error -> {
              mayBeOpen = true;
              LOG.warn("connection={} cannot close its errors", connection, Trace.of(error));
            });
  }

  private static String cause(ErrorType type) {
    return "connection " + type.word();
  }
}
