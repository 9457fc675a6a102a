package org.statecraft.errorlog;

import org.statecraft.edfi.ConnectionName;

/**
 * What keeps records of a connection from being sent, however many they are.
 *
 * @param id eight hexadecimal digits that stand for connection and cause, to be typed
 * @param cause the text that all entries of it have in common
 */
public record RootCause(String id, ConnectionName connection, ErrorType type, String cause) {}
