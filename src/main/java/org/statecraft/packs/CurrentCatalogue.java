package org.statecraft.packs;

import java.util.function.Supplier;
import org.statecraft.config.Problems;

/**
 * The catalogue of what is kept, while the server runs. It only grows: a table or column that no
 * pack looks at any more is kept until the next start.
 */
public final class CurrentCatalogue implements Supplier<FactCatalogue> {

  private volatile FactCatalogue catalogue;

  public CurrentCatalogue(FactCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public FactCatalogue get() {
    return catalogue;
  }

  /**
   * Adds what another catalogue has on top.
   *
   * @param problems told of tables and columns that are kept as something else already; then
   *     nothing is added
   */
  public synchronized void grow(FactCatalogue other, Problems problems) {
    Problems own = new Problems();
    FactCatalogue union = catalogue.and(other, own);
    problems.take(own);
    if (own.isEmpty() && !union.equals(catalogue)) {
      catalogue = union;
    }
  }
}
