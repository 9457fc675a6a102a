package org.statecraft.events;

/**
 * What a worker wants to finish is no longer its own: it was taken for dead and its work given to
 * another. What it decided must not be kept.
 */
public final class LostClaim extends IllegalStateException {

  private static final long serialVersionUID = 1;

  LostClaim(String message) {
    super(message);
  }
}
