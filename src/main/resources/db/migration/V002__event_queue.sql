-- "This student must be looked at for this connection": one entry however many changes.
-- States: available -> running -> (row deleted); running -> retryable -> running; -> discarded (the
-- student is parked with an error log entry until something of the student changes).
CREATE TABLE event_queue (
  connection text COLLATE "C" NOT NULL,
  student_id text COLLATE "C" NOT NULL,
  state      text NOT NULL DEFAULT 'available',
  -- Counts the changes; an entry that changed while it was running is run again.
  version    bigint NOT NULL DEFAULT 1,
  -- The version the worker that has it in hand, or had it last, was given.
  claimed    bigint,
  -- Why: the Campus table of the newest change, or the request (a resync, a fan-out).
  cause      text NOT NULL,
  -- The source's time of the oldest change not decided yet.
  changed_at timestamptz NOT NULL,
  queued_at  timestamptz NOT NULL DEFAULT now(),
  attempt    smallint NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL DEFAULT now(),
  -- The process that has it in hand.
  worker     bigint,
  CONSTRAINT event_queue_pk PRIMARY KEY (connection, student_id),
  CONSTRAINT event_queue_state CHECK (state IN ('available', 'running', 'retryable', 'discarded')),
  CONSTRAINT event_queue_worker CHECK ((state = 'running') = (worker IS NOT NULL))
);

CREATE INDEX event_queue_ready ON event_queue (connection, next_at)
  WHERE state IN ('available', 'retryable');

CREATE INDEX event_queue_running ON event_queue (worker) WHERE state = 'running';

-- A changed shared row concerns many students; they are queued from here in the background, a
-- thousand at a time, in the order of their ids.
CREATE TABLE fan_out (
  id            bigint GENERATED ALWAYS AS IDENTITY,
  district      text COLLATE "C" NOT NULL,
  table_name    text COLLATE "C" NOT NULL,
  row_key       text COLLATE "C" NOT NULL,
  state         text NOT NULL DEFAULT 'available',
  -- The last student queued; null: none yet.
  after_student text COLLATE "C",
  students_done integer NOT NULL DEFAULT 0,
  changed_at    timestamptz NOT NULL,
  queued_at     timestamptz NOT NULL DEFAULT now(),
  finished_at   timestamptz,
  worker        bigint,
  CONSTRAINT fan_out_pk PRIMARY KEY (id),
  CONSTRAINT fan_out_state CHECK (state IN ('available', 'running', 'done')),
  CONSTRAINT fan_out_worker CHECK ((state = 'running') = (worker IS NOT NULL)),
  CONSTRAINT fan_out_finished CHECK ((state = 'done') = (finished_at IS NOT NULL))
);

CREATE INDEX fan_out_ready ON fan_out (id) WHERE state = 'available';

-- The processes that claim work. Each holds the advisory lock (1, id) on a connection of its own
-- for as long as it lives, so that a free lock proves its owner dead and its work may be taken over
-- at once, with no lease to wait for.
CREATE TABLE worker (
  id         bigint GENERATED ALWAYS AS IDENTITY,
  name       text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT worker_pk PRIMARY KEY (id)
);
