-- What a person must know: Campus errors (found before sending) and Ed-Fi errors (the API's answer).
CREATE TABLE error_log (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  connection  text COLLATE "C" NOT NULL,
  kind        text NOT NULL,
  -- The error type, one of a short list of words; entries are counted and grouped by it.
  type        text NOT NULL,
  resource    text COLLATE "C",
  key_hash    uuid,
  natural_key jsonb,
  student_id  text COLLATE "C",
  outbox_id   bigint,
  -- What is common to all entries with one root cause, such as a missing program.
  cause       text NOT NULL,
  status      integer,
  -- What happened, without student data; the API's answer stands in "answer".
  detail      text NOT NULL,
  how_to_fix  text NOT NULL,
  answer      text,
  state       text NOT NULL DEFAULT 'open',
  occurrences integer NOT NULL DEFAULT 1,
  first_at    timestamptz NOT NULL DEFAULT now(),
  last_at     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT error_log_pk PRIMARY KEY (id),
  CONSTRAINT error_log_kind CHECK (kind IN ('campus', 'edfi')),
  CONSTRAINT error_log_state CHECK (state IN ('open', 'archived', 'closed'))
);

-- The same error of the same record or student is one open entry, counted.
CREATE UNIQUE INDEX error_log_open ON error_log
  (connection, type, coalesce(resource, ''), coalesce(key_hash, '00000000-0000-0000-0000-000000000000'),
   coalesce(student_id, ''), cause)
  WHERE state = 'open';

CREATE INDEX error_log_cause ON error_log (connection, cause) WHERE state = 'open';

CREATE INDEX error_log_outbox ON error_log (outbox_id) WHERE state = 'open';
