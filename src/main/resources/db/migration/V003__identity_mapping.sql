-- What we have told an Ed-Fi API, or are about to: one row per record of a connection.
-- "planned" is the record once the outbox has drained; "sent" is what the API last confirmed.
CREATE TABLE identity_mapping (
  connection   text COLLATE "C" NOT NULL,
  resource     text COLLATE "C" NOT NULL,
  key_hash     uuid NOT NULL,
  -- The identifying elements, {"path": value}.
  natural_key  jsonb NOT NULL,
  -- Null for a record that students share.
  student_id   text COLLATE "C",
  -- The Campus objects it was made from: ["Object/key", ...].
  sources      text[] NOT NULL DEFAULT '{}',
  -- Canonical JSON, so text. Null: it is to be deleted.
  planned_body text,
  sent_body    text,
  ods_id       text,
  -- A request was sent whose answer never came: the API may have it or not.
  uncertain    boolean NOT NULL DEFAULT false,
  -- The pack revision that decided the planned body.
  revision     text NOT NULL,
  planned_at   timestamptz NOT NULL DEFAULT now(),
  sent_at      timestamptz,
  CONSTRAINT identity_mapping_pk PRIMARY KEY (connection, resource, key_hash)
);

CREATE INDEX identity_mapping_student ON identity_mapping (connection, student_id)
  WHERE student_id IS NOT NULL;

-- The last decision about a student: what was not sent and why, and which rules spoke.
CREATE TABLE decision (
  connection text COLLATE "C" NOT NULL,
  student_id text COLLATE "C" NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT now(),
  revision   text NOT NULL,
  -- [{"resource", "source", "reason", "rule"}]
  exclusions jsonb NOT NULL DEFAULT '[]',
  -- [{"rule", "matched": [...]}]
  fired      jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT decision_pk PRIMARY KEY (connection, student_id)
);
