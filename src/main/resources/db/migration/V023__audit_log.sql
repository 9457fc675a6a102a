-- Who changed what through the admin API. A row is written before the change is begun and completed
-- after it, so that one that a kill cut off is seen too: it stays 'begun'.
CREATE TABLE audit_log (
  id             bigint GENERATED ALWAYS AS IDENTITY,
  at             timestamptz NOT NULL DEFAULT now(),
  -- The name of the token, and its role at that time.
  who            text NOT NULL,
  role           text NOT NULL,
  -- The operation of the API document.
  action         text NOT NULL,
  -- Null: it is about no single connection.
  connection     text COLLATE "C",
  -- What it was asked to do, as JSON: the part of the connection, pack or run it is about.
  asked          jsonb NOT NULL,
  -- What it found and what it left; null where nothing can be told, and while it is not done.
  before         jsonb,
  after          jsonb,
  outcome        text NOT NULL DEFAULT 'begun',
  finished_at    timestamptz,
  correlation_id text NOT NULL,
  CONSTRAINT audit_log_pk PRIMARY KEY (id),
  CONSTRAINT audit_log_outcome CHECK (outcome IN ('begun', 'done', 'refused', 'failed')),
  CONSTRAINT audit_log_finished CHECK ((outcome = 'begun') = (finished_at IS NULL))
);

CREATE INDEX audit_log_connection ON audit_log (connection, id);

-- Preferences are changed through the admin API too; their own log goes on having every change.
ALTER TABLE preference_change
  DROP CONSTRAINT preference_change_origin,
  ADD CONSTRAINT preference_change_origin
    CHECK (origin IN ('connection-file', 'import', 'copy', 'api'));
