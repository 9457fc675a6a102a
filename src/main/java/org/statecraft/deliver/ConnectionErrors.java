package org.statecraft.deliver;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.statecraft.config.Trace;
import org.statecraft.deliver.DeliveryOutcome.NotTheApi;
import org.statecraft.deliver.Untried.ConnectionDown;
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

  /** What an attempt tells of the connection when it was the last of many that failed. */
  static ConnectionFault faultOf(Delivery delivery) {
    if (delivery.outcome() instanceof ConnectionDown down) {
      return down.fault();
    }
    Answer answer = delivery.answer();
    return delivery.outcome() instanceof NotTheApi
        ? new ConnectionFault(
            ErrorType.API_UNREACHABLE, "something else than the API answers its addresses")
        : new ConnectionFault(
            ErrorType.API_FAULT,
            answer == null
                ? "the API does not answer in time, whatever it is sent"
                : "the API answers " + answer.status() + ", whatever it is sent");
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
