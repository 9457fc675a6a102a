-- A revision of a pack that decides beside the one in force, without anything coming of it.
CREATE TABLE shadow (
  connection   text COLLATE "C" NOT NULL,
  pack         text COLLATE "C" NOT NULL,
  revision     text COLLATE "C" NOT NULL,
  -- As in pack_revision.
  files        jsonb NOT NULL,
  started_by   text NOT NULL,
  started_at   timestamptz NOT NULL DEFAULT now(),
  -- Students it decided, those of whom it decided otherwise, and all that it would do otherwise.
  students     bigint NOT NULL DEFAULT 0,
  differing    bigint NOT NULL DEFAULT 0,
  differences  bigint NOT NULL DEFAULT 0,
  -- Students that were not compared because something failed, or because there were too many.
  failures     bigint NOT NULL DEFAULT 0,
  skipped      bigint NOT NULL DEFAULT 0,
  -- What failed last; empty if nothing did.
  last_failure text NOT NULL DEFAULT '',
  CONSTRAINT shadow_pk PRIMARY KEY (connection)
);

-- The latest of what it would do otherwise; a bounded number per connection.
CREATE TABLE shadow_difference (
  id         bigint GENERATED ALWAYS AS IDENTITY,
  connection text COLLATE "C" NOT NULL,
  found_at   timestamptz NOT NULL DEFAULT now(),
  change     text NOT NULL,
  resource   text COLLATE "C",
  subject    text NOT NULL,
  student_id text COLLATE "C",
  schools    text[] NOT NULL,
  rules      text[] NOT NULL,
  reason     text NOT NULL,
  CONSTRAINT shadow_difference_pk PRIMARY KEY (id)
);

CREATE INDEX shadow_difference_connection ON shadow_difference (connection, id);
