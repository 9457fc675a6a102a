-- Actions on their way to an Ed-Fi API.
-- States: waiting (blocked by other entries) -> available -> running -> done; running -> retryable
-- -> running; running -> waiting (a dependency is absent at the API); -> discarded (needs a person,
-- has an error log entry); -> cancelled (superseded by a newer plan of the same record).
CREATE TABLE outbox (
  id          bigint GENERATED ALWAYS AS IDENTITY,
  connection  text COLLATE "C" NOT NULL,
  resource    text COLLATE "C" NOT NULL,
  key_hash    uuid NOT NULL,
  student_id  text COLLATE "C",
  -- The verb as planned. What is sent follows from the identity mapping at that moment: a PUT of a
  -- record that never arrived goes as POST, a DELETE of one that was never sent needs no request.
  verb        text NOT NULL,
  -- Canonical JSON, so text. Null for DELETE.
  body        text,
  state       text NOT NULL DEFAULT 'available',
  -- How many entries must finish before this one, see outbox_blocker.
  blockers    integer NOT NULL DEFAULT 0,
  attempt     smallint NOT NULL DEFAULT 0,
  next_at     timestamptz NOT NULL DEFAULT now(),
  worker      bigint,
  -- The pack revision and the rules that made it.
  revision    text NOT NULL,
  rules       text[] NOT NULL DEFAULT '{}',
  changed_at  timestamptz NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  -- The verb and status of the last request, null if none was needed.
  sent_verb   text,
  status      integer,
  -- The last answer that was not a success, at most 4,000 characters.
  answer      text,
  CONSTRAINT outbox_pk PRIMARY KEY (id),
  CONSTRAINT outbox_verb CHECK (verb IN ('POST', 'PUT', 'DELETE')),
  CONSTRAINT outbox_body CHECK ((verb = 'DELETE') = (body IS NULL)),
  CONSTRAINT outbox_state CHECK
    (state IN ('waiting', 'available', 'running', 'retryable', 'discarded', 'cancelled', 'done')),
  CONSTRAINT outbox_worker CHECK ((state = 'running') = (worker IS NOT NULL)),
  CONSTRAINT outbox_blockers CHECK (blockers >= 0),
  CONSTRAINT outbox_finished CHECK
    ((state IN ('discarded', 'cancelled', 'done')) = (finished_at IS NOT NULL))
);

CREATE INDEX outbox_ready ON outbox (connection, next_at, id)
  WHERE state IN ('available', 'retryable');

CREATE INDEX outbox_running ON outbox (worker) WHERE state = 'running';

-- The entries of a record that a newer plan must know of.
CREATE INDEX outbox_record ON outbox (connection, resource, key_hash)
  WHERE state NOT IN ('done', 'cancelled');

CREATE INDEX outbox_finished_at ON outbox (finished_at) WHERE state IN ('done', 'cancelled');

-- "blocked" may not be sent before "blocker" is done: the order per record, a POST after the DELETE
-- of its old key, an association after its program.
CREATE TABLE outbox_blocker (
  blocker bigint NOT NULL,
  blocked bigint NOT NULL,
  CONSTRAINT outbox_blocker_pk PRIMARY KEY (blocker, blocked)
);

CREATE INDEX outbox_blocker_blocked ON outbox_blocker (blocked);
