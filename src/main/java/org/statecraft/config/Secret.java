package org.statecraft.config;

/** A secret value. It prints as three stars, so that no log or error message shows it. */
public record Secret(String reveal) {

  @Override
  public String toString() {
    return "***";
  }
}
