-- What delivery needs beyond the outbox itself.

-- Why an entry is not done, in the words of error_log.cause. When the last unfinished entry of a
-- cause is done, the error entry of the cause is closed.
ALTER TABLE outbox ADD COLUMN cause text COLLATE "C";

CREATE INDEX outbox_cause ON outbox (connection, cause)
  WHERE cause IS NOT NULL AND state NOT IN ('done', 'cancelled');

-- An entry that waits for something we do not send ourselves is tried again on a slow clock: it is
-- 'waiting' without blockers, and due at next_at.
DROP INDEX outbox_ready;
CREATE INDEX outbox_ready ON outbox (connection, next_at, id)
  WHERE state IN ('available', 'retryable') OR (state = 'waiting' AND blockers = 0);

-- The records students share, when the API says that one of them is absent.
CREATE INDEX identity_mapping_shared ON identity_mapping (connection, resource)
  WHERE student_id IS NULL;
