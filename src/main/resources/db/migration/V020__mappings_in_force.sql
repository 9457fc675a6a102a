-- Mappings that were changed and are still in force as they were: what decisions go by until a resync
-- with All Schools, of all resources that use the preference, puts the change into force. A value
-- without a row here is in force as descriptor_mapping has it.
CREATE TABLE mapping_in_force (
  connection   text COLLATE "C" NOT NULL,
  mapping      text COLLATE "C" NOT NULL,
  campus_value text COLLATE "C" NOT NULL,
  -- Whether the district had chosen anything; if not, the pack's default is in force.
  chosen       boolean NOT NULL,
  descriptor   text,
  since        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT mapping_in_force_pk PRIMARY KEY (connection, mapping, campus_value),
  CONSTRAINT mapping_in_force_code CHECK (chosen OR descriptor IS NULL)
);
