-- The events of one type of a session (OBS-00 3.9.4): filters by type, and the last state that a log tells of.
create index events_by_type on events (session_id, event_type, seq);
