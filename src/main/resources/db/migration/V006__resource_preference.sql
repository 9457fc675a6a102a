-- Resource Preferences of a connection. The files of rules/, descriptors/ and config/ are the
-- defaults; what stands here is the district's choice and wins.
CREATE TABLE resource_preference (
  connection text COLLATE "C" NOT NULL,
  resource   text COLLATE "C" NOT NULL,
  enabled    boolean NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT resource_preference_pk PRIMARY KEY (connection, resource)
);

CREATE TABLE descriptor_mapping (
  connection   text COLLATE "C" NOT NULL,
  -- The preference of the pack, such as "Program.careerPathway".
  mapping      text COLLATE "C" NOT NULL,
  campus_value text COLLATE "C" NOT NULL,
  -- Null: known and deliberately unmapped.
  descriptor   text,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT descriptor_mapping_pk PRIMARY KEY (connection, mapping, campus_value)
);
