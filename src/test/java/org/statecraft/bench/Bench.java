package org.statecraft.bench;

/** One measurement. */
interface Bench {

  /** What it is called on the command line. */
  String name();

  /** Measures and prints its tables. */
  void run(Report report) throws Exception;

  /** Whether it takes so long that it is run only when named. */
  default boolean isLong() {
    return false;
  }
}
