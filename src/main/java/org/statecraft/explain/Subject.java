package org.statecraft.explain;

import java.util.Optional;
import org.statecraft.campus.StudentId;
import org.statecraft.edfi.ConnectionName;
import org.statecraft.edfi.ResourceName;

/**
 * Whom an explanation is about.
 *
 * @param resource the one that was asked about; empty for all
 * @param because what led here, for people
 */
public record Subject(
    ConnectionName connection,
    StudentId student,
    Optional<ResourceName> resource,
    String because) {}
