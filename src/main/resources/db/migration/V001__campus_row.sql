-- The last known row of every Campus table the fact catalogue declares. Before-images, facts and
-- fan-out are read from here, because a change on the wire may carry no old values at all.
CREATE TABLE campus_row (
  district      text COLLATE "C" NOT NULL,
  table_name    text COLLATE "C" NOT NULL,
  row_key       text COLLATE "C" NOT NULL,
  -- The student whose facts this row is one of. Null for a shared row (a calendar, a program) and
  -- for a row whose owner has not arrived yet.
  student_id    text COLLATE "C",
  -- The row through which this one reaches its student, when it has no student column of its own.
  owner_table   text COLLATE "C",
  owner_key     text COLLATE "C",
  -- Declared columns that are not null, canonical by type. Null: the row was deleted, and only its
  -- position is kept so that a late change cannot bring it back.
  columns       jsonb,
  position_kind text COLLATE "C" NOT NULL,
  position      text COLLATE "C" NOT NULL,
  -- The order of changes at one position: delete 0, snapshot 1, insert 2, update 3.
  position_rank smallint NOT NULL,
  changed_at    timestamptz NOT NULL,
  received_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT campus_row_pk PRIMARY KEY (district, table_name, row_key),
  CONSTRAINT campus_row_owner_whole CHECK ((owner_table IS NULL) = (owner_key IS NULL)),
  CONSTRAINT campus_row_rank CHECK (position_rank BETWEEN 0 AND 3)
);

-- One student's facts.
CREATE INDEX campus_row_student ON campus_row (district, student_id)
  WHERE student_id IS NOT NULL AND columns IS NOT NULL;

-- The rows that wait for, or move with, their owner.
CREATE INDEX campus_row_owner ON campus_row (district, owner_table, owner_key)
  WHERE owner_table IS NOT NULL;

-- Counts the commits that changed shared rows of a district. Whoever keeps shared rows in memory
-- reads them anew when the number has moved.
CREATE TABLE shared_version (
  district text COLLATE "C" NOT NULL,
  version  bigint NOT NULL DEFAULT 1,
  CONSTRAINT shared_version_pk PRIMARY KEY (district)
);
