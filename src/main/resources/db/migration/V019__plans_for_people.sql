-- Plans that a person has seen: done exactly, or not at all.
ALTER TABLE resync_run
  -- A record that was touched since the plan was made is left alone, not compared anew.
  ADD COLUMN exactly boolean NOT NULL DEFAULT false,
  -- What the plan deletes is to stay away.
  ADD COLUMN tombstone boolean NOT NULL DEFAULT false;

-- What is shown of a tombstone; the key alone is a hash.
ALTER TABLE tombstone
  ADD COLUMN natural_key text NOT NULL,
  ADD COLUMN student_id text COLLATE "C";

-- Counts what changes decisions of a connection beside its preferences: tombstones made and lifted,
-- mappings that a resync has put into force. With the newest id of preference_change it is the
-- version that a batch of decisions is made by.
CREATE TABLE decision_ground (
  connection text COLLATE "C" NOT NULL,
  version    bigint NOT NULL DEFAULT 1,
  CONSTRAINT decision_ground_pk PRIMARY KEY (connection)
);
