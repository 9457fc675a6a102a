-- What packs were made of: each text once, by the SHA-256 of its content. Nothing is ever changed
-- or dropped here: a decision can be made again under the revision that made it.
CREATE TABLE pack_file (
  hash text COLLATE "C" NOT NULL,
  text text NOT NULL,
  CONSTRAINT pack_file_pk PRIMARY KEY (hash)
);

-- The revisions that packs were in force with.
-- States: live (the last that came into force) -> earlier (another one came) -> live (put back);
-- live -> withdrawn (a person put another one back: the files on disk do not bring it back).
CREATE TABLE pack_revision (
  pack      text COLLATE "C" NOT NULL,
  revision  text COLLATE "C" NOT NULL,
  state     text NOT NULL,
  -- {"path": hash of the text}, of the pack and of all it extends, cases and pages included.
  files     jsonb NOT NULL,
  -- Who wrote it, as far as version control tells; empty if it does not.
  author    text NOT NULL DEFAULT '',
  rules     integer NOT NULL,
  -- How many cases it passed; null while they have not been run.
  cases     integer,
  first_at  timestamptz NOT NULL DEFAULT now(),
  live_at   timestamptz NOT NULL DEFAULT now(),
  -- Who put it back or withdrew it, and why.
  moved_by  text NOT NULL DEFAULT '',
  reason    text NOT NULL DEFAULT '',
  CONSTRAINT pack_revision_pk PRIMARY KEY (pack, revision),
  CONSTRAINT pack_revision_state CHECK (state IN ('live', 'earlier', 'withdrawn'))
);

CREATE UNIQUE INDEX pack_revision_live ON pack_revision (pack) WHERE state = 'live';
