-- Deliveries of one call are looked for by tenants, and by whoever erases its words: what a server answered may echo them.
create index webhook_deliveries_by_session on webhook_deliveries (session_id, endpoint_id);
grant update (sealed) on webhook_attempts to invorto_app;
