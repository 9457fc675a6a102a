-- What keeps delivery in hand: pauses, how each process sends, and the token they share.

-- Sending was paused by a person, until a person resumes it.
CREATE TABLE delivery_pause (
  connection text COLLATE "C" NOT NULL,
  -- Empty: all resources.
  resource   text COLLATE "C" NOT NULL DEFAULT '',
  reason     text NOT NULL DEFAULT '',
  paused_by  text NOT NULL,
  paused_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT delivery_pause_pk PRIMARY KEY (connection, resource)
);

-- How a process sends on a connection, for people and for the other processes, who share what the
-- connection allows. Of living workers only; the others' rows mean nothing.
CREATE TABLE delivery_state (
  connection  text COLLATE "C" NOT NULL,
  worker      bigint NOT NULL,
  state       text NOT NULL,
  -- When it is tried again, if nothing is sent at the moment.
  until       timestamptz,
  -- The share of this process in what the connection allows, and what it uses of it.
  ceiling     integer NOT NULL,
  concurrency integer NOT NULL,
  under_way   integer NOT NULL,
  -- How long the API takes to answer, lately; null if it has not been asked.
  latency_ms  integer,
  changed_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT delivery_state_pk PRIMARY KEY (connection, worker),
  CONSTRAINT delivery_state_state CHECK
    (state IN ('sending', 'paused', 'throttled', 'down', 'probing'))
);

-- One token per connection for all processes, because servers limit how many a key may have.
-- Encrypted with a key made from the connection's secret: who can read the table cannot use it,
-- and a token of an earlier secret is of no use.
CREATE TABLE api_token (
  connection     text COLLATE "C" NOT NULL,
  sealed         text,
  renew_at       timestamptz,
  ends_at        timestamptz,
  -- A process is asking for the next one; nobody else does until then.
  renewing_until timestamptz,
  CONSTRAINT api_token_pk PRIMARY KEY (connection),
  CONSTRAINT api_token_whole CHECK
    ((sealed IS NULL) = (renew_at IS NULL) AND (sealed IS NULL) = (ends_at IS NULL))
);

-- The first half of a delete-then-post: the record is posted again behind it. It is not given up
-- for a newer plan that posts the record too.
ALTER TABLE outbox ADD COLUMN then_post boolean NOT NULL DEFAULT false;

-- What a person must know of: an entry that somebody put aside stays one entry while its trouble
-- lasts, so that it is not opened anew at every try.
DROP INDEX error_log_open;
CREATE UNIQUE INDEX error_log_current ON error_log
  (connection, type, coalesce(resource, ''), coalesce(key_hash, '00000000-0000-0000-0000-000000000000'),
   coalesce(student_id, ''), cause)
  WHERE state <> 'closed';

DROP INDEX error_log_cause;
CREATE INDEX error_log_cause ON error_log (connection, cause) WHERE state <> 'closed';

DROP INDEX error_log_outbox;
CREATE INDEX error_log_outbox ON error_log (outbox_id) WHERE state <> 'closed';

DROP INDEX error_log_student;
CREATE INDEX error_log_student ON error_log (connection, student_id)
  WHERE state <> 'closed' AND kind = 'campus';

-- What the host of an API needs to find a fault in its own log.
ALTER TABLE error_log ADD COLUMN correlation_id text;

-- Of many that wait for one thing, one is tried now and then for all of them; whether there is such
-- a one is asked for each that comes to wait.
DROP INDEX outbox_cause;
CREATE INDEX outbox_cause ON outbox (connection, cause, next_at)
  WHERE cause IS NOT NULL AND state NOT IN ('done', 'cancelled');
