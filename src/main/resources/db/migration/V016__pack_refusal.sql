-- Packs whose files on disk are not in force, and why. A row goes when the files are mended.
CREATE TABLE pack_refusal (
  pack       text COLLATE "C" NOT NULL,
  -- The SHA-256 of all files of the pack and of those it extends.
  content    text COLLATE "C" NOT NULL,
  -- Lines for people: place, what is wrong.
  problems   jsonb NOT NULL,
  refused_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pack_refusal_pk PRIMARY KEY (pack)
);

-- Contents whose cases passed, so that they need not be run again when a server starts.
CREATE TABLE pack_tested (
  content   text COLLATE "C" NOT NULL,
  pack      text COLLATE "C" NOT NULL,
  cases     integer NOT NULL,
  tested_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pack_tested_pk PRIMARY KEY (content, pack)
);
