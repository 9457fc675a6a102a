-- Runs that compare Campus, the identity mapping and the ODS, and the plans they lead to. A run is
-- kept: who, what, when, counts, plan hash. What it found and what it compared is dropped when it
-- has been done for a while.
--
-- States: reading (pages of the ODS) -> comparing (students in order) -> planned -> applying -> done;
-- planned -> refused (the ground has moved, or too many deletes); any but done -> cancelled.
CREATE TABLE resync_run (
  id            bigint GENERATED ALWAYS AS IDENTITY,
  connection    text COLLATE "C" NOT NULL,
  kind          text NOT NULL,
  -- {"resources": [...], "schools": [...], "students": [...], "cause": "...", "allSchools": true}
  scope         jsonb NOT NULL,
  requested_by  text NOT NULL,
  state         text NOT NULL DEFAULT 'reading',
  -- The pack revision and the preferences that the comparison was made with.
  revision      text NOT NULL,
  preferences   text NOT NULL,
  -- Where reading stands: {"resource": offset}; a resource that is read through has its total.
  read_cursor   jsonb NOT NULL DEFAULT '{}',
  -- The last student compared.
  compared_to   text COLLATE "C",
  -- The last action handed to the outbox, in the order of phase and place.
  applied_phase smallint NOT NULL DEFAULT 0,
  applied_place bigint NOT NULL DEFAULT 0,
  -- {"unchanged": n, "adopted": n, ...}
  counts        jsonb NOT NULL DEFAULT '{}',
  plan_hash     text,
  -- The most deletes a person allowed for this plan; null: the usual ceiling.
  most_deletes  bigint,
  problem       text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  planned_at    timestamptz,
  finished_at   timestamptz,
  CONSTRAINT resync_run_pk PRIMARY KEY (id),
  CONSTRAINT resync_run_kind CHECK (kind IN ('resync', 'delete')),
  CONSTRAINT resync_run_state CHECK
    (state IN ('reading', 'comparing', 'planned', 'applying', 'done', 'refused', 'cancelled'))
);

CREATE INDEX resync_run_connection ON resync_run (connection, id);

-- What the ODS held when it was read.
CREATE TABLE resync_found (
  run         bigint NOT NULL,
  resource    text COLLATE "C" NOT NULL,
  key_hash    uuid NOT NULL,
  natural_key text NOT NULL,
  ods_id      text NOT NULL,
  -- Canonical, without what the server adds.
  body        text NOT NULL,
  -- Of the body: equal hashes mean nothing to send.
  body_hash   uuid NOT NULL,
  -- The organization and the student the record names, as text.
  organization text COLLATE "C",
  person      text COLLATE "C",
  CONSTRAINT resync_found_pk PRIMARY KEY (run, resource, key_hash)
);

-- The students a run is limited to; none for a run of all.
CREATE TABLE resync_student (
  run        bigint NOT NULL,
  student_id text COLLATE "C" NOT NULL,
  -- The ids the student may have at the API, once compared.
  persons    text[] NOT NULL DEFAULT '{}',
  CONSTRAINT resync_student_pk PRIMARY KEY (run, student_id)
);

-- The shared records that the students of a run ask for, in every form asked for.
CREATE TABLE resync_wanted (
  run         bigint NOT NULL,
  resource    text COLLATE "C" NOT NULL,
  key_hash    uuid NOT NULL,
  body_hash   uuid NOT NULL,
  natural_key text NOT NULL,
  body        text NOT NULL,
  sources     text[] NOT NULL,
  rules       text[] NOT NULL,
  CONSTRAINT resync_wanted_pk PRIMARY KEY (run, resource, key_hash, body_hash)
);

-- The plan: what is to be done of each record, in order.
CREATE TABLE resync_action (
  run         bigint NOT NULL,
  -- 0 shared records that others refer to, 1 records of students, 2 records of nobody, 3 deletes of
  -- shared records.
  phase       smallint NOT NULL,
  place       bigint GENERATED ALWAYS AS IDENTITY,
  -- POST, PUT, DELETE are requests; ADOPT and FORGET correct the identity mapping alone.
  action      text NOT NULL,
  resource    text COLLATE "C" NOT NULL,
  key_hash    uuid NOT NULL,
  natural_key text NOT NULL,
  -- Null for a record that students share, and for one of nobody.
  student_id  text COLLATE "C",
  school      text,
  reason      text NOT NULL,
  body        text,
  sources     text[] NOT NULL DEFAULT '{}',
  rules       text[] NOT NULL DEFAULT '{}',
  -- Records that must be done before, as {"resource", "key"}.
  after       jsonb NOT NULL DEFAULT '[]',
  -- Whether what the ODS was found to hold is written to the identity mapping first. Not so for what
  -- was sent after the reading began.
  correct     boolean NOT NULL,
  -- What the ODS holds; null: nothing.
  found_body  text,
  found_id    text,
  -- The identity mapping it was planned upon: hashes of the planned and the sent body.
  planned_hash uuid,
  sent_hash   uuid,
  CONSTRAINT resync_action_pk PRIMARY KEY (run, phase, place),
  CONSTRAINT resync_action_action CHECK (action IN ('POST', 'PUT', 'DELETE', 'ADOPT', 'FORGET'))
);

CREATE INDEX resync_action_record ON resync_action (run, resource, key_hash);

-- Records a person deleted and does not want back: no trigger sends them again.
CREATE TABLE tombstone (
  connection text COLLATE "C" NOT NULL,
  resource   text COLLATE "C" NOT NULL,
  key_hash   uuid NOT NULL,
  made_by    text NOT NULL,
  made_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT tombstone_pk PRIMARY KEY (connection, resource, key_hash)
);
