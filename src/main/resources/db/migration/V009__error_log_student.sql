-- What a new decision about a student no longer finds is closed; every batch of decisions asks.
CREATE INDEX error_log_student ON error_log (connection, student_id)
  WHERE state = 'open' AND kind = 'campus';
