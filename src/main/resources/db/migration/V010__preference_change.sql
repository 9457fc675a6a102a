-- Every change of Resource Preferences: what, when, by whom, by which way.
-- The newest id of a connection is the version of its preferences: whoever keeps them in memory
-- reads them anew when it has moved, and does not write by an older one.
CREATE TABLE preference_change (
  id           bigint GENERATED ALWAYS AS IDENTITY,
  connection   text COLLATE "C" NOT NULL,
  -- A toggle has its resource; a mapping its preference and Campus value.
  resource     text COLLATE "C",
  mapping      text COLLATE "C",
  campus_value text COLLATE "C",
  kind         text NOT NULL,
  -- true or false; or the code, null where it is deliberately none. Which of the two were chosen at
  -- all, "kind" says.
  before       text,
  after        text,
  origin       text NOT NULL,
  changed_by   text NOT NULL,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT preference_change_pk PRIMARY KEY (id),
  CONSTRAINT preference_change_what CHECK
    ((resource IS NULL) = (mapping IS NOT NULL) AND (mapping IS NULL) = (campus_value IS NULL)),
  CONSTRAINT preference_change_kind CHECK (kind IN ('added', 'changed', 'removed')),
  CONSTRAINT preference_change_origin CHECK (origin IN ('connection-file', 'import', 'copy'))
);

CREATE INDEX preference_change_connection ON preference_change (connection, id);
