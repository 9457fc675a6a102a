-- A plan also names records that refer to one it deletes and that it does not delete: REPORT. The
-- API refuses the DELETE while they are there. Nothing is done with them.
ALTER TABLE resync_action DROP CONSTRAINT resync_action_action;
ALTER TABLE resync_action ADD CONSTRAINT resync_action_action
  CHECK (action IN ('POST', 'PUT', 'DELETE', 'ADOPT', 'FORGET', 'REPORT'));
