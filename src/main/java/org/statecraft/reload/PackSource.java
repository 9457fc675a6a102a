package org.statecraft.reload;

import java.nio.file.Path;

/** The folders that packs are read from. */
public record PackSource(Path rules, Path descriptors) {}
