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
        public void compared(long students) {}

        @Override
        public void applied(long actions) {}
      };

  /** So many records of a resource were read from the ODS. */
  void read(ResourceName resource, long records);

  /** So many students were compared in this process. */
  void compared(long students);

  /** So many actions were handed to the outbox in this process. */
  void applied(long actions);
}
