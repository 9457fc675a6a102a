-- What may not change after data was sent, as it was when the first record of a connection was planned:
-- the pack says what (fixed-after-sent). It counts while the connection has records at the API.
CREATE TABLE sent_value (
  connection text COLLATE "C" NOT NULL,
  name       text COLLATE "C" NOT NULL,
  value      text NOT NULL,
  since      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT sent_value_pk PRIMARY KEY (connection, name)
);

-- The version of preferences and ground (preference_change, decision_ground) that a run decides by. If it
-- is another when the run ends, something was changed meanwhile and still waits for a resync. Runs from
-- before this column clear no note.
ALTER TABLE resync_run ADD COLUMN ground bigint NOT NULL DEFAULT -1;
