-- Resources whose records were decided by other mappings than those in force, or while they were
-- switched off. A changed preference sends nothing by itself; a resync of the resource does, and
-- takes away the rows whose last change it began after.
CREATE TABLE resync_due (
  connection text COLLATE "C" NOT NULL,
  resource   text COLLATE "C" NOT NULL,
  -- The first and the last change that no resync has carried out yet.
  since      timestamptz NOT NULL DEFAULT now(),
  last_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT resync_due_pk PRIMARY KEY (connection, resource),
  CONSTRAINT resync_due_order CHECK (since <= last_at)
);
