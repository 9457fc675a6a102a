package org.statecraft.resync;

import org.statecraft.edfi.ResourceName;

/** Is told how far a run is. May be called from any thread. */
public interface RunProgress {

  /** For who does not look. */
  RunProgress NONE =
      new RunProgress() {
        @Override
        public void read(ResourceName resource, long records) {}

        @Override
        public void compared(long students, long ofAll) {}

        @Override
        public void applied(long actions) {}
      };

  /** So many records of a resource were read from the ODS. */
  void read(ResourceName resource, long records);

  /** So many more students were compared, of so many that the run is about. */
  void compared(long students, long ofAll);

  /** So many more actions were handed to the outbox. */
  void applied(long actions);
}
