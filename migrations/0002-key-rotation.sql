-- A key that a setting no longer names is disabled (FR-D2).
grant update (active) on api_keys to invorto_app;
