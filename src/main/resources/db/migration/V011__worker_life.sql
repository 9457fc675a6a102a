-- A process proves that it lives twice over: by its lock, and by a beat on the lock's connection. A
-- free lock alone may be the lock of a living process whose connection broke; only one that has
-- also been silent for a while is dead. An id that was declared dead is never used again, so that
-- it tells apart what was claimed before and after.
ALTER TABLE worker
  ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now(),
  -- Since when it counts as dead. What it had in hand is anybody's from then on.
  ADD COLUMN taken_at timestamptz;
