-- What the platform changes of a LiveKit project and of an event on its way, and nothing else.
revoke update on livekit_projects, livekit_events from invorto_app;
grant update (api_key, url, sealed, updated_at, last_event_at) on livekit_projects to invorto_app;
grant update (sealed, leased_until, tries) on livekit_events to invorto_app;
