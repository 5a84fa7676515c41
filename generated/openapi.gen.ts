// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.

export interface paths {
    "/v1/auth/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mint a short token
         * @description Use it so that a page or a worker need not hold your API key. The token is a JWT (EdDSA; the keys are at
         *     `/.well-known/jwks.json`), works as `Authorization: Bearer` and as the subprotocol `jwt.<token>`, and dies with the
         *     key that made it. With `callId` or `agentId` it opens the realtime socket of that call or agent and nothing else.
         *     A socket takes a token only within 60 s of its making. A token cannot make tokens.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a ticket for one call
         * @description Use it on your server when a browser is about to call: give the ticket to the page, which connects with the
         *     subprotocols `invorto.v1` and `ticket.<ticket>`. It lives 60 s, opens one socket once, and only that of its call,
         *     agent and web origin.
         */
        post: operations["createTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the public keys of our tokens
         * @description Use it to verify a token of `createToken` yourself (RFC 7517). During a rotation there are two keys.
         */
        get: operations["getSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Use it to see which keys there are, newest first. Secrets are never shown again.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description Use it for each program that calls us, so that one can be disabled without the others. It takes an API key, not a token.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The API key's id. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        /**
         * Get an API key
         * @description Use it to see what a key may do and when it was last used.
         */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * Delete an API key
         * @description Use it when a key is never needed again; to stop it for a while, disable it. Keys that settings of the platform name come back at its next start.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        /**
         * Change an API key
         * @description Use it to rename a key, to give it another role or other limits, or to disable it. A disabled key stops working
         *     within 5 s everywhere, with its tokens, tickets and live sockets. The key that asks cannot disable or demote
         *     itself, and one active admin key always stays.
         */
        patch: operations["updateApiKey"];
        trace?: never;
    };
    "/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenants
         * @description Use it with the operator's key to see who is served, newest first.
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Create a tenant
         * @description Use it with the operator's key (`OPERATOR_API_KEY`) to take in a customer. The answer has the tenant's first admin key; `make tenant NAME=…` does the same.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenantId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's id. */
                tenantId: components["parameters"]["TenantId"];
            };
            cookie?: never;
        };
        /**
         * Get a tenant
         * @description Use it with the operator's key to see how a tenant stands. Its agents, calls and keys are its own.
         */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a tenant
         * @description Use it with the operator's key to rename a tenant, or to suspend it with `active` false. Its keys, tokens and live sockets then stop within 5 s; nothing is removed.
         */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/v1/tenant/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your tenant's settings
         * @description Use it to see what holds for the whole tenant, every default filled in, and the tenant's id.
         */
        get: operations["getTenantSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your tenant's settings
         * @description Use it to change some settings and leave the others (JSON merge patch, RFC 7396); a list is replaced as a whole. Every process follows within 5 s.
         */
        patch: operations["updateTenantSettings"];
        trace?: never;
    };
    "/v1/tenant/capture-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the capture policy
         * @description Use it to see what of a call is captured - recordings and packets.
         */
        get: operations["getCapturePolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the capture policy
         * @description Use it to look for a fault on the line, or to capture less (JSON merge patch, RFC 7396). It holds for calls that begin later; fewer days hold for past calls too.
         */
        patch: operations["updateCapturePolicy"];
        trace?: never;
    };
    "/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List agents
         * @description Use it to find an agent or to show them all, newest first.
         */
        get: operations["listAgents"];
        put?: never;
        /**
         * Create an agent
         * @description Use it once per kind of conversation; a call names the agent that answers it. Settings that are left out take their defaults.
         */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an agent's settings without keeping them
         * @description Use it in an editor. It answers what `createAgent` would refuse, each wrong place by its pointer; with `agentId`, what `updateAgent` of that agent would refuse.
         */
        post: operations["validateAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /**
         * Get an agent
         * @description Use it to read an agent as it stands, by its id or by the name that you gave it.
         */
        get: operations["getAgent"];
        put?: never;
        post?: never;
        /**
         * Delete an agent
         * @description Use it when no new call shall reach the agent. Calls that are live go on to their end; past calls stay readable.
         */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        /**
         * Change an agent
         * @description Use it to change some settings and leave the others (JSON merge patch, RFC 7396). Calls that are live keep the settings they began with.
         */
        patch: operations["updateAgent"];
        trace?: never;
    };
    "/v1/agents/{agentId}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /**
         * List an agent's versions
         * @description Use it to see what was changed when, newest first. A version never changes.
         */
        get: operations["listAgentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
                /** @description Which version. */
                version: components["schemas"]["VersionNumber"];
            };
            cookie?: never;
        };
        /**
         * Get one version of an agent
         * @description Use it to see with which settings a past call began; a call names its agent's version.
         */
        get: operations["getAgentVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose the version that answers new calls
         * @description Use it to change an agent without callers hearing it until you say so. From the first publishing on, new calls are answered by the published version, and later changes wait.
         */
        post: operations["publishAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agents/{agentId}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to an earlier version
         * @description Use it when a change turned out badly. The settings of that version become a new version, which answers new calls at once; the name and the externalId stay as they are.
         */
        post: operations["rollbackAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tools
         * @description Use it to find a tool or to show them all, newest first.
         */
        get: operations["listTools"];
        put?: never;
        /**
         * Create a tool
         * @description Use it once per thing that agents may do while they speak; an agent names its tools.
         */
        post: operations["createTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a definition or an invocation
         * @description Use it while you write a tool; nothing is stored and nothing is sent. Each wrong place is named.
         */
        post: operations["validateTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tools/{toolName}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name, or its id. */
                toolName: components["parameters"]["ToolName"];
            };
            cookie?: never;
        };
        /**
         * Get a tool
         * @description Use it to read a tool as it stands, by its name or its id.
         */
        get: operations["getTool"];
        put?: never;
        post?: never;
        /**
         * Delete a tool
         * @description Use it when no new call shall have the tool. Agents that name it go on without it.
         */
        delete: operations["deleteTool"];
        options?: never;
        head?: never;
        /**
         * Change a tool
         * @description Use it to change some parts and leave the others (JSON merge patch, RFC 7396). Calls that are live keep the tool they began with.
         */
        patch: operations["updateTool"];
        trace?: never;
    };
    "/v1/tools/{toolName}/invoke": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tool's name, or its id. */
                toolName: components["parameters"]["ToolName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out a tool
         * @description Use it to try an HTTP tool as an agent would use it - the request is really sent. A failure of the tool is an answer, too.
         */
        post: operations["invokeTool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List secrets
         * @description Use it to see which secrets exist. Values are never shown.
         */
        get: operations["listSecrets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/secrets/{secretName}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret's name. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set a secret
         * @description Use it to store a credential that tools send, or to replace it; the next request uses the new value.
         */
        put: operations["putSecret"];
        post?: never;
        /**
         * Delete a secret
         * @description Use it when a credential is withdrawn. Tools that name it fail until it is set again.
         */
        delete: operations["deleteSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List calls
         * @description Use it to find calls by agent, status or time, newest first.
         */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id, or the name that the tenant gave it. */
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        /**
         * Get a call
         * @description Use it to see where a call stands or how it ended, what it cost and what it came to, by its id or by the name that you gave it.
         */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id, or the name that the tenant gave it. */
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        /**
         * Read a call's timeline
         * @description Use it to see what was said and how long every stage took, oldest first, while the call is live or after it.
         */
        get: operations["getCallTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id, or the name that the tenant gave it. */
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        /**
         * Get links to a call's artifacts
         * @description Use it after a call has ended. The links need no key and live 5 minutes (FR-CP3); ask again for fresh ones. They lead to this server or to its object store (S3).
         */
        get: operations["getCallArtifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Use it to find logs - of calls, of browser-to-browser calls, and of the tenant itself - newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * Get a session
         * @description Use it to see whether a session goes on, how long its log is, and what it lets be seen.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * Read a session's events
         * @description Use it to draw the whole timeline of a call, of whatever component, while it is live or after it. Events come oldest first, in the order of `seq`, as soon as they are stored. `content` is with them where `contentVisible` of the session says so, and `pii` then says what it holds.
         */
        get: operations["listSessionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * Follow a session's events
         * @description Use it to see events as they happen (server-sent events). Each has `id` (its `seq`), `event` (its type) and `data` (the event as in `listSessionEvents`). What the log has comes first, then each event as soon as it is stored, in order and once; a comment comes every 15 s. A `seq` that the log has not reached is waited for. The last block is `event: stream.end`, without an id, with `{"reason": "session_ended"}` once a call has ended and what is made from it was made, `credential_revoked`, `going_away` or `internal`. No block is longer than 1048576 bytes, its empty line among them. After the last two, or a break, come back with `Last-Event-ID` or `after`. A stream that nobody reads for 30 s is cut. A key has so many streams at once (`quota_exceeded`).
         */
        get: operations["streamSessionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a command to a live call
         * @description Use it to end a call, to make the agent say something, or to see more of a session. It is the one door to a live call, whichever server has it. The log has each command as `control.command_received` and `control.command_applied`, under one `correlation_id`, also where it is refused. `pipeline.debug_toggle` needs the role `admin`. A session that has ended is a `conflict`, and its log stays as it is; but to end again what a command has ended is `unchanged`, with `correlationId` and `seq` of that command. Where the server that has the call does not answer within 5 s, the answer is `going_away`: the log tells whether the command was applied.
         */
        post: operations["sendSessionCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook endpoints
         * @description Use it to see where events go, newest first.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Register a webhook endpoint
         * @description Use it to have events posted to an HTTPS address of yours. The answer holds the secret, which is not shown again. An address that is not HTTPS, has credentials in it, does not resolve or leads into a private network is refused.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        /**
         * Get a webhook endpoint
         * @description Use it to see how an endpoint stands. Its secret is not shown.
         */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook endpoint
         * @description Use it when nothing shall be posted there any more. Its deliveries go with it.
         */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change a webhook endpoint
         * @description Use it to post elsewhere, to choose other events, to pause an endpoint, or to enable one again that was disabled. What happened meanwhile was kept, and is posted by `recoverWebhookDeliveries`.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret for an endpoint
         * @description Use it to change a secret without losing an event. From now on `webhook-signature` has a signature of either secret; `X-Signature` stays with the old one until `promoteWebhookSecret`, or until the grace is over. A rotation that has not come to its end is replaced.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/secret/promote": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with the new secret alone
         * @description Use it when your servers have the new secret. `X-Signature` is of the new secret from now on, and the old one signs nothing more.
         */
        post: operations["promoteWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        /**
         * List an endpoint's deliveries
         * @description Use it to see what was posted and what failed, newest first. Dead letters are `state=dead`. Deliveries are kept for 30 days.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post again what a span of time left undelivered
         * @description Use it after an outage of yours. It takes up deliveries that are dead, and those that were never tried because the endpoint was disabled, oldest first, at most 10,000 at a time; ask again with `nextCursor` for the rest.
         */
        post: operations["recoverWebhookDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpointId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post a sample to an endpoint
         * @description Use it to see whether your server takes events and verifies them. The sample is signed like any other, its `eventId` begins with `evt_test_`, and it is tried once.
         */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's id. */
                deliveryId: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        /**
         * Get a delivery
         * @description Use it to see the payload and every attempt, with what your server answered.
         */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's id. */
                deliveryId: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post one delivery again
         * @description Use it for a dead letter, or for an event that you took and lost. `eventId` stays what it was; links in it are made anew.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/livekit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the tenant's LiveKit project
         * @description Use it to see whose events are taken.
         */
        get: operations["getLiveKitProject"];
        /**
         * Set the tenant's LiveKit project
         * @description Use it to let a LiveKit server tell what happens in its rooms. One project a tenant; a key that another tenant has is `conflict`. While secrets are rotated, `previousApiSecret` is good too. Our own processes know the change within 2 s.
         */
        put: operations["setLiveKitProject"];
        post?: never;
        /**
         * Remove the tenant's LiveKit project
         * @description Use it when no event shall be taken any more.
         */
        delete: operations["removeLiveKitProject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/livekit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an event of a LiveKit server
         * @description LiveKit posts here what happens in rooms, so that a call's log has it (`livekit.room.created` and the others). Name this address in
         *     the LiveKit project, and the project in `setLiveKitProject`.
         *
         *     `Authorization` holds a JWT without `Bearer`, signed (HS256) with the project's API secret: `iss` is its API key, which names the tenant,
         *     `sha256` the base64 of the SHA-256 of the raw body, and `exp` must be ahead by 24 hours at most (60 s of leeway). Anything else is `invalid_api_key`.
         *     Events come more than once, late and in any order: each `id` is taken once, and stands in the log in the order of arrival. The call is `session_id` of the
         *     room's metadata, where that is a JSON object which names one, else the room's name: the call's id or the tenant's name for it. An event of another
         *     room, of a kind that we do not know, of a call that ended more than an hour ago, or the call's 1,001st, is counted and goes no further; LiveKit need not send it again.
         */
        post: operations["receiveLiveKitEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rates
         * @description Use it to see which prices calls are reckoned by - your own and the platform's defaults, newest first.
         */
        get: operations["listRates"];
        put?: never;
        /**
         * Set a rate
         * @description Use it when your contract with a provider has another price, or its price changes. Rates are never edited - a later one follows an earlier one; what finished calls cost stays.
         */
        post: operations["createRate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sum up calls by day
         * @description Use it for a dashboard or a bill - calls, minutes and rupees of each day. At most 92 days at once; the last 30 when no day is named.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/recordings/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a recording by its signed link
         * @description Use the links of `getCallArtifacts` as they are; the signature stands for the key.
         */
        get: operations["downloadRecording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/bundles/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a call's bundle by its signed link
         * @description Use the links of `getCallArtifacts` as they are; the signature stands for the key.
         */
        get: operations["downloadBundle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts/{folder}/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download an artifact by its signed link
         * @description Use the links of `getCallArtifacts` as they are; the signature stands for the key.
         */
        get: operations["downloadArtifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that the process answers
         * @description Use it as a liveness probe.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that new calls can be taken
         * @description Use it as a readiness probe; it says `not_ready` while the server drains.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scrape the metrics of this process
         * @description Use it as a target of Prometheus, with `METRICS_API_KEY` as its bearer credential; the operator's key opens it too. `metrics.yaml` has every metric. No label names a tenant or a call.
         */
        get: operations["scrapeMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this document
         * @description Use it to generate a client or to check your requests.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/asyncapi/realtime.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the AsyncAPI document of the realtime voice socket
         * @description Use it to generate a client of the socket.
         */
        get: operations["getRealtimeDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/asyncapi/events.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the AsyncAPI document of the OBS-00 events
         * @description Use it to read a call's log.
         */
        get: operations["getEventsDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schemas/{schemaFile}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the JSON Schema of a webhook's payload
         * @description Use it to check payloads, or to generate types of them; it refers to nothing outside.
         */
        get: operations["getPayloadSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open the front page
         * @description Use it in a browser; it leads to the documentation.
         */
        get: operations["getFrontPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open the documentation
         * @description Use it in a browser; it leads to the site's first page.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file of the documentation
         * @description Use it in a browser, or to take the site along; all of it is made from these documents.
         */
        get: operations["getDocsFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/llms.txt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the list of pages for language models
         * @description Use it to let a program read the documentation (llmstxt.org).
         */
        get: operations["getLlmsText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look up a problem
         * @description Use it to read what a problem's `type` means.
         */
        get: operations["getProblemType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "call.started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A call began
         * @description Use it to show a call while it lasts.
         */
        post: operations["callStartedWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "asr.final": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The caller said something
         * @description Use it to read along while a call lasts.
         */
        post: operations["asrFinalWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "agent.tool_call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The agent used a tool
         * @description Use it to see what agents do, and which tools fail. It comes when the tool has answered or failed. `omitted` names what was too long for the body.
         */
        post: operations["agentToolCallWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.ended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A call is over
         * @description Use it to act at once when a call ends. What the call came to follows as `agent.summary`.
         */
        post: operations["callEndedWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "agent.summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a call came to
         * @description Use it to file a call: outcome, costs, quality, links to the recording and the transcript, what the tools did. The payload's JSON Schema is `/schemas/agent.summary.v1.4.json`. What a call said or its tools answered may be too long for one body, which has 262144 bytes at the most: `omitted` tells what was left out then, and where it is.
         */
        post: operations["agentSummaryWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "billing.usage.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Usage and cost of the period
         * @description Use it to watch what you spend. It comes once a day, after midnight in Asia/Kolkata, as long as calls were finished in the month; the last one of a month is its total. There are no caps yet, so `atRisk` is false and `alert` left out.
         */
        post: operations["billingUsageUpdatedWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "qa.flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A call wants to be looked at
         * @description Use it to send calls to a supervisor.
         */
        post: operations["qaFlagsWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @description The call's id, or the name that the tenant gave it (`externalId`).
         * @example c_01jd3w7q8re5a9v6c2k4m0n7xz
         * @example call-123
         */
        CallId: string;
        /**
         * @description The agent's id, or the name that the tenant gave it (`externalId`).
         * @example a_01jd3w7q8re5a9v6c2k4m0n7xz
         * @example agent-abc
         */
        AgentId: string;
        /**
         * TokenCreate
         * @description What the token may do.
         */
        TokenCreate: {
            /**
             * @description Its role, no higher than that of your key; that of your key when left out.
             * @example dev
             * @enum {string}
             */
            role?: "admin" | "dev" | "analyst";
            /**
             * Format: int32
             * @description How long it lives, seconds.
             * @default 900
             * @example 900
             */
            ttlSec?: number;
            callId?: components["schemas"]["CallId"];
            agentId?: components["schemas"]["AgentId"];
        };
        /**
         * Id
         * @description Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands.
         * @example a_01jd3w7q8re5a9v6c2k4m0n7xz
         * @example support-desk
         */
        Id: string;
        /**
         * @description `admin` does everything, `dev` runs agents and calls, `analyst` reads.
         * @example dev
         * @enum {string}
         */
        KeyRole: "admin" | "dev" | "analyst";
        /**
         * Format: date-time
         * @description Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted.
         * @example 2025-08-21T11:42:10.000Z
         */
        Timestamp: string;
        /**
         * Token
         * @description A short token.
         */
        Token: {
            /**
             * @description The JWT.
             * @example eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJpbnZvcnRvIn0.c2lnbmF0dXJl
             */
            token: string;
            /**
             * @description How it is sent in `Authorization`.
             * @example Bearer
             * @enum {string}
             */
            tokenType: "Bearer";
            tokenId: components["schemas"]["Id"];
            tenantId: components["schemas"]["Id"];
            role: components["schemas"]["KeyRole"];
            expiresAt: components["schemas"]["Timestamp"];
        };
        /**
         * @description Stable name of the kind of problem. The values come from `problems.yaml`.
         * @example not_found
         * @enum {string}
         */
        ProblemCode: "invalid_api_key" | "forbidden" | "forbidden_origin" | "not_found" | "method_not_allowed" | "bad_request" | "payload_too_large" | "unsupported_media_type" | "conflict" | "idempotency_conflict" | "precondition_failed" | "quota_exceeded" | "idle_timeout" | "provider_unavailable" | "going_away" | "internal";
        /**
         * ProblemError
         * @description One wrong place in a request. Exactly one of `pointer`, `parameter` and `header` says where.
         */
        ProblemError: {
            /**
             * @description JSON Pointer (RFC 6901) into the body.
             * @example /llm/temperature
             */
            pointer?: string;
            /**
             * @description Name of the query or path parameter.
             * @example limit
             */
            parameter?: string;
            /**
             * @description Name of the header.
             * @example content-type
             */
            header?: string;
            /**
             * @description What must hold there.
             * @example must be <= 2
             */
            message: string;
            /**
             * @description The JSON Schema keyword that was broken.
             * @example maximum
             */
            keyword: string;
        };
        /**
         * Problem
         * @description Why a request was refused or failed (RFC 9457). `code` is stable; `detail` is for people and says what to do.
         */
        Problem: {
            /**
             * Format: uri-reference
             * @description Where this kind of problem is explained.
             * @example /problems/not_found
             */
            type: string;
            /**
             * @description What went wrong, the same sentence for every problem of this code.
             * @example No such resource
             */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status that was sent.
             * @example 404
             */
            status: number;
            code: components["schemas"]["ProblemCode"];
            /**
             * @description What went wrong this time, and what to do about it.
             * @example There is no agent "a_1".
             */
            detail: string;
            /**
             * Format: uri-reference
             * @description Path of the request that failed.
             * @example /v1/agents/a_1
             */
            instance: string;
            /**
             * @description Name it when you ask for help; it is also in the `X-Request-Id` header and in our logs.
             * @example req_01jd3w7q8re5a9v6c2k4m0n7xz
             */
            requestId: string;
            /**
             * @description Whether the same request may succeed later.
             * @example false
             */
            retryable: boolean;
            /**
             * @description With `quota_exceeded`, which limit it is - requests in a time (`rate`), things at once (`concurrency`), or what was agreed (`cap`). The first two are worth another try.
             * @example rate
             * @enum {string}
             */
            limit?: "rate" | "concurrency" | "cap";
            /** @description Each thing that is wrong with the request, where the contract could tell. */
            errors?: components["schemas"]["ProblemError"][];
        };
        /**
         * @description A web origin as browsers send it, scheme, host and port.
         * @example https://app.acme.example
         */
        WebOrigin: string;
        /**
         * TicketCreate
         * @description What the ticket is for.
         */
        TicketCreate: {
            callId: components["schemas"]["CallId"];
            agentId?: components["schemas"]["AgentId"];
            origin?: components["schemas"]["WebOrigin"];
        };
        /**
         * Ticket
         * @description A ticket for one socket, once. What is null was not bound.
         */
        Ticket: {
            /**
             * @description The secret; the subprotocol is `ticket.` and this.
             * @example ivt_4f1LbWq8sYc0PzT6mVn2RxK9dHg3JuAe7oXk3Qz
             */
            ticket: string;
            ticketId: components["schemas"]["Id"];
            callId: components["schemas"]["CallId"];
            /**
             * @description The agent that the socket must name.
             * @example a_01jd3w7q8re5a9v6c2k4m0n7xz
             * @example agent-abc
             */
            agentId: string | null;
            /**
             * @description The web origin that the socket must come from.
             * @example https://app.acme.example
             */
            origin: string | null;
            expiresAt: components["schemas"]["Timestamp"];
        };
        /**
         * SigningKey
         * @description One public key (RFC 8037).
         */
        SigningKey: {
            /**
             * @description Kind of key.
             * @example OKP
             * @enum {string}
             */
            kty: "OKP";
            /**
             * @description Its curve.
             * @example Ed25519
             * @enum {string}
             */
            crv: "Ed25519";
            /**
             * @description The key, base64url.
             * @example 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo
             */
            x: string;
            /**
             * @description Its name in the header of a token (RFC 7638).
             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
             */
            kid: string;
            /**
             * @description The algorithm.
             * @example EdDSA
             * @enum {string}
             */
            alg: "EdDSA";
            /**
             * @description What it is for.
             * @example sig
             * @enum {string}
             */
            use: "sig";
        };
        /**
         * SigningKeys
         * @description Public keys of our tokens (RFC 7517).
         */
        SigningKeys: {
            /** @description The keys. */
            keys: components["schemas"]["SigningKey"][];
        };
        /**
         * @description What people call the key.
         * @example Ticket server
         */
        KeyName: string;
        /**
         * Format: int32
         * @description REST requests a minute (FR-RL1); 60 where nothing else was said.
         * @example 60
         */
        RestPerMinute: number;
        /**
         * Format: int32
         * @description Sockets opened a second (FR-RL1); 3 where nothing else was said.
         * @example 3
         */
        SocketsPerSecond: number;
        /**
         * KeyLimitsChange
         * @description The limits that change.
         */
        KeyLimitsChange: {
            restPerMinute?: components["schemas"]["RestPerMinute"];
            socketsPerSecond?: components["schemas"]["SocketsPerSecond"];
        };
        /**
         * ApiKeyCreate
         * @description A new API key.
         */
        ApiKeyCreate: {
            name: components["schemas"]["KeyName"];
            role: components["schemas"]["KeyRole"];
            limits?: components["schemas"]["KeyLimitsChange"];
        };
        /**
         * KeyLimits
         * @description How often the key may be used; null is without limit, which only the development key is.
         */
        KeyLimits: {
            /**
             * Format: int32
             * @description Requests a minute.
             * @example 60
             */
            restPerMinute: number | null;
            /**
             * Format: int32
             * @description New sockets a second.
             * @example 3
             */
            socketsPerSecond: number | null;
        };
        /**
         * ApiKey
         * @description An API key, without its secret.
         */
        ApiKey: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["KeyName"];
            role: components["schemas"]["KeyRole"];
            /**
             * @description Whether the key works.
             * @example true
             */
            active: boolean;
            limits: components["schemas"]["KeyLimits"];
            /**
             * @description The last four characters of the secret, to tell keys apart.
             * @example k3Qz
             */
            lastFour: string;
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it was last used, to the minute; null when never.
             * @example 2025-08-21T11:42:10.000Z
             */
            lastUsedAt: string | null;
        };
        /**
         * @description The secret. Keep it; we keep only a keyed hash.
         * @example ivk_4f1LbWq8sYc0PzT6mVn2RxK9dHg3JuAe7oXk3Qz
         */
        ApiKeySecret: string;
        /**
         * CreatedApiKey
         * @description An API key with its secret, which is shown this once.
         */
        CreatedApiKey: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["KeyName"];
            role: components["schemas"]["KeyRole"];
            /**
             * @description Whether the key works.
             * @example true
             */
            active: boolean;
            limits: components["schemas"]["KeyLimits"];
            /**
             * @description The last four characters of the secret, to tell keys apart.
             * @example k3Qz
             */
            lastFour: string;
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it was last used, to the minute; null when never.
             * @example 2025-08-21T11:42:10.000Z
             */
            lastUsedAt: string | null;
            key: components["schemas"]["ApiKeySecret"];
        };
        /**
         * @description Opaque position in a list, signed. Take it from `nextCursor`, and repeat the filters of the page that it came from; anywhere else it is refused.
         * @example AZLEX8Bpf3Wn0Wv1m3lqDw
         */
        Cursor: string;
        /**
         * @description Give it as `cursor` to read on; null on the last page.
         * @example AZLEX8Bpf3Wn0Wv1m3lqDw
         * @example null
         */
        NextCursor: string | null;
        /**
         * ApiKeyPage
         * @description API keys, newest first.
         */
        ApiKeyPage: {
            /** @description The keys of this page. */
            data: components["schemas"]["ApiKey"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * ApiKeyPatch
         * @description What changes of an API key.
         */
        ApiKeyPatch: {
            name?: components["schemas"]["KeyName"];
            role?: components["schemas"]["KeyRole"];
            /**
             * @description Whether the key works.
             * @example false
             */
            active?: boolean;
            limits?: components["schemas"]["KeyLimitsChange"];
        };
        /**
         * @description What people call the tenant.
         * @example Acme
         */
        TenantName: string;
        /**
         * TenantCreate
         * @description A new tenant.
         */
        TenantCreate: {
            name: components["schemas"]["TenantName"];
        };
        /**
         * Tenant
         * @description A tenant as the operator sees it.
         */
        Tenant: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["TenantName"];
            /**
             * @description Whether its keys and tokens work.
             * @example true
             */
            active: boolean;
            createdAt: components["schemas"]["Timestamp"];
        };
        /**
         * CreatedTenant
         * @description A tenant and its first key.
         */
        CreatedTenant: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["TenantName"];
            /**
             * @description Whether its keys and tokens work.
             * @example true
             */
            active: boolean;
            createdAt: components["schemas"]["Timestamp"];
            apiKey: components["schemas"]["CreatedApiKey"];
        };
        /**
         * TenantPage
         * @description Tenants, newest first.
         */
        TenantPage: {
            /** @description The tenants of this page. */
            data: components["schemas"]["Tenant"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * TenantPatch
         * @description What changes of a tenant.
         */
        TenantPatch: {
            name?: components["schemas"]["TenantName"];
            /**
             * @description Whether its keys and tokens work.
             * @example false
             */
            active?: boolean;
        };
        /**
         * @description Web origins whose pages may call REST and the sockets, besides those of `ALLOWED_ORIGINS`; `https://*.acme.example`
         *     allows every host below it. What is no browser sends no origin and is not asked.
         * @example [
         *       "https://app.acme.example"
         *     ]
         */
        AllowedOrigins: string[];
        /**
         * @description Whether every socket must bring `sig` and `ts`, the HMAC-SHA256 of `callId:ts` under `REALTIME_WS_SECRET`. Where the platform has none it cannot be required.
         * @default false
         * @example false
         */
        RequireSignature: boolean;
        /**
         * @description Whether a socket may bring its API key as `?api_key=`. URLs end up in logs on the way; prefer a ticket.
         * @default true
         * @example true
         */
        AllowApiKeyQuery: boolean;
        /**
         * PublicJwk
         * @description A public key (RFC 7517); members that we do not name are left out. A private one is refused.
         */
        PublicJwk: {
            /**
             * @description Kind of key.
             * @example OKP
             * @enum {string}
             */
            kty: "OKP" | "EC" | "RSA";
            /**
             * @description Its curve.
             * @example Ed25519
             */
            crv?: string;
            /**
             * @description Coordinate, base64url.
             * @example 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo
             */
            x?: string;
            /**
             * @description Coordinate, base64url.
             * @example x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0
             */
            y?: string;
            /**
             * @description Modulus, base64url.
             * @example 0vx7agoebGcQSuuPiLJXZpt
             */
            n?: string;
            /**
             * @description Exponent, base64url.
             * @example AQAB
             */
            e?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * PublicKey
         * @description A public key as PEM or JWK; it is answered as JWK.
         */
        PublicKey: {
            /**
             * @description Its name in the header of a token; the JWK's own, or its thumbprint (RFC 7638), when left out.
             * @example acme-2026
             */
            kid?: string;
            /**
             * @description The one algorithm that it verifies.
             * @example EdDSA
             * @enum {string}
             */
            alg?: "EdDSA" | "ES256" | "RS256";
            /**
             * @description PEM of a public key (SPKI).
             * @example -----BEGIN PUBLIC KEY-----
             *     MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
             *     -----END PUBLIC KEY-----
             */
            pem?: string;
            jwk?: components["schemas"]["PublicJwk"];
        };
        /**
         * PublicKey
         * @description A public key as PEM or JWK; it is answered as JWK.
         */
        PublicKeyInput: {
            /**
             * @description Its name in the header of a token; the JWK's own, or its thumbprint (RFC 7638), when left out.
             * @example acme-2026
             */
            kid?: string;
            /**
             * @description The one algorithm that it verifies.
             * @example EdDSA
             * @enum {string}
             */
            alg?: "EdDSA" | "ES256" | "RS256";
            /**
             * @description PEM of a public key (SPKI).
             * @example -----BEGIN PUBLIC KEY-----
             *     MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
             *     -----END PUBLIC KEY-----
             */
            pem?: string;
            jwk?: components["schemas"]["PublicJwk"];
        };
        /**
         * TokenTrust
         * @description Tokens that you sign yourself. They speak for your tenant only: `tid` is its id, `iss` the issuer below, `aud` is
         *     `invorto`, `typ` `JWT` or `at+jwt`; `sub`, `role`, `jti`, `iat` and `exp` (60 minutes at the most) must be there, `cid`
         *     and `aid` bind to a call and an agent.
         */
        TokenTrust: {
            /**
             * @description The `iss` of your tokens; null is the tenant's id.
             * @example https://auth.acme.example
             * @example null
             */
            issuer?: string | null;
            /**
             * @description The highest role that your tokens may have.
             * @default dev
             * @example dev
             * @enum {string}
             */
            maxRole?: "admin" | "dev" | "analyst";
            /** @description Keys that verify your tokens. Ed25519 (EdDSA), P-256 (ES256) or RSA of 2048 to 4096 bits (RS256). */
            publicKeys?: components["schemas"]["PublicKeyInput"][];
            /**
             * @description Where more of them are (JWKS, https, on a public address); read again every five minutes. Null is nowhere.
             * @example https://auth.acme.example/.well-known/jwks.json
             * @example null
             */
            jwksUrl?: string | null;
        };
        /**
         * TokenTrustInForce
         * @description Which tokens of the tenant's own are taken, every setting with its value.
         */
        TokenTrustInForce: {
            /**
             * @description The `iss` of your tokens; null is the tenant's id.
             * @example https://auth.acme.example
             * @example null
             */
            issuer: string | null;
            /**
             * @description The highest role that your tokens may have.
             * @default dev
             * @example dev
             * @enum {string}
             */
            maxRole: "admin" | "dev" | "analyst";
            /** @description Keys that verify your tokens. Ed25519 (EdDSA), P-256 (ES256) or RSA of 2048 to 4096 bits (RS256). */
            publicKeys: components["schemas"]["PublicKey"][];
            /**
             * @description Where more of them are (JWKS, https, on a public address); read again every five minutes. Null is nowhere.
             * @example https://auth.acme.example/.well-known/jwks.json
             * @example null
             */
            jwksUrl: string | null;
        };
        /**
         * SecuritySettings
         * @description Who comes in, and how.
         */
        SecuritySettings: {
            allowedOrigins: components["schemas"]["AllowedOrigins"];
            requireSignature: components["schemas"]["RequireSignature"];
            allowApiKeyQuery: components["schemas"]["AllowApiKeyQuery"];
            tokens: components["schemas"]["TokenTrustInForce"];
        };
        /**
         * Format: int32
         * @description Days that a recording is kept.
         * @default 180
         * @example 180
         */
        RecordingDays: number;
        /**
         * Format: int32
         * @description Days that words are kept: the transcript, and everything in the call's log that was said, typed, asked of tools or
         *     concluded from it.
         * @default 365
         * @example 365
         */
        TranscriptDays: number;
        /**
         * Format: int32
         * @description Days that the file of metrics is kept.
         * @default 365
         * @example 365
         */
        MetricsDays: number;
        /**
         * RetentionSettings
         * @description For how many days from its beginning a call keeps what it left behind (SRS 4.6, FR-CP1). What is over is erased within a
         *     day, for good, and the call's timeline says so (`artifact.erased`); the call, its metadata and its cost stay. The bundle goes
         *     with the first of what is in it.
         */
        RetentionSettings: {
            recordingDays: components["schemas"]["RecordingDays"];
            transcriptDays: components["schemas"]["TranscriptDays"];
            metricsDays: components["schemas"]["MetricsDays"];
        };
        /**
         * TenantSettings
         * @description What holds for the whole tenant, every default filled in.
         */
        TenantSettings: {
            tenantId: components["schemas"]["Id"];
            security: components["schemas"]["SecuritySettings"];
            retention: components["schemas"]["RetentionSettings"];
        };
        /**
         * SecuritySettingsPatch
         * @description What changes of who comes in, and how.
         */
        SecuritySettingsPatch: {
            allowedOrigins?: components["schemas"]["AllowedOrigins"];
            requireSignature?: components["schemas"]["RequireSignature"];
            allowApiKeyQuery?: components["schemas"]["AllowApiKeyQuery"];
            tokens?: components["schemas"]["TokenTrust"];
        };
        /**
         * RetentionSettingsPatch
         * @description What changes of how long things are kept. Fewer days hold for calls of the past too.
         */
        RetentionSettingsPatch: {
            recordingDays?: components["schemas"]["RecordingDays"];
            transcriptDays?: components["schemas"]["TranscriptDays"];
            metricsDays?: components["schemas"]["MetricsDays"];
        };
        /**
         * TenantSettingsPatch
         * @description What changes of the settings.
         */
        TenantSettingsPatch: {
            security?: components["schemas"]["SecuritySettingsPatch"];
            retention?: components["schemas"]["RetentionSettingsPatch"];
        };
        /**
         * Format: int32
         * @description Days that the file is kept, from the beginning of its call.
         * @example 30
         */
        PcapDays: number;
        /**
         * SipPcapPolicy
         * @description When the signalling of a phone call is kept as a packet capture.
         */
        SipPcapPolicy: {
            /**
             * @description Of calls that failed.
             * @default true
             * @example true
             */
            onFailure?: boolean;
            /**
             * @description Of calls that did not.
             * @default false
             * @example false
             */
            onSuccess?: boolean;
            /**
             * Format: int32
             * @description Days that the file is kept, from the beginning of its call.
             * @default 30
             * @example 30
             */
            retentionDays?: number;
        };
        /**
         * SipPcapPolicyInForce
         * @description When the signalling of a phone call is kept as a packet capture, every setting with its value.
         */
        SipPcapPolicyInForce: {
            /**
             * @description Of calls that failed.
             * @default true
             * @example true
             */
            onFailure: boolean;
            /**
             * @description Of calls that did not.
             * @default false
             * @example false
             */
            onSuccess: boolean;
            /**
             * Format: int32
             * @description Days that the file is kept, from the beginning of its call.
             * @default 30
             * @example 30
             */
            retentionDays: number;
        };
        /**
         * RtpPcapPolicy
         * @description When the audio packets of a phone call are kept. They hold what was said, so erasure and redaction see them as a recording.
         */
        RtpPcapPolicy: {
            /**
             * @description Of every call.
             * @default false
             * @example false
             */
            enabled?: boolean;
            /**
             * Format: double
             * @description Of calls whose quality falls below this mean opinion score, from 1 to 5, from then on; null is never.
             * @default null
             * @example 3.2
             * @example null
             */
            onLowMosThreshold?: number | null;
            /**
             * Format: int32
             * @description Days that the file is kept, from the beginning of its call.
             * @default 7
             * @example 30
             */
            retentionDays?: number;
        };
        /**
         * RtpPcapPolicyInForce
         * @description When the audio packets of a phone call are kept, every setting with its value.
         */
        RtpPcapPolicyInForce: {
            /**
             * @description Of every call.
             * @default false
             * @example false
             */
            enabled: boolean;
            /**
             * Format: double
             * @description Of calls whose quality falls below this mean opinion score, from 1 to 5, from then on; null is never.
             * @default null
             * @example 3.2
             * @example null
             */
            onLowMosThreshold: number | null;
            /**
             * Format: int32
             * @description Days that the file is kept, from the beginning of its call.
             * @default 7
             * @example 30
             */
            retentionDays: number;
        };
        /**
         * RecordingCapture
         * @description How calls are recorded. Whether they are, the agent says (`recording.enabled`).
         */
        RecordingCapture: {
            /**
             * @description Caller left and agent right; otherwise both on one channel.
             * @default true
             * @example true
             */
            stereo?: boolean;
            /** @description Days that a recording is kept. It is `retention.recordingDays` of the tenant's settings - one value, which either place changes. */
            retentionDays?: components["schemas"]["RecordingDays"];
        };
        /**
         * RecordingCaptureInForce
         * @description How calls are recorded, every setting with its value.
         */
        RecordingCaptureInForce: {
            /**
             * @description Caller left and agent right; otherwise both on one channel.
             * @default true
             * @example true
             */
            stereo: boolean;
            /** @description Days that a recording is kept. It is `retention.recordingDays` of the tenant's settings - one value, which either place changes. */
            retentionDays: components["schemas"]["RecordingDays"];
        };
        /**
         * CapturePolicy
         * @description What of a call is captured, every default filled in (FR-CP1). Packet captures are off but for the signalling of calls that failed
         *     (FR-CP2). Packets are those of phone calls: until telephony is served nothing but recordings is captured, and no call has links
         *     to packets.
         */
        CapturePolicy: {
            sipPcap: components["schemas"]["SipPcapPolicyInForce"];
            rtpPcap: components["schemas"]["RtpPcapPolicyInForce"];
            recording: components["schemas"]["RecordingCaptureInForce"];
        };
        /**
         * CapturePolicyPatch
         * @description What changes of it.
         */
        CapturePolicyPatch: {
            sipPcap?: components["schemas"]["SipPcapPolicy"];
            rtpPcap?: components["schemas"]["RtpPcapPolicy"];
            recording?: components["schemas"]["RecordingCapture"];
        };
        /**
         * @description What people call the agent. Unique per tenant.
         * @example Support Agent
         */
        AgentName: string;
        /**
         * @description Instructions to the model, sent as its system message.
         * @example You are a helpful customer support agent.
         */
        Prompt: string;
        /**
         * @description The tenant's own name for the resource, unique per tenant and kind. A name that looks like a minted id (prefix and 26 characters) is refused.
         * @example support-desk
         */
        ExternalId: string;
        /**
         * @description What the agent says as soon as the call is answered; null lets the caller speak first.
         * @example Namaste, this is Invorto. How can I help?
         * @example null
         */
        FirstMessage: string | null;
        /**
         * @description What the agent says when the call cannot go on because a provider failed; null for nothing.
         * @default I am sorry, something went wrong on our side. Please try again in a moment.
         * @example I am sorry, something went wrong on our side. Please try again in a moment.
         * @example null
         */
        Apology: string | null;
        /**
         * @description Language and region, BCP 47.
         * @example en-IN
         * @example hi-IN
         */
        Locale: string;
        /**
         * @description Whether the caller may speak over the agent (barge-in, FR-E3).
         * @default true
         * @example true
         */
        Interruptible: boolean;
        /**
         * AsrSettings
         * @description How the caller is heard (FR-A1).
         */
        AsrSettings: {
            /**
             * @description Who transcribes.
             * @default deepgram
             * @example deepgram
             * @enum {string}
             */
            provider?: "deepgram";
            /**
             * @description The provider's model.
             * @default nova-3
             * @example nova-3
             */
            model?: string;
            /**
             * Format: double
             * @description How sure the transcriber must be of the words of a turn, from 0 to 1 (FR-E2). Below it the agent does not answer but asks the caller to say it again, twice in a row at most; after that they are taken for noise. 0 answers everything.
             * @default 0.65
             * @example 0.65
             */
            confidenceThreshold?: number;
            /**
             * @description How the agent asks again; null takes the platform's words in the agent's language.
             * @default null
             * @example Sorry, could you say that again?
             */
            repeatQuestion?: string | null;
        };
        /**
         * LlmSettings
         * @description Who thinks of the answer (FR-A2).
         */
        LlmSettings: {
            /**
             * @description Who answers.
             * @default openai
             * @example openai
             * @enum {string}
             */
            provider?: "openai";
            /**
             * @description The provider's model.
             * @default gpt-4o-mini
             * @example gpt-4o-mini
             */
            model?: string;
            /**
             * Format: double
             * @description How freely the model chooses its words, from 0 to 2.
             * @default 0.6
             * @example 0.6
             */
            temperature?: number;
            /**
             * Format: int32
             * @description The longest answer, in tokens.
             * @default 256
             * @example 256
             */
            maxTokens?: number;
        };
        /**
         * LlmSettings
         * @description Who thinks of the answer (FR-A2).
         */
        LlmSettingsInput: {
            /**
             * @description Who answers.
             * @default openai
             * @example openai
             * @enum {string}
             */
            provider?: "openai";
            /**
             * @description The provider's model.
             * @default gpt-4o-mini
             * @example gpt-4o-mini
             */
            model?: string;
            /**
             * Format: double
             * @description How freely the model chooses its words, from 0 to 2.
             * @default 0.6
             * @example 0.6
             */
            temperature?: number;
            /**
             * Format: int32
             * @description The longest answer, in tokens.
             * @default 256
             * @example 256
             */
            maxTokens?: number;
        };
        /**
         * TtsSettings
         * @description The agent's voice (FR-A3).
         */
        TtsSettings: {
            /**
             * @description Who speaks.
             * @default deepgram
             * @example deepgram
             * @enum {string}
             */
            provider?: "deepgram";
            /**
             * @description The provider's voice. `aura-2` alone is the default voice of that family.
             * @default aura-2-thalia-en
             * @example aura-2-thalia-en
             */
            voiceId?: string;
            /**
             * Format: double
             * @description How fast it speaks, from 0.7 to 1.5; 1 is as the voice was made. Deepgram's English and Spanish voices can be set; of the others only 1 is accepted.
             * @default 1
             * @example 1
             */
            rate?: number;
        };
        /**
         * TtsSettings
         * @description The agent's voice (FR-A3).
         */
        TtsSettingsInput: {
            /**
             * @description Who speaks.
             * @default deepgram
             * @example deepgram
             * @enum {string}
             */
            provider?: "deepgram";
            /**
             * @description The provider's voice. `aura-2` alone is the default voice of that family.
             * @default aura-2-thalia-en
             * @example aura-2-thalia-en
             */
            voiceId?: string;
            /**
             * Format: double
             * @description How fast it speaks, from 0.7 to 1.5; 1 is as the voice was made. Deepgram's English and Spanish voices can be set; of the others only 1 is accepted.
             * @default 1
             * @example 1
             */
            rate?: number;
        };
        /**
         * EndpointingSettings
         * @description When the caller's turn is over (FR-E2).
         */
        EndpointingSettings: {
            /**
             * @description Who decides (FR-E1). `invorto` - the platform, from the caller's voice and words. `off` - nobody: the turn ends with the transcriber's final words, `text.input` or keys. `livekit` is a turn detector that this platform does not run; it is refused.
             * @default invorto
             * @example invorto
             * @enum {string}
             */
            provider?: "invorto" | "livekit" | "off";
            /**
             * Format: int32
             * @description Silence that ends the caller's turn, milliseconds.
             * @default 220
             * @example 220
             */
            silenceMs?: number;
            /**
             * Format: int32
             * @description Number of words; below it a barge-in is not confirmed, and the end of a turn waits 600 ms longer, in case the caller is only beginning.
             * @default 2
             * @example 2
             */
            minWords?: number;
            /**
             * Format: double
             * @description How sure it must be, from 0 to 1, that the caller has finished for `silenceMs` alone to end the turn: from `1 - x` = this on, `x` counts as 0.
             * @default 0.65
             * @example 0.65
             */
            confidence?: number;
            /**
             * @description Milliseconds to wait, by `x`, the probability that the caller has not finished (judged by the last words: "and", "um", half a number). The wait is the larger of this and `silenceMs`, 3000 at most. Numbers, `x`, `+ - * / ^`, brackets, `min max sqrt abs exp log pow`. Null waits `silenceMs` always.
             * @default 200 + 1200 * x
             * @example 200 + 8000 * x
             */
            waitFunction?: string | null;
        };
        /**
         * EndpointingSettings
         * @description When the caller's turn is over (FR-E2).
         */
        EndpointingSettingsInput: {
            /**
             * @description Who decides (FR-E1). `invorto` - the platform, from the caller's voice and words. `off` - nobody: the turn ends with the transcriber's final words, `text.input` or keys. `livekit` is a turn detector that this platform does not run; it is refused.
             * @default invorto
             * @example invorto
             * @enum {string}
             */
            provider?: "invorto" | "livekit" | "off";
            /**
             * Format: int32
             * @description Silence that ends the caller's turn, milliseconds.
             * @default 220
             * @example 220
             */
            silenceMs?: number;
            /**
             * Format: int32
             * @description Number of words; below it a barge-in is not confirmed, and the end of a turn waits 600 ms longer, in case the caller is only beginning.
             * @default 2
             * @example 2
             */
            minWords?: number;
            /**
             * Format: double
             * @description How sure it must be, from 0 to 1, that the caller has finished for `silenceMs` alone to end the turn: from `1 - x` = this on, `x` counts as 0.
             * @default 0.65
             * @example 0.65
             */
            confidence?: number;
            /**
             * @description Milliseconds to wait, by `x`, the probability that the caller has not finished (judged by the last words: "and", "um", half a number). The wait is the larger of this and `silenceMs`, 3000 at most. Numbers, `x`, `+ - * / ^`, brackets, `min max sqrt abs exp log pow`. Null waits `silenceMs` always.
             * @default 200 + 1200 * x
             * @example 200 + 8000 * x
             */
            waitFunction?: string | null;
        };
        /**
         * ConsentSettings
         * @description What the caller is told before the conversation (FR-T6). Until it was heard to its end nothing that the caller says, types or presses is recorded, transcribed or sent out, and it cannot be interrupted.
         */
        ConsentSettings: {
            /**
             * @description The words.
             * @example This call is recorded and transcribed. Stay on the line if you agree.
             */
            prompt: string;
        };
        /**
         * ConsentSettings
         * @description What the caller is told before the conversation (FR-T6). Until it was heard to its end nothing that the caller says, types or presses is recorded, transcribed or sent out, and it cannot be interrupted.
         */
        ConsentSettingsInput: {
            /**
             * @description The words.
             * @example This call is recorded and transcribed. Stay on the line if you agree.
             */
            prompt: string;
        };
        /**
         * SilenceSettings
         * @description What happens when nobody speaks (FR-END1). Time stands still while the agent speaks or thinks and while the caller speaks; words, text and keys of the caller begin it anew.
         */
        SilenceSettings: {
            /**
             * Format: int32
             * @description Silence after which the agent asks whether the caller is there, milliseconds.
             * @default 15000
             * @example 15000
             */
            questionAfterMs?: number;
            /**
             * Format: int32
             * @description The number of times that it asks before the caller says something; 0 never asks.
             * @default 1
             * @example 1
             */
            maxQuestions?: number;
            /**
             * @description The question; null takes the platform's words in the agent's language.
             * @default null
             * @example Are you still there?
             */
            question?: string | null;
            /**
             * Format: int32
             * @description Silence in all after which the call ends as `user_silence_timeout`, milliseconds.
             * @default 60000
             * @example 60000
             */
            hangUpAfterMs?: number;
        };
        /**
         * Format: int32
         * @description After so many seconds the call ends as `max_duration`.
         * @default 3600
         * @example 3600
         */
        MaxDurationSec: number;
        /**
         * EndCallSettings
         * @description How the agent ends a call (FR-G1); the reason is `agent_hangup`.
         */
        EndCallSettings: {
            /**
             * @description Words of the agent that end the call: once an answer that has one of them was heard to its end, the agent hangs up. Case and punctuation do not matter. A caller who speaks over it keeps the call.
             * @default []
             * @example [
             *       "goodbye",
             *       "have a nice day"
             *     ]
             */
            phrases?: string[];
            /**
             * @description What the agent says before the platform ends the call by itself, for silence or for its longest duration; it cannot be interrupted. Null says nothing.
             * @default null
             * @example Thank you for calling. Goodbye.
             */
            farewell?: string | null;
            /**
             * @description Whether the model may end the call itself, with the built-in tool `end_call`. What it says in the same answer is heard to its end, or the farewell where it says nothing; then the agent hangs up. A caller who speaks over it keeps the call.
             * @default false
             * @example true
             */
            tool?: boolean;
        };
        /**
         * DtmfSettings
         * @description Keys that the agent presses (FR-T7).
         */
        DtmfSettings: {
            /**
             * @description Whether the model may press keys, with the built-in tool `send_dtmf`; the client gets a `dtmf.received` for each.
             * @default false
             * @example true
             */
            tool?: boolean;
        };
        /**
         * GuardrailSettings
         * @description What the agent must and must not do (FR-G1).
         */
        GuardrailSettings: {
            /**
             * @description Rules that stand after the prompt in the model's instructions, and over it.
             * @default []
             * @example [
             *       "Give no medical advice."
             *     ]
             */
            instructions?: string[];
            /**
             * @description What the agent never says. A sentence that has one of them, or ends one that a sentence before began, is not spoken and ends the answer; `llm.delta` then comes sentence by sentence and leaves it out too. Case and punctuation do not matter.
             * @default []
             * @example [
             *       "guaranteed returns"
             *     ]
             */
            blockedPhrases?: string[];
            /**
             * @description What is said in its place; null takes the platform's words in the agent's language.
             * @default null
             * @example I am not able to talk about that.
             */
            blockedReply?: string | null;
        };
        /**
         * SummarySettings
         * @description What the model says of a call after it (FR-G3). Its tokens are part of the call's cost.
         */
        SummarySettings: {
            /**
             * @description Whether a call is summarized.
             * @default true
             * @example true
             */
            enabled?: boolean;
            /**
             * @description What the summary shall look at besides; null for nothing more.
             * @default null
             * @example Note the slot that the caller prefers.
             * @example null
             */
            instructions?: string | null;
        };
        /**
         * @description How a call is scored - `NumericScale` 1 to 10, `LikertScale` 1 to 5, `PercentageScale` 0 to 100, `PassFail` true or false.
         * @example NumericScale
         * @enum {string}
         */
        Rubric: "NumericScale" | "LikertScale" | "PercentageScale" | "PassFail";
        /**
         * SuccessEvaluation
         * @description Scores a call after it (SRS 7.7.5).
         */
        SuccessEvaluation: {
            rubric: components["schemas"]["Rubric"];
            /**
             * @description What makes a call a success; null for what the agent's prompt says.
             * @example A demo was booked.
             * @example null
             */
            instructions?: string | null;
        };
        /**
         * SuccessEvaluation
         * @description Scores a call after it (SRS 7.7.5).
         */
        SuccessEvaluationInput: {
            rubric: components["schemas"]["Rubric"];
            /**
             * @description What makes a call a success; null for what the agent's prompt says.
             * @example A demo was booked.
             * @example null
             */
            instructions?: string | null;
        };
        /**
         * @description How calls are scored after them; null for not at all.
         * @default null
         */
        SuccessEvaluationOrNone: components["schemas"]["SuccessEvaluation"] | null;
        /**
         * @description How calls are scored after them; null for not at all.
         * @default null
         */
        SuccessEvaluationOrNoneInput: components["schemas"]["SuccessEvaluationInput"] | null;
        /**
         * @description How the model calls it. Unique per tenant. Refused are names that look like a minted id (prefix and 26 characters) and those of built-in tools, `end_call` and `send_dtmf`.
         * @example get_order_status
         */
        ToolName: string;
        /**
         * @description What it does and when to use it, for the model.
         * @default
         * @example Where an order is and when it arrives.
         */
        ToolDescription: string;
        /**
         * @description JSON Schema as models take it: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `anyOf`, `description`, `title`, `default`, `examples`, and the bounds of numbers, texts and arrays. A `pattern` is RE2. References, other keywords, more than 8 KB, 12 levels, 100 schemas or 500 enum values are refused.
         * @example {
         *       "type": "object",
         *       "properties": {
         *         "orderId": {
         *           "type": "string"
         *         }
         *       },
         *       "required": [
         *         "orderId"
         *       ],
         *       "additionalProperties": false
         *     }
         */
        ToolSchema: {
            [key: string]: unknown;
        };
        /**
         * Format: int32
         * @description How long it may take, retry and all, milliseconds (FR-TC3).
         * @default 2000
         * @example 2000
         */
        ToolTimeout: number;
        /**
         * ClientTool
         * @description A tool that the client of the call carries out, defined in place.
         */
        ClientTool: {
            name: components["schemas"]["ToolName"];
            description: components["schemas"]["ToolDescription"];
            inputSchema?: components["schemas"]["ToolSchema"];
            timeoutMs?: components["schemas"]["ToolTimeout"];
        };
        /**
         * ClientTool
         * @description A tool that the client of the call carries out, defined in place.
         */
        ClientToolInput: {
            name: components["schemas"]["ToolName"];
            description: components["schemas"]["ToolDescription"];
            inputSchema?: components["schemas"]["ToolSchema"];
            timeoutMs?: components["schemas"]["ToolTimeout"];
        };
        /**
         * AgentTool
         * @description The name of a tool of the tenant, or a client tool.
         */
        AgentTool: components["schemas"]["ToolName"] | components["schemas"]["ClientTool"];
        /**
         * AgentTool
         * @description The name of a tool of the tenant, or a client tool.
         */
        AgentToolInput: components["schemas"]["ToolName"] | components["schemas"]["ClientToolInput"];
        /**
         * @description What the agent may do while it speaks (FR-G2) - names of tools of the tenant, and client tools defined in place. Calls take them as they are when they begin.
         * @default []
         * @example [
         *       "get_order_status",
         *       {
         *         "name": "open_cart",
         *         "description": "Shows the cart on the caller's screen."
         *       }
         *     ]
         */
        AgentTools: components["schemas"]["AgentTool"][];
        /**
         * @description What the agent may do while it speaks (FR-G2) - names of tools of the tenant, and client tools defined in place. Calls take them as they are when they begin.
         * @default []
         * @example [
         *       "get_order_status",
         *       {
         *         "name": "open_cart",
         *         "description": "Shows the cart on the caller's screen."
         *       }
         *     ]
         */
        AgentToolsInput: components["schemas"]["AgentToolInput"][];
        /**
         * RecordingSettings
         * @description Whether calls are recorded (FR-D3). A recording is stereo, the caller on the left, the agent on the right.
         */
        RecordingSettings: {
            /**
             * @description Whether `recordings/{callId}.wav` is made.
             * @default true
             * @example true
             */
            enabled?: boolean;
        };
        /**
         * EventsSettings
         * @description What events of calls show (OBS-00 4). It is kept as it was when a call began.
         */
        EventsSettings: {
            /**
             * @description Whether `listSessionEvents` and `streamSessionEvents` show `content` - what was said, typed, pressed, asked of tools and concluded - to whoever may read events. Without it they have lengths, timing and models alone. The transcript and the timeline of a call are not bound to it.
             * @default false
             * @example false
             */
            content?: boolean;
        };
        /**
         * EventsSettings
         * @description What events of calls show (OBS-00 4). It is kept as it was when a call began.
         */
        EventsSettingsInput: {
            /**
             * @description Whether `listSessionEvents` and `streamSessionEvents` show `content` - what was said, typed, pressed, asked of tools and concluded - to whoever may read events. Without it they have lengths, timing and models alone. The transcript and the timeline of a call are not bound to it.
             * @default false
             * @example false
             */
            content?: boolean;
        };
        /**
         * AgentCreate
         * @description A new agent. What is left out takes the default that the answer shows.
         */
        AgentCreate: {
            name: components["schemas"]["AgentName"];
            prompt: components["schemas"]["Prompt"];
            /**
             * @description The tenant's own name for the agent, or null for none.
             * @example support-desk
             */
            externalId?: string | null;
            firstMessage?: components["schemas"]["FirstMessage"];
            apology?: components["schemas"]["Apology"];
            /**
             * @description The language that is heard and spoken, BCP 47.
             * @default en-IN
             * @example en-IN
             * @example hi-IN
             */
            locale?: string;
            interruptible?: components["schemas"]["Interruptible"];
            asr?: components["schemas"]["AsrSettings"];
            llm?: components["schemas"]["LlmSettingsInput"];
            tts?: components["schemas"]["TtsSettingsInput"];
            endpointing?: components["schemas"]["EndpointingSettingsInput"];
            /** @description What the caller is told first, or null for nothing. */
            consent?: components["schemas"]["ConsentSettingsInput"] | null;
            silence?: components["schemas"]["SilenceSettings"];
            maxDurationSec?: components["schemas"]["MaxDurationSec"];
            endCall?: components["schemas"]["EndCallSettings"];
            dtmf?: components["schemas"]["DtmfSettings"];
            guardrails?: components["schemas"]["GuardrailSettings"];
            summary?: components["schemas"]["SummarySettings"];
            successEvaluation?: components["schemas"]["SuccessEvaluationOrNoneInput"];
            tools?: components["schemas"]["AgentToolsInput"];
            recording?: components["schemas"]["RecordingSettings"];
            events?: components["schemas"]["EventsSettingsInput"];
        };
        /**
         * Format: int32
         * @description Grows by one with every change of the agent's settings.
         * @example 1
         */
        VersionNumber: number;
        /**
         * AsrSettingsInForce
         * @description How the caller is heard, every setting with its value.
         */
        AsrSettingsInForce: {
            /**
             * @description Who transcribes.
             * @default deepgram
             * @example deepgram
             * @enum {string}
             */
            provider: "deepgram";
            /**
             * @description The provider's model.
             * @default nova-3
             * @example nova-3
             */
            model: string;
            /**
             * Format: double
             * @description How sure the transcriber must be of the words of a turn, from 0 to 1 (FR-E2). Below it the agent does not answer but asks the caller to say it again, twice in a row at most; after that they are taken for noise. 0 answers everything.
             * @default 0.65
             * @example 0.65
             */
            confidenceThreshold: number;
            /**
             * @description How the agent asks again; null takes the platform's words in the agent's language.
             * @default null
             * @example Sorry, could you say that again?
             */
            repeatQuestion: string | null;
        };
        /**
         * LlmSettingsInForce
         * @description What answers, every setting with its value.
         */
        LlmSettingsInForce: {
            /**
             * @description Who answers.
             * @default openai
             * @example openai
             * @enum {string}
             */
            provider: "openai";
            /**
             * @description The provider's model.
             * @default gpt-4o-mini
             * @example gpt-4o-mini
             */
            model: string;
            /**
             * Format: double
             * @description How freely the model chooses its words, from 0 to 2.
             * @default 0.6
             * @example 0.6
             */
            temperature: number;
            /**
             * Format: int32
             * @description The longest answer, in tokens.
             * @default 256
             * @example 256
             */
            maxTokens: number;
        };
        /**
         * TtsSettingsInForce
         * @description The voice, every setting with its value.
         */
        TtsSettingsInForce: {
            /**
             * @description Who speaks.
             * @default deepgram
             * @example deepgram
             * @enum {string}
             */
            provider: "deepgram";
            /**
             * @description The provider's voice. `aura-2` alone is the default voice of that family.
             * @default aura-2-thalia-en
             * @example aura-2-thalia-en
             */
            voiceId: string;
            /**
             * Format: double
             * @description How fast it speaks, from 0.7 to 1.5; 1 is as the voice was made. Deepgram's English and Spanish voices can be set; of the others only 1 is accepted.
             * @default 1
             * @example 1
             */
            rate: number;
        };
        /**
         * EndpointingSettingsInForce
         * @description When the caller has finished, every setting with its value.
         */
        EndpointingSettingsInForce: {
            /**
             * @description Who decides (FR-E1). `invorto` - the platform, from the caller's voice and words. `off` - nobody: the turn ends with the transcriber's final words, `text.input` or keys. `livekit` is a turn detector that this platform does not run; it is refused.
             * @default invorto
             * @example invorto
             * @enum {string}
             */
            provider: "invorto" | "livekit" | "off";
            /**
             * Format: int32
             * @description Silence that ends the caller's turn, milliseconds.
             * @default 220
             * @example 220
             */
            silenceMs: number;
            /**
             * Format: int32
             * @description Number of words; below it a barge-in is not confirmed, and the end of a turn waits 600 ms longer, in case the caller is only beginning.
             * @default 2
             * @example 2
             */
            minWords: number;
            /**
             * Format: double
             * @description How sure it must be, from 0 to 1, that the caller has finished for `silenceMs` alone to end the turn: from `1 - x` = this on, `x` counts as 0.
             * @default 0.65
             * @example 0.65
             */
            confidence: number;
            /**
             * @description Milliseconds to wait, by `x`, the probability that the caller has not finished (judged by the last words: "and", "um", half a number). The wait is the larger of this and `silenceMs`, 3000 at most. Numbers, `x`, `+ - * / ^`, brackets, `min max sqrt abs exp log pow`. Null waits `silenceMs` always.
             * @default 200 + 1200 * x
             * @example 200 + 8000 * x
             */
            waitFunction: string | null;
        };
        /**
         * SilenceSettingsInForce
         * @description What silence leads to, every setting with its value.
         */
        SilenceSettingsInForce: {
            /**
             * Format: int32
             * @description Silence after which the agent asks whether the caller is there, milliseconds.
             * @default 15000
             * @example 15000
             */
            questionAfterMs: number;
            /**
             * Format: int32
             * @description The number of times that it asks before the caller says something; 0 never asks.
             * @default 1
             * @example 1
             */
            maxQuestions: number;
            /**
             * @description The question; null takes the platform's words in the agent's language.
             * @default null
             * @example Are you still there?
             */
            question: string | null;
            /**
             * Format: int32
             * @description Silence in all after which the call ends as `user_silence_timeout`, milliseconds.
             * @default 60000
             * @example 60000
             */
            hangUpAfterMs: number;
        };
        /**
         * EndCallSettingsInForce
         * @description How the agent ends a call, every setting with its value.
         */
        EndCallSettingsInForce: {
            /**
             * @description Words of the agent that end the call: once an answer that has one of them was heard to its end, the agent hangs up. Case and punctuation do not matter. A caller who speaks over it keeps the call.
             * @default []
             * @example [
             *       "goodbye",
             *       "have a nice day"
             *     ]
             */
            phrases: string[];
            /**
             * @description What the agent says before the platform ends the call by itself, for silence or for its longest duration; it cannot be interrupted. Null says nothing.
             * @default null
             * @example Thank you for calling. Goodbye.
             */
            farewell: string | null;
            /**
             * @description Whether the model may end the call itself, with the built-in tool `end_call`. What it says in the same answer is heard to its end, or the farewell where it says nothing; then the agent hangs up. A caller who speaks over it keeps the call.
             * @default false
             * @example true
             */
            tool: boolean;
        };
        /**
         * DtmfSettingsInForce
         * @description Keys, every setting with its value.
         */
        DtmfSettingsInForce: {
            /**
             * @description Whether the model may press keys, with the built-in tool `send_dtmf`; the client gets a `dtmf.received` for each.
             * @default false
             * @example true
             */
            tool: boolean;
        };
        /**
         * GuardrailSettingsInForce
         * @description What the agent must not say, every setting with its value.
         */
        GuardrailSettingsInForce: {
            /**
             * @description Rules that stand after the prompt in the model's instructions, and over it.
             * @default []
             * @example [
             *       "Give no medical advice."
             *     ]
             */
            instructions: string[];
            /**
             * @description What the agent never says. A sentence that has one of them, or ends one that a sentence before began, is not spoken and ends the answer; `llm.delta` then comes sentence by sentence and leaves it out too. Case and punctuation do not matter.
             * @default []
             * @example [
             *       "guaranteed returns"
             *     ]
             */
            blockedPhrases: string[];
            /**
             * @description What is said in its place; null takes the platform's words in the agent's language.
             * @default null
             * @example I am not able to talk about that.
             */
            blockedReply: string | null;
        };
        /**
         * SummarySettingsInForce
         * @description What is made of the call, every setting with its value.
         */
        SummarySettingsInForce: {
            /**
             * @description Whether a call is summarized.
             * @default true
             * @example true
             */
            enabled: boolean;
            /**
             * @description What the summary shall look at besides; null for nothing more.
             * @default null
             * @example Note the slot that the caller prefers.
             * @example null
             */
            instructions: string | null;
        };
        /**
         * RecordingSettingsInForce
         * @description What is recorded, every setting with its value.
         */
        RecordingSettingsInForce: {
            /**
             * @description Whether `recordings/{callId}.wav` is made.
             * @default true
             * @example true
             */
            enabled: boolean;
        };
        /**
         * EventsSettingsInForce
         * @description What events show, every setting with its value.
         */
        EventsSettingsInForce: {
            /**
             * @description Whether `listSessionEvents` and `streamSessionEvents` show `content` - what was said, typed, pressed, asked of tools and concluded - to whoever may read events. Without it they have lengths, timing and models alone. The transcript and the timeline of a call are not bound to it.
             * @default false
             * @example false
             */
            content: boolean;
        };
        /**
         * Agent
         * @description An agent as it stands, every default filled in (FR-G1).
         */
        Agent: {
            id: components["schemas"]["Id"];
            /**
             * @description The tenant's own name for the agent.
             * @example support-desk
             */
            externalId: string | null;
            version: components["schemas"]["VersionNumber"];
            /**
             * Format: int32
             * @description The version that answers new calls; null while that is always the newest.
             * @example 1
             */
            publishedVersion: number | null;
            name: components["schemas"]["AgentName"];
            prompt: components["schemas"]["Prompt"];
            firstMessage: components["schemas"]["FirstMessage"];
            apology: components["schemas"]["Apology"];
            locale: components["schemas"]["Locale"];
            interruptible: components["schemas"]["Interruptible"];
            asr: components["schemas"]["AsrSettingsInForce"];
            llm: components["schemas"]["LlmSettingsInForce"];
            tts: components["schemas"]["TtsSettingsInForce"];
            endpointing: components["schemas"]["EndpointingSettingsInForce"];
            /** @description What the caller is told first, or null for nothing. */
            consent: components["schemas"]["ConsentSettings"] | null;
            silence: components["schemas"]["SilenceSettingsInForce"];
            maxDurationSec: components["schemas"]["MaxDurationSec"];
            endCall: components["schemas"]["EndCallSettingsInForce"];
            dtmf: components["schemas"]["DtmfSettingsInForce"];
            guardrails: components["schemas"]["GuardrailSettingsInForce"];
            summary: components["schemas"]["SummarySettingsInForce"];
            successEvaluation: components["schemas"]["SuccessEvaluationOrNone"];
            tools: components["schemas"]["AgentTools"];
            recording: components["schemas"]["RecordingSettingsInForce"];
            events: components["schemas"]["EventsSettingsInForce"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /**
         * AgentPage
         * @description Agents, newest first.
         */
        AgentPage: {
            /** @description The agents of this page. */
            data: components["schemas"]["Agent"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * AgentDraft
         * @description Settings of an agent that are not known to be right.
         */
        AgentDraft: {
            [key: string]: unknown;
        };
        /**
         * AgentValidation
         * @description What was found.
         */
        AgentValidation: {
            /**
             * @description Whether the settings would be taken.
             * @example false
             */
            valid: boolean;
            /** @description Each wrong place. */
            errors: components["schemas"]["ProblemError"][];
        };
        /**
         * AgentPatch
         * @description JSON merge patch (RFC 7396) of an agent. What is left out stays; nested settings merge; null clears `externalId`, `firstMessage`, `apology` and `consent`.
         */
        AgentPatch: {
            name?: components["schemas"]["AgentName"];
            prompt?: components["schemas"]["Prompt"];
            /**
             * @description The tenant's own name for the agent, or null for none.
             * @example support-desk
             */
            externalId?: string | null;
            firstMessage?: components["schemas"]["FirstMessage"];
            apology?: components["schemas"]["Apology"];
            locale?: components["schemas"]["Locale"];
            interruptible?: components["schemas"]["Interruptible"];
            asr?: components["schemas"]["AsrSettings"];
            llm?: components["schemas"]["LlmSettingsInput"];
            tts?: components["schemas"]["TtsSettingsInput"];
            endpointing?: components["schemas"]["EndpointingSettingsInput"];
            /** @description What the caller is told first, or null for nothing. */
            consent?: components["schemas"]["ConsentSettingsInput"] | null;
            silence?: components["schemas"]["SilenceSettings"];
            maxDurationSec?: components["schemas"]["MaxDurationSec"];
            endCall?: components["schemas"]["EndCallSettings"];
            dtmf?: components["schemas"]["DtmfSettings"];
            guardrails?: components["schemas"]["GuardrailSettings"];
            summary?: components["schemas"]["SummarySettings"];
            successEvaluation?: components["schemas"]["SuccessEvaluationOrNoneInput"];
            tools?: components["schemas"]["AgentToolsInput"];
            recording?: components["schemas"]["RecordingSettings"];
            events?: components["schemas"]["EventsSettingsInput"];
        };
        /**
         * AgentVersion
         * @description An agent as it stood in one version. It never changes.
         */
        AgentVersion: {
            version: components["schemas"]["VersionNumber"];
            /**
             * @description Whether it answers new calls now.
             * @example true
             */
            published: boolean;
            createdAt: components["schemas"]["Timestamp"];
            agent: components["schemas"]["Agent"];
        };
        /**
         * AgentVersionPage
         * @description Versions, newest first.
         */
        AgentVersionPage: {
            /** @description The versions of this page. */
            data: components["schemas"]["AgentVersion"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * AgentPublish
         * @description Which version answers new calls.
         */
        AgentPublish: {
            /**
             * Format: int32
             * @description The version; the newest of now when it is left out, always the newest when it is null.
             * @example 1
             */
            version?: number | null;
        };
        /**
         * AgentRollback
         * @description Which version comes back.
         */
        AgentRollback: {
            version: components["schemas"]["VersionNumber"];
        };
        /**
         * @description Who carries it out - the platform, by an HTTP request, or the client of the call, over its socket.
         * @default http
         * @example http
         * @enum {string}
         */
        ToolKind: "http" | "client";
        /** @description Method of the request; GET where nothing is said. Null for a client tool. */
        ToolMethod: ("GET" | "POST" | "PUT" | "PATCH" | "DELETE") | null;
        /**
         * @description Where the request goes, https alone. `{name}` in its path or query is an argument, `${secrets.name}` a secret. The arguments that it does not name become the query of a GET or DELETE, and the JSON body of the others. Null for a client tool.
         * @example https://api.example.com/orders/{orderId}
         * @example null
         */
        ToolUrl: string | null;
        /**
         * @description Headers of the request; a value may hold `${secrets.name}`.
         * @example {
         *       "Authorization": "Bearer ${secrets.crm_api}"
         *     }
         */
        ToolHeaders: {
            [key: string]: string;
        };
        /** @description What the answer must look like, in the same subset; null takes any JSON. */
        ToolOutputSchema: components["schemas"]["ToolSchema"] | null;
        /**
         * @description Whether a request that failed may be sent once more (FR-TC3). Default - true for GET, PUT and DELETE, else false.
         * @example true
         */
        ToolIdempotent: boolean;
        /**
         * ToolCreate
         * @description A new tool. What is left out takes the default that the answer shows.
         */
        ToolCreate: {
            name: components["schemas"]["ToolName"];
            description?: components["schemas"]["ToolDescription"];
            kind?: components["schemas"]["ToolKind"];
            method?: components["schemas"]["ToolMethod"];
            url?: components["schemas"]["ToolUrl"];
            headers?: components["schemas"]["ToolHeaders"];
            inputSchema?: components["schemas"]["ToolSchema"];
            outputSchema?: components["schemas"]["ToolOutputSchema"];
            timeoutMs?: components["schemas"]["ToolTimeout"];
            idempotent?: components["schemas"]["ToolIdempotent"];
        };
        /**
         * Tool
         * @description A tool as it stands, every default filled in (FR-TC1).
         */
        Tool: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["ToolName"];
            description: components["schemas"]["ToolDescription"];
            kind: components["schemas"]["ToolKind"];
            method: components["schemas"]["ToolMethod"];
            url: components["schemas"]["ToolUrl"];
            headers: components["schemas"]["ToolHeaders"];
            inputSchema: components["schemas"]["ToolSchema"];
            outputSchema: components["schemas"]["ToolOutputSchema"];
            timeoutMs: components["schemas"]["ToolTimeout"];
            idempotent: components["schemas"]["ToolIdempotent"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /**
         * ToolPage
         * @description Tools, newest first.
         */
        ToolPage: {
            /** @description The tools of this page. */
            data: components["schemas"]["Tool"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description Arguments of an invocation, as `inputSchema` has them.
         * @example {
         *       "orderId": "A123"
         *     }
         */
        ToolArguments: {
            [key: string]: unknown;
        };
        /**
         * ToolTrial
         * @description A definition, a sample invocation, or both.
         */
        ToolTrial: {
            /**
             * @description The tool as `POST /v1/tools` would take it.
             * @example {
             *       "name": "get_order_status",
             *       "url": "https://api.example.com/orders/{orderId}"
             *     }
             */
            definition?: {
                [key: string]: unknown;
            };
            /** @description A tool that exists, in place of a definition. */
            tool?: components["schemas"]["ToolName"];
            args?: components["schemas"]["ToolArguments"];
        };
        /**
         * ToolFault
         * @description One wrong place of a tool.
         */
        ToolFault: {
            /**
             * @description JSON Pointer into the request.
             * @example /definition/url
             */
            pointer: string;
            /**
             * @description What is wrong.
             * @example must begin with https://
             */
            message: string;
            /**
             * @description The rule.
             * @example url
             */
            keyword: string;
        };
        /**
         * ToolVerdict
         * @description What is wrong with it, each with its place in the request.
         */
        ToolVerdict: {
            /**
             * @description Whether it would be taken.
             * @example true
             */
            valid: boolean;
            /**
             * @description Whether the model is held to the schema while it writes (OpenAI's strict mode) - every object closed, every property required.
             * @example false
             */
            strict: boolean;
            /** @description Each wrong place. */
            errors: components["schemas"]["ToolFault"][];
        };
        /**
         * ToolPatch
         * @description JSON merge patch (RFC 7396) of a tool. Headers merge, null removes one; a schema is replaced as a whole.
         */
        ToolPatch: {
            name?: components["schemas"]["ToolName"];
            description?: components["schemas"]["ToolDescription"];
            kind?: components["schemas"]["ToolKind"];
            method?: components["schemas"]["ToolMethod"];
            url?: components["schemas"]["ToolUrl"];
            /**
             * @description Headers that change; null removes one.
             * @example {
             *       "X-Old": null
             *     }
             */
            headers?: {
                [key: string]: string | null;
            };
            inputSchema?: components["schemas"]["ToolSchema"];
            outputSchema?: components["schemas"]["ToolOutputSchema"];
            timeoutMs?: components["schemas"]["ToolTimeout"];
            idempotent?: components["schemas"]["ToolIdempotent"];
        };
        /**
         * ToolInvocation
         * @description Arguments for one execution.
         */
        ToolInvocation: {
            args: components["schemas"]["ToolArguments"];
        };
        /**
         * Format: double
         * @description Span of time, milliseconds.
         * @example 220
         */
        DurationMs: number;
        /**
         * @description What kind of failure it was.
         * @example timeout
         * @enum {string}
         */
        ToolFailureClass: "bad_arguments" | "unknown_tool" | "refused" | "no_secret" | "unreachable" | "timeout" | "too_large" | "http_status" | "malformed" | "bad_result" | "client_error" | "too_many" | "cancelled" | "internal";
        /**
         * ToolFailure
         * @description Why there is no result.
         */
        ToolFailure: {
            class: components["schemas"]["ToolFailureClass"];
            /**
             * @description What happened, in a sentence.
             * @example There was no answer within 2000 ms.
             */
            message: string;
        };
        /**
         * ToolOutcome
         * @description What came of it. Values of secrets are blanked out.
         */
        ToolOutcome: {
            /**
             * @description Whether there is a result.
             * @example true
             */
            ok: boolean;
            latencyMs: components["schemas"]["DurationMs"];
            /**
             * Format: int32
             * @description Requests that were sent.
             * @example 1
             */
            attempts: number;
            /**
             * Format: int32
             * @description Status of the last answer; null when none came.
             * @example 200
             */
            httpStatus: number | null;
            /** @description The JSON that was answered; null on failure. */
            result: unknown;
            /** @description Null on success. */
            error: components["schemas"]["ToolFailure"] | null;
        };
        /**
         * @description The secret's name, as `${secrets.name}` has it.
         * @example crm_api
         */
        SecretName: string;
        /**
         * @description The only hosts that it is sent to; an empty list allows those of any tool (FR-TC1).
         * @example [
         *       "api.example.com"
         *     ]
         */
        SecretHosts: string[];
        /**
         * Secret
         * @description A secret without its value.
         */
        Secret: {
            name: components["schemas"]["SecretName"];
            hosts: components["schemas"]["SecretHosts"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /**
         * SecretList
         * @description All secrets of the tenant by name; a tenant has at most 100.
         */
        SecretList: {
            /** @description The secrets, without their values. */
            data: components["schemas"]["Secret"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * SecretValue
         * @description A secret. It is encrypted at rest and is never read back.
         */
        SecretValue: {
            /**
             * @description The value. Visible ASCII, blanks inside.
             * @example example-crm-key
             */
            value: string;
            hosts?: components["schemas"]["SecretHosts"];
        };
        /**
         * @description Where the call stands.
         * @example in_progress
         * @enum {string}
         */
        CallStatus: "queued" | "ringing" | "in_progress" | "ended";
        /**
         * AsrAtCallStart
         * @description How the caller was heard, and in which language.
         */
        AsrAtCallStart: {
            /**
             * @description Who transcribes.
             * @default deepgram
             * @example deepgram
             * @enum {string}
             */
            provider?: "deepgram";
            /**
             * @description The provider's model.
             * @default nova-3
             * @example nova-3
             */
            model?: string;
            /**
             * Format: double
             * @description How sure the transcriber must be of the words of a turn, from 0 to 1 (FR-E2). Below it the agent does not answer but asks the caller to say it again, twice in a row at most; after that they are taken for noise. 0 answers everything.
             * @default 0.65
             * @example 0.65
             */
            confidenceThreshold?: number;
            /**
             * @description How the agent asks again; null takes the platform's words in the agent's language.
             * @default null
             * @example Sorry, could you say that again?
             */
            repeatQuestion?: string | null;
            language: components["schemas"]["Locale"];
        };
        /**
         * AgentConfigAtCallStart
         * @description With which providers the call began (SRS 7.7.3); `getAgentVersion` of `agentVersion` has every setting.
         */
        AgentConfigAtCallStart: {
            asr: components["schemas"]["AsrAtCallStart"];
            llm: components["schemas"]["LlmSettings"];
            tts: components["schemas"]["TtsSettings"];
            endpointing: components["schemas"]["EndpointingSettings"];
            events?: components["schemas"]["EventsSettings"];
        };
        /**
         * @description Who called; a browser that connects is inbound.
         * @example inbound
         * @enum {string}
         */
        CallDirection: "inbound" | "outbound";
        /**
         * @description Why the call ended, in full.
         * @example caller_hangup
         * @enum {string}
         */
        EndReason: "caller_hangup" | "agent_hangup" | "user_silence_timeout" | "max_duration" | "transfer" | "provider_unavailable" | "quota_exceeded" | "cancelled" | "owner_lost" | "client_lost" | "store_unavailable" | "internal";
        /**
         * Format: double
         * @description Span of time, seconds.
         * @example 62
         */
        DurationSec: number;
        /**
         * CallMetadata
         * @description What the client said of the call in `start.metadata`, for your own use; the platform keeps it and does not read it.
         * @example {
         *       "customer": "C-1042",
         *       "visits": 3,
         *       "returning": true
         *     }
         */
        CallMetadata: {
            [key: string]: string | number | boolean;
        };
        /**
         * Call
         * @description One conversation (SRS 7.5).
         */
        Call: {
            id: components["schemas"]["Id"];
            /**
             * @description The tenant's own name for the call.
             * @example support-desk
             */
            externalId: string | null;
            agentId: components["schemas"]["Id"];
            /**
             * Format: int32
             * @description The agent's version when the call began.
             * @example 1
             */
            agentVersion: number;
            agentConfigAtCallStart: components["schemas"]["AgentConfigAtCallStart"];
            direction: components["schemas"]["CallDirection"];
            status: components["schemas"]["CallStatus"];
            /** @description Null until the call has ended. */
            endReason: components["schemas"]["EndReason"] | null;
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When the conversation began; null before that.
             * @example 2025-08-21T11:42:10.000Z
             */
            answeredAt: string | null;
            /**
             * Format: date-time
             * @description When the call ended; null before that.
             * @example 2025-08-21T11:42:10.000Z
             */
            endedAt: string | null;
            /**
             * Format: double
             * @description Answer to end, seconds; null until the call has ended.
             * @example 62
             */
            durationSec: number | null;
            metadata?: components["schemas"]["CallMetadata"];
        };
        /**
         * CallPage
         * @description Calls, newest first.
         */
        CallPage: {
            /** @description The calls of this page. */
            data: components["schemas"]["Call"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * Format: double
         * @description Rupees, at most six decimals; made from whole micro-rupees.
         * @example 1.63
         */
        CostInr: number;
        /**
         * CostLine
         * @description What one provider was used for (SRS 6.1.1). Either `minutes` or `units` is there; of `stt` the units are minutes.
         */
        CostLine: {
            /**
             * @description What it was.
             * @example stt
             * @enum {string}
             */
            type: "transport" | "stt" | "tts" | "llm" | "platform" | "other";
            /**
             * @description The provider.
             * @example deepgram
             */
            provider: string;
            /**
             * @description The model, where there is one.
             * @example nova-3
             */
            model?: string | null;
            /**
             * @description What `minutes` or `units` counts.
             * @example minutes
             * @enum {string}
             */
            unit?: "minutes" | "characters" | "tokens_in" | "tokens_out";
            /**
             * Format: double
             * @description Minutes of transport and of the platform.
             * @example 1
             */
            minutes?: number;
            /**
             * Format: double
             * @description Minutes of audio, characters or tokens.
             * @example 1
             */
            units?: number;
            costInr: components["schemas"]["CostInr"];
            /**
             * @description Whether any of it was estimated.
             * @example false
             */
            estimated?: boolean;
            /**
             * @description Whether there was a rate for it; without one `costInr` is 0.
             * @example true
             */
            priced?: boolean;
        };
        /**
         * CallUsage
         * @description What the call used and what it cost (SRS 7.7.1). Costs stay when words are erased.
         */
        CallUsage: {
            /**
             * Format: double
             * @description Minutes on the line; 0 where no telephone is used.
             * @example 1
             */
            transportMinutes: number;
            transportCostInr: components["schemas"]["CostInr"];
            /**
             * Format: double
             * @description Minutes of audio that were transcribed.
             * @example 1
             */
            asrMin: number;
            /**
             * Format: int64
             * @description Characters given to the voice.
             * @example 360
             */
            ttsChars: number;
            /**
             * Format: int64
             * @description Tokens read by the model.
             * @example 420
             */
            llmIn: number;
            /**
             * Format: int64
             * @description Tokens written by the model.
             * @example 150
             */
            llmOut: number;
            costInr: components["schemas"]["CostInr"];
            /** @description A line for each provider, model and unit; `costInr` above is their sum. */
            costs: components["schemas"]["CostLine"][];
        };
        /**
         * @description Who said it - the model, or rules where the model could not.
         * @example model
         * @enum {string}
         */
        ConclusionMethod: "model" | "rules";
        /**
         * CallSummary
         * @description What the call came to (SRS 7.4.1).
         */
        CallSummary: {
            /**
             * @description A label.
             * @example meeting_booked
             */
            outcome: string;
            /**
             * @description What happens next.
             * @example Calendar invite sent
             */
            nextStep: string | null;
            /**
             * @description What is worth remembering.
             * @example User prefers morning slot.
             */
            notes: string | null;
            method?: components["schemas"]["ConclusionMethod"];
        };
        /**
         * CallDisposition
         * @description Whether the call did what it was for.
         */
        CallDisposition: {
            /**
             * @description Null when that cannot be told.
             * @example true
             */
            success: boolean | null;
            /**
             * @description Why.
             * @example The caller chose a slot.
             */
            reason: string;
            /** @description Everything that is to be done. */
            nextSteps: string[];
        };
        /**
         * Format: double
         * @description The score, as the rubric has it; null when nobody could give one.
         * @example 4
         * @example true
         */
        EvaluationScore: number | boolean | null;
        /**
         * SuccessScore
         * @description How well the call went.
         */
        SuccessScore: {
            rubric: components["schemas"]["Rubric"];
            score: components["schemas"]["EvaluationScore"];
            /**
             * @description Why.
             * @example The caller chose a slot.
             */
            reason?: string;
            method?: components["schemas"]["ConclusionMethod"];
        };
        /**
         * CallAnalysis
         * @description What was found out about the call (SRS 7.7.5).
         */
        CallAnalysis: {
            /**
             * @description The call in a sentence or two.
             * @example Booked a demo
             */
            summary: string | null;
            /**
             * @description Facts that were read out of it; null, as none are asked for yet.
             * @example {
             *       "bookingId": "bk_123"
             *     }
             */
            structuredData: {
                [key: string]: unknown;
            } | null;
            /** @description The score; null where the agent has no rubric. */
            successEvaluation: components["schemas"]["SuccessScore"] | null;
        };
        /**
         * Format: double
         * @description Seconds since the call was answered.
         * @example 170.4
         */
        CallSeconds: number;
        /**
         * CallMessage
         * @description One thing that was said.
         */
        CallMessage: {
            /**
             * @description Who said it.
             * @example user
             * @enum {string}
             */
            role: "user" | "assistant";
            /**
             * @description The words; of the agent, those that were heard.
             * @example Hi, pricing?
             */
            message: string;
            time: components["schemas"]["CallSeconds"];
            endTime: components["schemas"]["CallSeconds"];
            secondsFromStart: components["schemas"]["CallSeconds"];
            duration: components["schemas"]["DurationSec"];
            /**
             * @description Whether anything was taken out; nothing is yet.
             * @example false
             */
            isFiltered?: boolean;
            /** @description What is wrong with the words; nothing is looked for yet. */
            detectedThreats?: string[];
        };
        /**
         * CallArtifact
         * @description An echo of what was said (SRS 7.7.2); only with `include=messages`.
         */
        CallArtifact: {
            /** @description Who said what, oldest first, the first 2000; the whole is in the transcript. */
            messages: components["schemas"]["CallMessage"][];
        };
        /**
         * CallDetails
         * @description A call, and what was made of it after its end (SRS 7.5, 7.7). Null is what is not there yet, was not asked for, or was erased.
         */
        CallDetails: {
            id: components["schemas"]["Id"];
            /**
             * @description The tenant's own name for the call.
             * @example support-desk
             */
            externalId: string | null;
            agentId: components["schemas"]["Id"];
            /**
             * Format: int32
             * @description The agent's version when the call began.
             * @example 1
             */
            agentVersion: number;
            agentConfigAtCallStart: components["schemas"]["AgentConfigAtCallStart"];
            direction: components["schemas"]["CallDirection"];
            status: components["schemas"]["CallStatus"];
            /** @description Null until the call has ended. */
            endReason: components["schemas"]["EndReason"] | null;
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When the conversation began; null before that.
             * @example 2025-08-21T11:42:10.000Z
             */
            answeredAt: string | null;
            /**
             * Format: date-time
             * @description When the call ended; null before that.
             * @example 2025-08-21T11:42:10.000Z
             */
            endedAt: string | null;
            /**
             * Format: double
             * @description Answer to end, seconds; null until the call has ended.
             * @example 62
             */
            durationSec: number | null;
            metadata?: components["schemas"]["CallMetadata"];
            /** @description What it used and cost; null until the call is finished, a moment after its end. */
            usage: components["schemas"]["CallUsage"] | null;
            /** @description What it came to. */
            summary: components["schemas"]["CallSummary"] | null;
            /** @description Whether it did what it was for (FR-G3). */
            disposition: components["schemas"]["CallDisposition"] | null;
            /** @description What was found out about it (SRS 7.7.5). */
            analysis: components["schemas"]["CallAnalysis"] | null;
            artifact?: components["schemas"]["CallArtifact"];
        };
        /**
         * Format: int32
         * @description Number of the event in its session's log. Begins at 1 and has no gaps.
         * @example 17
         */
        Seq: number;
        /**
         * @description What is counted.
         * @example tokens_in
         * @enum {string}
         */
        UsageUnit: "seconds" | "characters" | "tokens_in" | "tokens_out";
        /**
         * Format: double
         * @description How many units of it, to the thousandth.
         * @example 420
         */
        UsageQuantity: number;
        /**
         * @description One call of a tool; the answer repeats it.
         * @example tk_01jd3w7q8re5a9v6c2k4m0n7xz
         */
        ToolCallId: string;
        /**
         * TimelineEntry
         * @description One thing that happened in the call, a projection of one event of its log (SRS 7.5). What a type does not have is left out.
         */
        TimelineEntry: {
            seq: components["schemas"]["Seq"];
            ts: components["schemas"]["Timestamp"];
            /**
             * @description What happened, as `names.yaml` calls it in a timeline.
             * @example stt.final
             */
            type: string;
            /**
             * @description Whether this is the first or the last piece of a stream (`llm.delta`, `tts.chunk`).
             * @example first
             * @enum {string}
             */
            mark?: "first" | "last";
            /**
             * @description The turn that it belongs to; one user-to-agent exchange has one.
             * @example turn_1
             */
            turnId?: string;
            latencyMs?: components["schemas"]["DurationMs"];
            /**
             * @description What was said.
             * @example I want pricing
             */
            text?: string;
            /**
             * @description The part of the agent's words that the caller heard.
             * @example Sure, our plans
             */
            textHeard?: string;
            /**
             * Format: double
             * @description How sure the transcriber is, from 0 to 1.
             * @example 0.98
             */
            confidence?: number;
            language?: components["schemas"]["Locale"];
            /**
             * @description Whose service it was.
             * @example openai
             */
            provider?: string;
            /**
             * @description Which model it was.
             * @example gpt-4o-mini
             */
            model?: string;
            /**
             * @description The agent's utterance.
             * @example u_1
             */
            utteranceId?: string;
            /**
             * @description Why the agent fell silent.
             * @example completed
             * @enum {string}
             */
            cause?: "completed" | "barge_in" | "error";
            heardMs?: components["schemas"]["DurationMs"];
            waitMs?: components["schemas"]["DurationMs"];
            /**
             * @description Of silence, what follows it: the agent asks, or the call ends.
             * @example question
             * @enum {string}
             */
            timer?: "question" | "hang_up";
            thresholdMs?: components["schemas"]["DurationMs"];
            /**
             * @description What was commanded.
             * @example call.hangup
             */
            command?: string;
            /**
             * @description What came of a command.
             * @example applied
             */
            result?: string;
            /**
             * @description Which of the agent's own sentences was said.
             * @example silence_question
             */
            messageKey?: string;
            /**
             * Format: int32
             * @description Tokens read by the model.
             * @example 420
             */
            tokensIn?: number;
            /**
             * Format: int32
             * @description Tokens written by the model.
             * @example 150
             */
            tokensOut?: number;
            /**
             * @description The state that was left.
             * @example connecting
             */
            from?: string;
            /**
             * @description The state that was entered.
             * @example live
             */
            to?: string;
            direction?: components["schemas"]["CallDirection"];
            reason?: components["schemas"]["EndReason"];
            /**
             * @description What kind of provider failure it was.
             * @example disconnected
             */
            failure?: string;
            /**
             * Format: int32
             * @description Which try it was, from 1.
             * @example 2
             */
            attempt?: number;
            durationSec?: components["schemas"]["DurationSec"];
            /**
             * @description Which service it was.
             * @example llm
             * @enum {string}
             */
            service?: "asr" | "llm" | "tts" | "transport";
            unit?: components["schemas"]["UsageUnit"];
            quantity?: components["schemas"]["UsageQuantity"];
            /**
             * @description Whether the quantity was estimated.
             * @example false
             */
            estimated?: boolean;
            costInr?: components["schemas"]["CostInr"];
            score?: components["schemas"]["EvaluationScore"];
            toolCallId?: components["schemas"]["ToolCallId"];
            /**
             * @description The tool (SRS 7.8).
             * @example get_order_status
             */
            name?: string;
            /**
             * @description What the tool was asked with.
             * @example {
             *       "orderId": "A123"
             *     }
             */
            args?: {
                [key: string]: unknown;
            };
            /**
             * @description Whether the agent waits for the tool before it goes on.
             * @example true
             */
            blocking?: boolean;
            /**
             * Format: int32
             * @description Status that the tool answered with.
             * @example 200
             */
            httpStatus?: number;
            /**
             * @description SHA-256 of the result's JSON.
             * @example sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
             */
            resultHash?: string;
            error?: components["schemas"]["ToolFailureClass"];
            /**
             * @description Which artifact was stored or erased.
             * @example recording
             * @enum {string}
             */
            artifact?: "recording" | "transcript" | "metrics" | "bundle";
            /**
             * Format: int64
             * @description Its length.
             * @example 3968044
             */
            bytes?: number;
        };
        /**
         * Timeline
         * @description What happened in the call, oldest first.
         */
        Timeline: {
            /** @description The entries of this page. */
            data: components["schemas"]["TimelineEntry"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * Format: uri
         * @description Signed URL, valid for 5 minutes; null when there is no such artifact (yet).
         * @example http://127.0.0.1:8080/v1/artifacts/transcripts/c_01jd3w7q8re5a9v6c2k4m0n7xz.jsonl?expires=1755776830&signature=5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592
         */
        ArtifactUrl: string | null;
        /**
         * Artifacts
         * @description What a finished call left behind (SRS 6.3, 7.5).
         */
        Artifacts: {
            recording: components["schemas"]["ArtifactUrl"];
            transcript: components["schemas"]["ArtifactUrl"];
            metrics: components["schemas"]["ArtifactUrl"];
            bundle: components["schemas"]["ArtifactUrl"];
        };
        /**
         * @description What the log is of - a call, a call between two browsers, or what belongs to the tenant and to no call.
         * @example call
         * @enum {string}
         */
        SessionKind: "call" | "peer_call" | "tenant";
        /**
         * @description Where a session stands. `detached` - the caller's socket was lost, and may come back.
         * @example live
         * @enum {string}
         */
        SessionState: "created" | "consent" | "live" | "detached" | "ended";
        /**
         * Session
         * @description One log.
         */
        Session: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["SessionKind"];
            /**
             * @description Whether it goes on: a call until it has ended, the log of the tenant for ever.
             * @example true
             */
            live: boolean;
            /** @description Where a call stands; null for a log that is of no call. */
            state: components["schemas"]["SessionState"] | null;
            startedAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it ended; null until then.
             * @example 2025-08-21T11:42:10.000Z
             */
            endedAt: string | null;
            /**
             * Format: int32
             * @description `seq` of its last event; 0 for an empty log.
             * @example 212
             */
            lastSeq: number;
            /**
             * @description Whether events of severity `debug` are written for it.
             * @example false
             */
            debug: boolean;
            /**
             * @description Whether words, arguments and results are shown with its events.
             * @example false
             */
            contentVisible: boolean;
        };
        /**
         * SessionPage
         * @description Sessions, newest first.
         */
        SessionPage: {
            /** @description The sessions of this page. */
            data: components["schemas"]["Session"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description A type of event, as the events' document names it.
         * @example stt.final
         */
        EventTypeName: string;
        /**
         * @description The part of the system that says it.
         * @example voice_pipeline
         * @enum {string}
         */
        EventComponent: "control_plane" | "voice_pipeline" | "adapter" | "action_runner";
        /**
         * PiiNotice
         * @description Which personal data the event holds, and how it is handled (OBS-00 section 4).
         */
        PiiNotice: {
            /**
             * @description Whether there is any.
             * @example false
             */
            contains_pii: boolean;
            /** @description What kinds of it. */
            fields: string[];
            /**
             * @description How it is handled.
             * @example none
             * @enum {string}
             */
            handling: "none" | "masked" | "restricted";
        };
        /**
         * ProviderName
         * @description Whose service it was.
         */
        ProviderName: {
            /**
             * @description The provider.
             * @example deepgram
             */
            name?: string;
            /**
             * @description The provider's model.
             * @example nova-3
             */
            model?: string;
        };
        /**
         * Envelope
         * @description What every event has (OBS-00 section 2).
         */
        Envelope: {
            ts: components["schemas"]["Timestamp"];
            session_id: components["schemas"]["Id"];
            seq: components["schemas"]["Seq"];
            /**
             * @description The part of the system that says it.
             * @example voice_pipeline
             * @enum {string}
             */
            component: "control_plane" | "voice_pipeline" | "adapter" | "action_runner";
            /**
             * @description How much it matters.
             * @example info
             * @enum {string}
             */
            severity: "debug" | "info" | "warn" | "error";
            /**
             * @description The turn, command or action that it belongs to; the session itself where it is none of these.
             * @example turn_1
             */
            correlation_id: string;
            pii: components["schemas"]["PiiNotice"];
            provider?: components["schemas"]["ProviderName"];
            latency_ms?: components["schemas"]["DurationMs"];
            /**
             * Format: int32
             * @description Which try it was, from 1.
             * @example 1
             */
            attempt?: number;
        };
        /**
         * SessionEvent
         * @description One event of the log (OBS-00 section 2); the events' document says what `data` and `content` hold for each type. `content` is there only where the session allows it.
         */
        SessionEvent: {
            ts: components["schemas"]["Timestamp"];
            session_id: components["schemas"]["Id"];
            seq: components["schemas"]["Seq"];
            /**
             * @description The part of the system that says it.
             * @example voice_pipeline
             * @enum {string}
             */
            component: "control_plane" | "voice_pipeline" | "adapter" | "action_runner";
            /**
             * @description How much it matters.
             * @example info
             * @enum {string}
             */
            severity: "debug" | "info" | "warn" | "error";
            /**
             * @description The turn, command or action that it belongs to; the session itself where it is none of these.
             * @example turn_1
             */
            correlation_id: string;
            pii: components["schemas"]["PiiNotice"];
            provider?: components["schemas"]["ProviderName"];
            latency_ms?: components["schemas"]["DurationMs"];
            /**
             * Format: int32
             * @description Which try it was, from 1.
             * @example 1
             */
            attempt?: number;
            event_type: components["schemas"]["EventTypeName"];
            /**
             * @description What the type adds.
             * @example {
             *       "transcript_length": 14
             *     }
             */
            data: {
                [key: string]: unknown;
            };
            /**
             * @description Words, arguments or results.
             * @example {
             *       "text": "I want pricing"
             *     }
             */
            content?: {
                [key: string]: unknown;
            };
        };
        /**
         * SessionEventPage
         * @description Events, oldest first.
         */
        SessionEventPage: {
            /** @description The events of this page. */
            data: components["schemas"]["SessionEvent"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * CancelCommand
         * @description Takes the call back, whether it is answered or not. It ends at once, as `cancelled`.
         */
        CancelCommand: {
            /**
             * @description The command. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            command: "call.cancel";
        };
        /**
         * HangupCommand
         * @description Hangs up. The call ends at once, as `agent_hangup`.
         */
        HangupCommand: {
            /**
             * @description The command. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            command: "call.hangup";
        };
        /**
         * DebugToggleCommand
         * @description Writes events of severity `debug` (`pipeline.debug`) for this session, or writes them no longer. Words are never among them.
         */
        DebugToggleCommand: {
            /**
             * @description The command. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            command: "pipeline.debug_toggle";
            /**
             * @description Whether they are written.
             * @example true
             */
            enabled: boolean;
        };
        /**
         * SayCommand
         * @description Makes the agent say something, in its own voice, when the caller does not speak. It is a turn of its own in the log. What the agent's guardrails block is refused, and so is everything before a consent prompt was heard.
         */
        SayCommand: {
            /**
             * @description The command. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            command: "say";
            /**
             * @description The words.
             * @example One moment please.
             */
            text: string;
            /**
             * @description Whether the agent stops what it is saying; otherwise it says this next.
             * @default false
             * @example false
             */
            interrupt?: boolean;
        };
        /**
         * SessionCommand
         * @description A command; `command` tells which one it is.
         */
        SessionCommand: components["schemas"]["CancelCommand"] | components["schemas"]["HangupCommand"] | components["schemas"]["DebugToggleCommand"] | components["schemas"]["SayCommand"];
        /**
         * @description What can be commanded (OBS-00 5).
         * @example call.hangup
         * @enum {string}
         */
        CommandName: "call.cancel" | "call.hangup" | "pipeline.debug_toggle" | "say";
        /**
         * @description `applied` - it is done. `unchanged` - it was so already.
         * @example applied
         * @enum {string}
         */
        CommandOutcome: "applied" | "unchanged";
        /**
         * SessionCommandResult
         * @description What came of a command.
         */
        SessionCommandResult: {
            command: components["schemas"]["CommandName"];
            result: components["schemas"]["CommandOutcome"];
            /**
             * @description `correlation_id` of its events.
             * @example cmd_1
             */
            correlationId: string;
            latencyMs: components["schemas"]["DurationMs"];
            seq: components["schemas"]["Seq"];
        };
        /**
         * @description How the endpoint stands. `paused` - you said so. `failing` - disabled, since 100 attempts in a row failed and none succeeded for 24 hours. `gone` - disabled, since it answered 410. Only to an enabled endpoint anything is posted; for the others events are kept.
         * @example enabled
         * @enum {string}
         */
        WebhookEndpointState: "enabled" | "paused" | "failing" | "gone";
        /**
         * Format: uri
         * @description Where events are posted. HTTPS, a public address, without credentials; redirects are not followed. Plain http is for hosts of the setting `EGRESS_ALLOW` alone.
         * @example https://example.com/hooks/invorto
         */
        WebhookUrl: string;
        /**
         * @description A type of event that an endpoint can subscribe to.
         * @example call.ended
         * @enum {string}
         */
        WebhookEventType: "call.started" | "asr.final" | "agent.tool_call" | "call.ended" | "agent.summary" | "billing.usage.updated" | "qa.flags";
        /**
         * @description The types of events that are posted; without it, or null, all of them, and new ones as they come.
         * @example [
         *       "call.ended",
         *       "agent.summary"
         *     ]
         */
        WebhookEventTypes: components["schemas"]["WebhookEventType"][] | null;
        /**
         * @description What it is for, for people.
         * @example Files calls in the CRM
         */
        WebhookDescription: string | null;
        /**
         * WebhookSecretGrace
         * @description Two secrets sign.
         */
        WebhookSecretGrace: {
            startedAt: components["schemas"]["Timestamp"];
            graceEndsAt: components["schemas"]["Timestamp"];
        };
        /**
         * WebhookEndpoint
         * @description Where events are posted.
         */
        WebhookEndpoint: {
            id: components["schemas"]["Id"];
            url: components["schemas"]["WebhookUrl"];
            eventTypes: components["schemas"]["WebhookEventTypes"];
            description: components["schemas"]["WebhookDescription"];
            state: components["schemas"]["WebhookEndpointState"];
            stateSince: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Number of attempts that failed since the last that succeeded.
             * @example 0
             */
            consecutiveFailures: number;
            /**
             * Format: date-time
             * @description When an event was last received; null when none was.
             * @example 2025-08-21T11:42:10.000Z
             */
            lastSuccessAt: string | null;
            /** @description The rotation of its secret that goes on; null when none does. */
            secretRotation: components["schemas"]["WebhookSecretGrace"] | null;
            createdAt: components["schemas"]["Timestamp"];
        };
        /**
         * WebhookEndpointPage
         * @description Endpoints, newest first.
         */
        WebhookEndpointPage: {
            /** @description The endpoints of this page. */
            data: components["schemas"]["WebhookEndpoint"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description `whsec_` and the base64 of 24 to 64 bytes (Standard Webhooks). Keep it like a password: who has it can make events.
         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
         */
        WebhookSecret: string;
        /**
         * WebhookEndpointCreate
         * @description A new endpoint.
         */
        WebhookEndpointCreate: {
            url: components["schemas"]["WebhookUrl"];
            eventTypes?: components["schemas"]["WebhookEventTypes"];
            description?: components["schemas"]["WebhookDescription"];
            /** @description A secret of your own; made for you when it is left out. */
            secret?: components["schemas"]["WebhookSecret"];
        };
        /**
         * WebhookEndpointWithSecret
         * @description A new endpoint, with the secret that is shown this once.
         */
        WebhookEndpointWithSecret: {
            id: components["schemas"]["Id"];
            url: components["schemas"]["WebhookUrl"];
            eventTypes: components["schemas"]["WebhookEventTypes"];
            description: components["schemas"]["WebhookDescription"];
            state: components["schemas"]["WebhookEndpointState"];
            stateSince: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Number of attempts that failed since the last that succeeded.
             * @example 0
             */
            consecutiveFailures: number;
            /**
             * Format: date-time
             * @description When an event was last received; null when none was.
             * @example 2025-08-21T11:42:10.000Z
             */
            lastSuccessAt: string | null;
            /** @description The rotation of its secret that goes on; null when none does. */
            secretRotation: components["schemas"]["WebhookSecretGrace"] | null;
            createdAt: components["schemas"]["Timestamp"];
            secret: components["schemas"]["WebhookSecret"];
        };
        /**
         * WebhookEndpointPatch
         * @description What changes of an endpoint.
         */
        WebhookEndpointPatch: {
            url?: components["schemas"]["WebhookUrl"];
            eventTypes?: components["schemas"]["WebhookEventTypes"];
            description?: components["schemas"]["WebhookDescription"];
            /**
             * @description Whether events are posted there. `enabled` also takes one up again that was disabled.
             * @example paused
             * @enum {string}
             */
            state?: "enabled" | "paused";
        };
        /**
         * WebhookSecretRotate
         * @description How a secret is rotated.
         */
        WebhookSecretRotate: {
            /**
             * Format: int32
             * @description For how long the old secret signs as well, unless it is promoted before; seconds, 0 for a secret that is lost.
             * @default 86400
             * @example 86400
             */
            graceSec?: number;
            /** @description A secret of your own; made for you when it is left out. */
            secret?: components["schemas"]["WebhookSecret"];
        };
        /**
         * WebhookSecretRotation
         * @description The new secret, shown this once.
         */
        WebhookSecretRotation: {
            startedAt: components["schemas"]["Timestamp"];
            graceEndsAt: components["schemas"]["Timestamp"];
            secret: components["schemas"]["WebhookSecret"];
        };
        /**
         * @description How the delivery stands. `pending` - not tried yet. `retrying` - tried, and tried again later. `delivered` - the endpoint answered 2xx. `dead` - given up after the last try, or held back by a disabled endpoint; replay it, or recover a span of time.
         * @example delivered
         * @enum {string}
         */
        WebhookDeliveryState: "pending" | "retrying" | "delivered" | "dead";
        /**
         * @description Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same.
         * @example evt_01jd3w7q8re5a9v6c2k4m0n7xz
         */
        WebhookEventId: string;
        /**
         * @description How an attempt failed. `refused` - any answer that is not 2xx, redirects too. `blocked` - the address leads into a private network.
         * @example refused
         * @enum {string}
         */
        WebhookAttemptFailure: "refused" | "timeout" | "unreachable" | "tls" | "too_large" | "blocked";
        /**
         * WebhookAttempt
         * @description One try to post an event.
         */
        WebhookAttempt: {
            /**
             * Format: int32
             * @description Which try it was, from 1.
             * @example 1
             */
            attempt: number;
            /**
             * @description What made it.
             * @example schedule
             * @enum {string}
             */
            trigger: "schedule" | "replay" | "recovery" | "test";
            at: components["schemas"]["Timestamp"];
            latencyMs: components["schemas"]["DurationMs"];
            /**
             * Format: int32
             * @description What was answered; null where nothing was.
             * @example 200
             */
            httpStatus: number | null;
            /** @description How it failed; null when it did not. */
            failure: components["schemas"]["WebhookAttemptFailure"] | null;
            /**
             * @description The beginning of the answer's body.
             * @example ok
             */
            responseExcerpt?: string;
        };
        /**
         * WebhookDelivery
         * @description One event on its way to one endpoint.
         */
        WebhookDelivery: {
            id: components["schemas"]["Id"];
            endpointId: components["schemas"]["Id"];
            eventId: components["schemas"]["WebhookEventId"];
            type: components["schemas"]["WebhookEventType"];
            /**
             * Id
             * @description The call that it is about; null where it is about none.
             * @example a_01jd3w7q8re5a9v6c2k4m0n7xz
             * @example support-desk
             */
            callId: string | null;
            state: components["schemas"]["WebhookDeliveryState"];
            /**
             * Format: int32
             * @description How often it was tried.
             * @example 1
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it is tried next; null when it is not.
             * @example 2025-08-21T11:42:10.000Z
             */
            nextAttemptAt: string | null;
            /** @description The last try; null before the first. */
            lastAttempt: components["schemas"]["WebhookAttempt"] | null;
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it was received; null until then.
             * @example 2025-08-21T11:42:10.000Z
             */
            deliveredAt: string | null;
        };
        /**
         * WebhookDeliveryPage
         * @description Deliveries, newest first.
         */
        WebhookDeliveryPage: {
            /** @description The deliveries of this page. */
            data: components["schemas"]["WebhookDelivery"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * WebhookRecovery
         * @description The span of time whose deliveries are posted again.
         */
        WebhookRecovery: {
            /** @description Its beginning, at most 14 days ago. */
            since: components["schemas"]["Timestamp"];
            /** @description Its end; now, when it is left out. */
            until?: components["schemas"]["Timestamp"];
            /** @description Where to go on, from the last answer's `nextCursor`. */
            cursor?: components["schemas"]["Cursor"];
        };
        /**
         * WebhookRecoveryOutcome
         * @description What is posted again.
         */
        WebhookRecoveryOutcome: {
            /**
             * Format: int32
             * @description How many deliveries are posted again.
             * @example 42
             */
            recovered: number;
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * WebhookTrial
         * @description What kind of sample is posted.
         */
        WebhookTrial: {
            type: components["schemas"]["WebhookEventType"];
        };
        /**
         * WebhookEnvelope
         * @description What every payload has beside its instants (SRS 7.4).
         */
        WebhookEnvelope: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
        };
        /**
         * @description Telephone number, E.164, masked (`x`) where the tenant says so; null where no telephone is used.
         * @example +911234567890
         * @example null
         */
        CallParty: string | null;
        /**
         * @description SIP's last answer, status and reason.
         * @example 200 OK
         * @example 486 Busy Here
         */
        SipFinal: string;
        /**
         * Format: int32
         * @description The cause why the line was cleared, as ITU-T Q.850 numbers it.
         * @example 16
         */
        Q850Cause: number;
        /**
         * Carrier
         * @description The telephone line of a call. What the carrier did not say is left out.
         */
        Carrier: {
            /**
             * @description The trunk.
             * @example jio-primary
             */
            trunk: string;
            /**
             * @description SIP's `Call-ID`.
             * @example 3c26700f-8a1f-123d-6b8e-0242ac120002
             */
            sipCallId?: string;
            sipFinal?: components["schemas"]["SipFinal"];
            q850?: components["schemas"]["Q850Cause"];
            /**
             * @description Who called, E.164, possibly masked.
             * @example +911234567890
             */
            ani?: string;
            /**
             * @description Which number was called, E.164, possibly masked.
             * @example +91226789xxxx
             */
            dnis?: string;
        };
        /** @description By what way the call came or went; null where no telephone is used. */
        CarrierOrNone: components["schemas"]["Carrier"] | null;
        /**
         * CallStartedPayload
         * @description A call began (SRS 7.4.2).
         */
        CallStartedPayload: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
            /**
             * @description Kind of event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "call.started";
            /**
             * @description Version of this payload.
             * @constant
             */
            schemaVersion: "call.started.v1.4";
            callId: components["schemas"]["Id"];
            startedAt: components["schemas"]["Timestamp"];
            direction: components["schemas"]["CallDirection"];
            agentId: components["schemas"]["Id"];
            from: components["schemas"]["CallParty"];
            to: components["schemas"]["CallParty"];
            carrier: components["schemas"]["CarrierOrNone"];
        };
        /**
         * @description One user-to-agent exchange.
         * @example turn_1
         */
        TurnId: string;
        /**
         * AsrFinalPayload
         * @description The caller said something that will not change any more (FR-W2, FR-A1).
         */
        AsrFinalPayload: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
            /**
             * @description Kind of event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "asr.final";
            /**
             * @description Version of this payload.
             * @constant
             */
            schemaVersion: "asr.final.v1.4";
            callId: components["schemas"]["Id"];
            ts: components["schemas"]["Timestamp"];
            turnId: components["schemas"]["TurnId"];
            /**
             * @description The words.
             * @example I want pricing
             */
            text: string;
            /**
             * Format: double
             * @description How sure the transcriber is, from 0 to 1.
             * @example 0.98
             */
            confidence: number;
            language: components["schemas"]["Locale"];
        };
        /**
         * ToolCallReport
         * @description One use of a tool and what came of it (SRS 7.8).
         */
        ToolCallReport: {
            /**
             * @description The tool.
             * @example get_order_status
             */
            name: string;
            /**
             * @description Whether the agent waited for it before it went on.
             * @example true
             */
            blocking: boolean;
            /**
             * @description Whether it was carried out.
             * @example true
             */
            ok: boolean;
            latencyMs: components["schemas"]["DurationMs"];
            /**
             * Format: int32
             * @description Status that it answered with; null where no HTTP answer came.
             * @example 200
             */
            httpStatus: number | null;
            startedAt: components["schemas"]["Timestamp"];
            endedAt: components["schemas"]["Timestamp"];
            /**
             * @description What it was asked with; left out where words were erased.
             * @example {
             *       "orderId": "A123"
             *     }
             */
            args?: {
                [key: string]: unknown;
            };
            /**
             * @description What it answered; null when it failed or its answer was no object.
             * @example {
             *       "status": "shipped",
             *       "eta": "2025-08-22"
             *     }
             */
            resultSummary?: {
                [key: string]: unknown;
            } | null;
            /** @description How it failed; left out when it did not. */
            error?: components["schemas"]["ToolFailureClass"];
        };
        /**
         * @description What was left out, so that the body is not longer than 262144 bytes; not there where nothing was. `getCallTimeline` has the arguments; `listSessionEvents` has both where `events.content` of the agent is on, which it is not by default.
         * @example [
         *       "args"
         *     ]
         */
        OmittedOfToolCall: ("args" | "resultSummary")[];
        /**
         * AgentToolCallPayload
         * @description The agent has used a tool, or has tried to (FR-W2, FR-TC4); it comes when that is known.
         */
        AgentToolCallPayload: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
            /**
             * @description The tool.
             * @example get_order_status
             */
            name: string;
            /**
             * @description Whether the agent waited for it before it went on.
             * @example true
             */
            blocking: boolean;
            /**
             * @description Whether it was carried out.
             * @example true
             */
            ok: boolean;
            latencyMs: components["schemas"]["DurationMs"];
            /**
             * Format: int32
             * @description Status that it answered with; null where no HTTP answer came.
             * @example 200
             */
            httpStatus: number | null;
            startedAt: components["schemas"]["Timestamp"];
            endedAt: components["schemas"]["Timestamp"];
            /**
             * @description What it was asked with; left out where words were erased.
             * @example {
             *       "orderId": "A123"
             *     }
             */
            args?: {
                [key: string]: unknown;
            };
            /**
             * @description What it answered; null when it failed or its answer was no object.
             * @example {
             *       "status": "shipped",
             *       "eta": "2025-08-22"
             *     }
             */
            resultSummary?: {
                [key: string]: unknown;
            } | null;
            /** @description How it failed; left out when it did not. */
            error?: components["schemas"]["ToolFailureClass"];
            /**
             * @description Kind of event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "agent.tool_call";
            /**
             * @description Version of this payload.
             * @constant
             */
            schemaVersion: "agent.tool_call.v1.4";
            callId: components["schemas"]["Id"];
            toolCallId: components["schemas"]["ToolCallId"];
            turnId: components["schemas"]["TurnId"];
            omitted?: components["schemas"]["OmittedOfToolCall"];
        };
        /**
         * @description The SRS's word for why a call ended.
         * @example hangup
         * @enum {string}
         */
        EndReasonClass: "hangup" | "error" | "transfer";
        /**
         * MediaQuality
         * @description How the line was.
         */
        MediaQuality: {
            /**
             * Format: double
             * @description Mean opinion score from 1 to 5; null when it was not measured.
             * @example 4.2
             */
            avgMos: number | null;
            /**
             * Format: double
             * @description Packets that were lost in per cent.
             * @example 0.3
             */
            pktLossPct?: number | null;
            /**
             * Format: double
             * @description 95th percentile of the jitter, milliseconds.
             * @example 18
             */
            jitterMsP95?: number | null;
        };
        /**
         * CallEndedPayload
         * @description A call is over (SRS 7.4.3); it is posted within a second. `agent.summary` follows.
         */
        CallEndedPayload: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
            /**
             * @description Kind of event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "call.ended";
            /**
             * @description Version of this payload.
             * @constant
             */
            schemaVersion: "call.ended.v1.4";
            callId: components["schemas"]["Id"];
            endedAt: components["schemas"]["Timestamp"];
            reason: components["schemas"]["EndReasonClass"];
            reasonDetail?: components["schemas"]["EndReason"];
            durationSec: components["schemas"]["DurationSec"];
            sipFinal?: components["schemas"]["SipFinal"];
            q850?: components["schemas"]["Q850Cause"];
            media?: components["schemas"]["MediaQuality"];
        };
        /**
         * CallKpis
         * @description How fast the call was, medians over its turns in milliseconds; null where nothing was measured.
         */
        CallKpis: {
            /**
             * Format: double
             * @description From the caller's first sound to the first partial words.
             * @example 122
             */
            asrFirstPartialMs: number | null;
            /**
             * Format: double
             * @description From the caller's last sound until the turn was held to be over.
             * @example 340
             */
            eouMs: number | null;
            /**
             * Format: double
             * @description From asking the model to its first token.
             * @example 210
             */
            llmFirstTokenMs: number | null;
            /**
             * Format: double
             * @description From the first words given to the voice to its first audio.
             * @example 380
             */
            ttsFirstChunkMs: number | null;
        };
        /**
         * SummaryUsage
         * @description What the call used and what it cost (SRS 7.4.1, 7.7.1). `transport…` is 0 where no telephone was used.
         */
        SummaryUsage: {
            /**
             * Format: double
             * @description Minutes on the line.
             * @example 1
             */
            transportMinutes?: number;
            transportCostInr?: components["schemas"]["CostInr"];
            /**
             * Format: double
             * @description Minutes of audio that were transcribed.
             * @example 1
             */
            asrMin: number;
            /**
             * Format: int64
             * @description Characters given to the voice.
             * @example 360
             */
            ttsChars: number;
            /**
             * Format: int64
             * @description Tokens read by the model.
             * @example 420
             */
            llmIn: number;
            /**
             * Format: int64
             * @description Tokens written by the model.
             * @example 150
             */
            llmOut: number;
            costInr: components["schemas"]["CostInr"];
            /** @description A line for each provider, model and unit; `costInr` above is their sum. */
            costs?: components["schemas"]["CostLine"][];
        };
        /**
         * @description How the caller seems to feel.
         * @example neutral
         * @enum {string}
         */
        EmotionClass: "neutral" | "positive" | "frustrated" | "angry" | "confused" | "disengaged";
        /**
         * Format: double
         * @description How pleasant it is to the caller, from -1 (unpleasant) to 1 (pleasant).
         * @example 0.42
         */
        Valence: number;
        /**
         * Format: double
         * @description How stirred the caller is, from 0 (calm) to 1 (excited).
         * @example 0.31
         */
        Arousal: number;
        /**
         * CallEmotion
         * @description How the caller felt on the whole. Null is what was not measured.
         */
        CallEmotion: {
            /**
             * @description Whether it was looked for.
             * @example true
             */
            enabled: boolean;
            /** @description What prevailed. */
            dominant?: components["schemas"]["EmotionClass"] | null;
            /**
             * Format: double
             * @description Mean over the call.
             * @example 0.42
             */
            valence?: number | null;
            /**
             * Format: double
             * @description Mean over the call.
             * @example 0.31
             */
            arousal?: number | null;
        };
        /**
         * Format: uri
         * @description Signed URL, valid for 24 hours; null when there is no such artifact.
         * @example https://signed.s3/recordings/c_7f2b9.wav
         * @example null
         */
        SummaryLink: string | null;
        /**
         * SummaryArtifacts
         * @description Signed links to what the call left behind (FR-CP3). They are made when the payload is posted; a replay has fresh ones.
         */
        SummaryArtifacts: {
            recording: components["schemas"]["SummaryLink"];
            transcript: components["schemas"]["SummaryLink"];
            metrics: components["schemas"]["SummaryLink"];
            sipPcap: components["schemas"]["SummaryLink"];
            rtpPcap: components["schemas"]["SummaryLink"];
            bundleZip: components["schemas"]["SummaryLink"];
        };
        /**
         * TransferSummaryPlan
         * @description Whether who takes over is told what the call was about.
         */
        TransferSummaryPlan: {
            /**
             * @description Whether they are.
             * @example true
             */
            enabled: boolean;
            /**
             * Format: double
             * @description How long the summary may take, seconds.
             * @example 42
             */
            timeoutSeconds?: number;
        };
        /**
         * TransferDestination
         * @description Where the call was transferred to, and how (SRS 7.7.4, FR-T8).
         */
        TransferDestination: {
            /**
             * @description What kind of destination it is.
             * @example number
             * @enum {string}
             */
            type: "number" | "sip";
            /**
             * @description Whether somebody was asked first.
             * @example blind-transfer
             * @enum {string}
             */
            mode: "blind-transfer" | "attended-transfer";
            /**
             * Format: double
             * @description How long it may ring, seconds.
             * @example 60
             */
            timeout?: number;
            /**
             * @description How SIP did it.
             * @example refer
             * @enum {string}
             */
            sipVerb?: "refer" | "invite";
            /**
             * Format: uri
             * @description What the caller hears meanwhile.
             * @example https://example.com/hold.wav
             */
            holdAudioUrl?: string;
            /**
             * Format: uri
             * @description What is played when it is done.
             * @example https://example.com/done.wav
             */
            transferCompleteAudioUrl?: string;
            summaryPlan?: components["schemas"]["TransferSummaryPlan"];
        };
        /**
         * @description What was left out, in this order, until the body is not longer than 262144 bytes; not there where nothing was. `artifact` is what was said: `artifacts.transcript` has the whole, `getCall` with `include=messages` the same. `resultSummary`, then `args`, are left out of all `toolCalls`, then these themselves: each is an `agent.tool_call` of its own, `getCallTimeline` has the arguments, and `listSessionEvents` both where `events.content` of the agent is on, which it is not by default.
         * @example [
         *       "artifact"
         *     ]
         */
        OmittedOfSummary: ("artifact" | "toolCalls.resultSummary" | "toolCalls.args" | "toolCalls")[];
        /**
         * AgentSummaryPayload
         * @description What a call came to (SRS 7.4.1, 7.7, 7.8). It is posted when artifacts and costs are final, at most 60 s after the end; what is not there by then, was not asked for or was erased is null. The recording of a call whose server was lost (`owner_lost`) is waited for until 35 s after the end; one that comes later is in `getCallArtifacts` as soon as it is stored, and in a replay of this event.
         */
        AgentSummaryPayload: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
            /**
             * @description Kind of event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "agent.summary";
            /**
             * @description Version of this payload.
             * @constant
             */
            schemaVersion: "agent.summary.v1.4";
            callId: components["schemas"]["Id"];
            startedAt: components["schemas"]["Timestamp"];
            endedAt: components["schemas"]["Timestamp"];
            durationSec: components["schemas"]["DurationSec"];
            carrier: components["schemas"]["CarrierOrNone"];
            /** @description How the line was; null where there was no telephone. */
            media: components["schemas"]["MediaQuality"] | null;
            kpis: components["schemas"]["CallKpis"];
            /** @description What the call used and cost. */
            usage: components["schemas"]["SummaryUsage"] | null;
            /** @description What the call came to. */
            summary: components["schemas"]["CallSummary"] | null;
            emotion: components["schemas"]["CallEmotion"];
            artifacts: components["schemas"]["SummaryArtifacts"];
            artifact?: components["schemas"]["CallArtifact"];
            agentConfigAtCallStart?: components["schemas"]["AgentConfigAtCallStart"];
            /** @description Where the call was transferred to; left out or null where it was not. */
            destination?: components["schemas"]["TransferDestination"] | null;
            /** @description What was found out about the call. */
            analysis?: components["schemas"]["CallAnalysis"] | null;
            /** @description Every use of a tool, oldest first. */
            toolCalls?: components["schemas"]["ToolCallReport"][];
            omitted?: components["schemas"]["OmittedOfSummary"];
        };
        /**
         * Format: date
         * @description A calendar day in Asia/Kolkata.
         * @example 2025-08-21
         */
        Day: string;
        /**
         * UsageTotals
         * @description What was used in the period so far.
         */
        UsageTotals: {
            /**
             * Format: double
             * @description Minutes of audio that were transcribed.
             * @example 1
             */
            asrMin: number;
            /**
             * Format: int64
             * @description Characters given to the voice.
             * @example 360
             */
            ttsChars: number;
            /**
             * Format: int64
             * @description Tokens read by the model.
             * @example 420
             */
            llmIn: number;
            /**
             * Format: int64
             * @description Tokens written by the model.
             * @example 150
             */
            llmOut: number;
            costInr: components["schemas"]["CostInr"];
        };
        /**
         * @description Whose spending counts - all of the tenant's, one agent's or one campaign's.
         * @example agent
         * @enum {string}
         */
        CapScope: "tenant" | "agent" | "campaign";
        /**
         * @description When the count begins anew, in the tenant's time zone. Weeks begin on Monday, months on the first.
         * @example daily
         * @enum {string}
         */
        CapPeriod: "daily" | "weekly" | "monthly";
        /**
         * CapAlert
         * @description The threshold of a cap that is reached.
         */
        CapAlert: {
            capId: components["schemas"]["Id"];
            scope: components["schemas"]["CapScope"];
            period: components["schemas"]["CapPeriod"];
            /**
             * Format: int32
             * @description What was reached in per cent of the cap.
             * @example 80
             */
            thresholdPct: number;
            capInr: components["schemas"]["CostInr"];
            usedInr: components["schemas"]["CostInr"];
        };
        /**
         * BillingUsageUpdatedPayload
         * @description What the tenant used in a billing period (SRS 7.4.4), a calendar month in Asia/Kolkata: what the calls cost that were begun in it and are finished. It comes after each day of a period in which calls were finished, some minutes past midnight; days on which the platform was down are made up for by the next one. A call belongs to the period in which it was begun: what is finished after the end of a period comes as that period's total once more a day later, and the last one is final. There are no caps yet, so `atRisk` is always false and `alert` left out; with them it will also come when a threshold of a cap is reached, 80 and 100 % unless you set others (SRS 9).
         */
        BillingUsageUpdatedPayload: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
            /**
             * @description Kind of event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "billing.usage.updated";
            /**
             * @description Version of this payload.
             * @constant
             */
            schemaVersion: "billing.usage.updated.v1.4";
            /**
             * @description Always null; it is about no single call.
             * @constant
             */
            callId: string | null;
            ts: components["schemas"]["Timestamp"];
            periodStart: components["schemas"]["Day"];
            periodEnd: components["schemas"]["Day"];
            totals: components["schemas"]["UsageTotals"];
            /**
             * @description Whether a cap's first threshold is reached; false as long as there are no caps.
             * @example false
             */
            atRisk: boolean;
            /** @description The cap that made it come; left out or null where none did. */
            alert?: components["schemas"]["CapAlert"] | null;
        };
        /**
         * @description What was found - the caller is suddenly upset, someone is rude, or both speak at once.
         * @example frustration_spike
         * @enum {string}
         */
        QaFlagKind: "frustration_spike" | "toxicity" | "overlap_risk";
        /**
         * QaFlag
         * @description One moment. `ts` counts seconds since the call was answered.
         */
        QaFlag: {
            kind: components["schemas"]["QaFlagKind"];
            ts: components["schemas"]["CallSeconds"];
            /**
             * Format: double
             * @description How strong it is, from 0 to 1.
             * @example 0.86
             */
            level: number;
        };
        /**
         * QaFlagsPayload
         * @description Moments of a call that somebody should look at (SRS 7.4.5, FR-Q4).
         */
        QaFlagsPayload: {
            eventId: components["schemas"]["WebhookEventId"];
            tenantId: components["schemas"]["Id"];
            /**
             * @description Kind of event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "qa.flags";
            /**
             * @description Version of this payload.
             * @constant
             */
            schemaVersion: "qa.flags.v1.4";
            callId: components["schemas"]["Id"];
            ts: components["schemas"]["Timestamp"];
            /** @description The moments, oldest first. */
            flags: components["schemas"]["QaFlag"][];
        };
        /**
         * WebhookPayload
         * @description Every payload that is posted; `type` tells which one it is.
         */
        WebhookPayload: components["schemas"]["CallStartedPayload"] | components["schemas"]["AsrFinalPayload"] | components["schemas"]["AgentToolCallPayload"] | components["schemas"]["CallEndedPayload"] | components["schemas"]["AgentSummaryPayload"] | components["schemas"]["BillingUsageUpdatedPayload"] | components["schemas"]["QaFlagsPayload"];
        /**
         * WebhookDeliveryDetails
         * @description A delivery with its payload and every try.
         */
        WebhookDeliveryDetails: {
            id: components["schemas"]["Id"];
            endpointId: components["schemas"]["Id"];
            eventId: components["schemas"]["WebhookEventId"];
            type: components["schemas"]["WebhookEventType"];
            /**
             * Id
             * @description The call that it is about; null where it is about none.
             * @example a_01jd3w7q8re5a9v6c2k4m0n7xz
             * @example support-desk
             */
            callId: string | null;
            state: components["schemas"]["WebhookDeliveryState"];
            /**
             * Format: int32
             * @description How often it was tried.
             * @example 1
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it is tried next; null when it is not.
             * @example 2025-08-21T11:42:10.000Z
             */
            nextAttemptAt: string | null;
            /** @description The last try; null before the first. */
            lastAttempt: components["schemas"]["WebhookAttempt"] | null;
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it was received; null until then.
             * @example 2025-08-21T11:42:10.000Z
             */
            deliveredAt: string | null;
            /** @description The payload as it would be posted now; null where its words were erased. */
            payload: components["schemas"]["WebhookPayload"] | null;
            /** @description Every try, oldest first. */
            attemptLog: components["schemas"]["WebhookAttempt"][];
        };
        /**
         * @description The server's address; events name it in logs.
         * @example wss://acme.livekit.cloud
         */
        LiveKitUrl: string;
        /**
         * @description The project's API key, `iss` of its tokens.
         * @example APIk7Qx2mVnRz
         */
        LiveKitApiKey: string;
        /**
         * LiveKitProject
         * @description The project whose events are taken.
         */
        LiveKitProject: {
            url: components["schemas"]["LiveKitUrl"];
            apiKey: components["schemas"]["LiveKitApiKey"];
            updatedAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When the last event came; null when none has.
             * @example 2025-08-21T11:42:10.000Z
             */
            lastEventAt: string | null;
        };
        /**
         * @description The project's API secret; sealed, and never answered.
         * @example Zk4f1LbWq8sYc0PzT6mVn2RxK9dHg3Ju
         */
        LiveKitApiSecret: string;
        /**
         * LiveKitProjectSet
         * @description The project whose events are taken.
         */
        LiveKitProjectSet: {
            url: components["schemas"]["LiveKitUrl"];
            apiKey: components["schemas"]["LiveKitApiKey"];
            apiSecret: components["schemas"]["LiveKitApiSecret"];
            previousApiSecret?: components["schemas"]["LiveKitApiSecret"];
        };
        /**
         * @description A 64-bit number, written as a string.
         * @example 1755776530
         */
        LiveKitInt64: string;
        /**
         * @description LiveKit's id of it.
         * @example RM_9kQx2mVnRz
         */
        LiveKitSid: string;
        /**
         * LiveKitRoom
         * @description The room. Its `name`, or `session_id` in its `metadata`, is the call.
         */
        LiveKitRoom: {
            sid?: components["schemas"]["LiveKitSid"];
            /**
             * @description The call's id, or the name that the tenant gave it.
             * @example c_01jd3w7q8re5a9v6c2k4m0n7xz
             */
            name?: string;
            /**
             * @description What the tenant put into the room. `session_id` of a JSON object is the call; the rest is not kept.
             * @example {"session_id":"call-1"}
             */
            metadata?: string;
            creationTime?: components["schemas"]["LiveKitInt64"];
            creationTimeMs?: components["schemas"]["LiveKitInt64"];
            /**
             * Format: int64
             * @description How many are in it.
             * @example 1
             */
            numParticipants?: number;
        } & {
            [key: string]: unknown;
        };
        /**
         * LiveKitParticipant
         * @description Who came or went.
         */
        LiveKitParticipant: {
            sid?: components["schemas"]["LiveKitSid"];
            /**
             * @description The name under which it joined.
             * @example caller
             */
            identity?: string;
            /**
             * @description What people call it.
             * @example Asha
             */
            name?: string;
            /**
             * @description Where it stands; left out while it joins.
             * @example ACTIVE
             */
            state?: string;
            /**
             * @description What it is; left out for a participant like any other.
             * @example SIP
             */
            kind?: string;
            joinedAt?: components["schemas"]["LiveKitInt64"];
            /**
             * @description Why it went.
             * @example CLIENT_INITIATED
             */
            disconnectReason?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * LiveKitTrack
         * @description What it sends.
         */
        LiveKitTrack: {
            sid?: components["schemas"]["LiveKitSid"];
            /**
             * @description The kind; left out for audio.
             * @example VIDEO
             */
            type?: string;
            /**
             * @description Where it is taken.
             * @example MICROPHONE
             */
            source?: string;
            /**
             * @description How it is encoded.
             * @example audio/opus
             */
            mimeType?: string;
            /**
             * @description Its name.
             * @example mic
             */
            name?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * LiveKitEvent
         * @description What happened. `room_started`, `participant_joined`, `participant_left`, `participant_connection_aborted`, `track_published` and `track_unpublished` go to the call's log; other kinds are received and go no further. Fields that we do not name are not kept.
         */
        LiveKitEvent: {
            /**
             * @description The kind of event.
             * @example participant_joined
             */
            event: string;
            /**
             * @description The event's id; the same one is taken once.
             * @example EV_9kQx2mVnRz
             */
            id: string;
            createdAt?: components["schemas"]["LiveKitInt64"];
            room?: components["schemas"]["LiveKitRoom"];
            participant?: components["schemas"]["LiveKitParticipant"];
            track?: components["schemas"]["LiveKitTrack"];
        } & {
            [key: string]: unknown;
        };
        /**
         * LiveKitReceipt
         * @description What became of the event.
         */
        LiveKitReceipt: {
            /**
             * @description `logged` - it is in the call's log, or will be in a moment. `repeated` - it came before. `ignored` - it goes no further.
             * @example logged
             * @enum {string}
             */
            outcome: "logged" | "repeated" | "ignored";
        };
        /**
         * @description Whether it is the platform's default or the tenant's own.
         * @example platform
         * @enum {string}
         */
        RateOwner: "platform" | "tenant";
        /**
         * @description What the rate is for; `platform` is the platform's own fee, by the length of the call.
         * @example llm
         * @enum {string}
         */
        RateService: "asr" | "llm" | "tts" | "transport" | "platform";
        /**
         * @description Whose service it is.
         * @example openai
         */
        RateProvider: string;
        /**
         * @description The model that the rate is for; null for every model of the provider that has none of its own.
         * @example gpt-4o-mini
         * @example null
         */
        RateModel: string | null;
        /**
         * Format: int32
         * @description How many units the price is for - 60 seconds, 1000 characters, 1000000 tokens.
         * @example 1000000
         */
        RatePer: number;
        /**
         * Format: double
         * @description Price of `per` units in the currency, at most six decimals.
         * @example 13.05
         */
        RatePrice: number;
        /**
         * @description The currency of the price; dollars are turned into rupees by the exchange rate of the call's day.
         * @example INR
         * @enum {string}
         */
        Currency: "INR" | "USD";
        /**
         * @description Where the price comes from, for people.
         * @example Our contract of May 2026
         */
        RateSource: string;
        /**
         * Rate
         * @description A dated price (SRS 9). Of those that fit, the tenant's own goes before the default, one for the model before one for all, the newest before older ones.
         */
        Rate: {
            id: components["schemas"]["Id"];
            owner: components["schemas"]["RateOwner"];
            service: components["schemas"]["RateService"];
            provider: components["schemas"]["RateProvider"];
            model: components["schemas"]["RateModel"];
            unit: components["schemas"]["UsageUnit"];
            per: components["schemas"]["RatePer"];
            price: components["schemas"]["RatePrice"];
            currency: components["schemas"]["Currency"];
            effectiveFrom: components["schemas"]["Timestamp"];
            source: components["schemas"]["RateSource"];
            createdAt: components["schemas"]["Timestamp"];
        };
        /**
         * RatePage
         * @description Rates, newest first; the platform's defaults are the oldest.
         */
        RatePage: {
            /** @description The rates of this page. */
            data: components["schemas"]["Rate"][];
            nextCursor: components["schemas"]["NextCursor"];
        };
        /**
         * RateCreate
         * @description A price of the tenant's own, from an instant on. It takes the place of the platform's default for calls that begin then or later.
         */
        RateCreate: {
            service: components["schemas"]["RateService"];
            provider: components["schemas"]["RateProvider"];
            model?: components["schemas"]["RateModel"];
            unit: components["schemas"]["UsageUnit"];
            per: components["schemas"]["RatePer"];
            price: components["schemas"]["RatePrice"];
            currency: components["schemas"]["Currency"];
            /** @description Since when; now, when it is left out. What calls cost that are finished stays. */
            effectiveFrom?: components["schemas"]["Timestamp"];
            source: components["schemas"]["RateSource"];
        };
        /**
         * MetricsTotals
         * @description Sums over the calls.
         */
        MetricsTotals: {
            /**
             * Format: int64
             * @description Number of calls that were begun.
             * @example 42
             */
            calls: number;
            /**
             * Format: double
             * @description Their minutes from answer to end.
             * @example 61.5
             */
            minutes: number;
            /**
             * Format: double
             * @description What those cost that are finished.
             * @example 68.46
             */
            costInr: number;
        };
        /**
         * MetricsDay
         * @description Sums over the calls of a day.
         */
        MetricsDay: {
            day: components["schemas"]["Day"];
            /**
             * Format: int64
             * @description Number of calls that were begun.
             * @example 42
             */
            calls: number;
            /**
             * Format: double
             * @description Their minutes from answer to end.
             * @example 61.5
             */
            minutes: number;
            /**
             * Format: double
             * @description What those cost that are finished.
             * @example 68.46
             */
            costInr: number;
        };
        /**
         * Metrics
         * @description The tenant's calls in a span of days (SRS 7.1). Calls belong to the day on which they were begun, in Asia/Kolkata.
         */
        Metrics: {
            from: components["schemas"]["Day"];
            to: components["schemas"]["Day"];
            /**
             * @description Where the days are.
             * @example Asia/Kolkata
             */
            timezone: string;
            totals: components["schemas"]["MetricsTotals"];
            /** @description The days that have calls, oldest first. */
            days: components["schemas"]["MetricsDay"][];
        };
        /**
         * Health
         * @description That the process answers.
         */
        Health: {
            /**
             * @description Always `ok` when there is an answer.
             * @example ok
             * @enum {string}
             */
            status: "ok";
            /**
             * @description The version of the documents that this process serves.
             * @example 1.4.0
             */
            version: string;
        };
        /**
         * ReadinessCheck
         * @description What one part says.
         */
        ReadinessCheck: {
            /**
             * @description The part.
             * @example database
             */
            name: string;
            /**
             * @description Whether it works. A provider that fails again and again is left alone for a while and does not.
             * @example true
             */
            ok: boolean;
            /**
             * @description Whether the process is of no use without it. Another process would not reach a provider either, so providers are not.
             * @default true
             * @example true
             */
            required?: boolean;
        };
        /**
         * Readiness
         * @description Whether this process can be sent new requests, and what each part says.
         */
        Readiness: {
            /**
             * @description `ready`, or `not_ready` while draining or when a required part is down.
             * @example ready
             * @enum {string}
             */
            status: "ready" | "not_ready";
            /** @description One entry a part. */
            checks: components["schemas"]["ReadinessCheck"][];
            /**
             * Format: int64
             * @description Answers, messages and events of this process that were found to break this contract since it began. In prod one in a hundred is looked at, and goes out as it is; the log has a `contract.violated` for each.
             * @default 0
             * @example 0
             */
            contractViolations?: number;
        };
        /**
         * Exposition
         * @description Metrics in the text format of Prometheus.
         * @example # HELP invorto_calls_live Calls that are live in this process.
         *     # TYPE invorto_calls_live gauge
         *     invorto_calls_live 3
         */
        Exposition: string;
        /**
         * ContractDocument
         * @description A document of this contract (OpenAPI 3.1 or AsyncAPI 3.0), with every reference inside it.
         */
        ContractDocument: {
            /** @description Title and version of the document. */
            info: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * PayloadSchema
         * @description A JSON Schema of Draft 2020-12 that refers to nothing outside.
         */
        PayloadSchema: {
            /**
             * @description Its dialect.
             * @constant
             */
            $schema: "https://json-schema.org/draft/2020-12/schema";
            /**
             * Format: uri
             * @description Where it is published.
             * @example https://api.invortoai.com/schemas/agent.summary.v1.4.json
             */
            $id: string;
            /**
             * @description Its name.
             * @example AgentSummaryPayload
             */
            title: string;
            /**
             * @description A payload is an object.
             * @constant
             */
            type: "object";
        } & {
            [key: string]: unknown;
        };
        /**
         * ProblemType
         * @description One kind of problem of the catalogue.
         */
        ProblemType: {
            code: components["schemas"]["ProblemCode"];
            /**
             * Format: int32
             * @description The HTTP status that goes with it.
             * @example 404
             */
            status: number;
            /**
             * @description What it means.
             * @example No such resource
             */
            title: string;
            /**
             * @description Whether the same request may succeed later.
             * @example false
             */
            retryable: boolean;
            /**
             * Format: int32
             * @description The close code of a WebSocket that ends for this reason.
             * @example 4404
             */
            closeCode: number;
        };
    };
    responses: {
        /** @description The request does not fit the contract; `errors` names each wrong place. */
        BadRequest: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key or token is missing, wrong, expired or disabled. */
        Unauthorized: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role of the key or token may not do this, or the page's web origin is not allowed. */
        Forbidden: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 1 MiB. */
        PayloadTooLarge: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body's content type is not accepted here. */
        UnsupportedMediaType: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something broke on our side. Ask again; name the `requestId` if it stays. */
        Internal: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource is not in a state that allows this, or its name is taken. */
        Conflict: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such resource, or it is another tenant's. */
        NotFound: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server that would do it is restarting, or does not answer. Ask again after `Retry-After`. */
        GoingAway: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 256 KiB. */
        EventTooLarge: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description More came within a minute than are taken; it is worth sending it again. */
        TooManyEvents: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The endpoint is disabled at once, and nothing more is posted to it. */
        WebhookGone: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Posted again later, after `Retry-After` where that is reasonable. */
        WebhookTooOften: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Retry-After": components["headers"]["RetryAfter"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Received. Answer within 15 s and do the work afterwards; of the body at most 64 KB are read, and nothing is made of it. */
        WebhookReceived: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Redirects are not followed; they count as a failure. */
        WebhookNotFollowed: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Any other answer, or none. It is posted again three times over about 36 minutes, then kept as a dead letter (FR-W3). */
        WebhookFailed: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description It still stands as you have it. */
        NotModified: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                ETag: components["headers"]["ETag"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The `Idempotency-Key` was used for another request, or that request still runs. */
        IdempotencyConflict: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource is not as `If-Match` says. Read it again. */
        PreconditionFailed: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A limit was reached; `limit` says which. */
        TooManyRequests: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description How many at the most. */
        Limit: number;
        /** @description Where to read on, from the last page's `nextCursor`. */
        Cursor: components["schemas"]["Cursor"];
        /** @description The API key's id. */
        KeyId: components["schemas"]["Id"];
        /** @description The tenant's id. */
        TenantId: components["schemas"]["Id"];
        /** @description The agent's id, or the name that the tenant gave it. */
        AgentId: components["schemas"]["AgentId"];
        /** @description The tool's name, or its id. */
        ToolName: string;
        /** @description The secret's name. */
        SecretName: components["schemas"]["SecretName"];
        /** @description The call's id, or the name that the tenant gave it. */
        CallId: components["schemas"]["CallId"];
        /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
        SessionId: components["schemas"]["Id"];
        /** @description The webhook endpoint's id. */
        EndpointId: components["schemas"]["Id"];
        /** @description The delivery's id. */
        DeliveryId: components["schemas"]["Id"];
        /** @description The payload's `schemaVersion`, and `.json`. */
        SchemaFile: "call.started.v1.4.json" | "asr.final.v1.4.json" | "agent.tool_call.v1.4.json" | "call.ended.v1.4.json" | "agent.summary.v1.4.json" | "billing.usage.updated.v1.4.json" | "qa.flags.v1.4.json";
        /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
        WebhookBodySignature: string;
        /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
        WebhookId: components["schemas"]["WebhookEventId"];
        /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
        WebhookTimestamp: string;
        /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
        WebhookSignature: string;
        /** @description Who posts. */
        WebhookUserAgent: "Invorto-Webhooks/1";
        /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
        IdempotencyKey: string;
        /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
        IfMatch: string;
        /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
        IfNoneMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description Name it when you ask for help. */
        RequestId: string;
        /** @description After how many seconds it is worth while to ask again. */
        RetryAfter: number;
        /** @description The file is to be saved under this name. */
        ContentDisposition: string;
        /** @description The file is what its content type says, and is not to be taken for anything else. */
        ContentTypeOptions: "nosniff";
        /** @description Where it is. */
        Location: string;
        /** @description How long the file may be kept without asking; for ever where its name holds a hash. */
        CacheControl: string;
        /** @description What the page may load; nothing but this server's files, and no script inside it. */
        ContentSecurityPolicy: string;
        /** @description What the page may ask its reader for; the console alone may ask for the microphone. */
        PermissionsPolicy: string;
        /** @description What other sites learn of the page that linked to them; nothing. */
        ReferrerPolicy: string;
        /** @description The web origin that may read the answer (CORS); sent where a page of an allowed origin asks. */
        AllowOrigin: string;
        /** @description What is left of the key's limit, and the seconds until all of it is there again (draft-ietf-httpapi-ratelimit-headers). Left out for a key without a limit. */
        RateLimit: string;
        /** @description The key's limit, requests (`q`) in seconds (`w`). Left out for a key without one. */
        RateLimitPolicy: string;
        /** @description Changes whenever the resource does; `lastUsedAt` does not count. Give it as `If-Match` to change exactly this, or as `If-None-Match` to ask whether it still stands so. */
        ETag: string;
        /** @description `true` on an answer that was given before, to the same `Idempotency-Key`. */
        IdempotencyReplayed: "true";
    };
    pathItems: never;
}
export type CallId = components['schemas']['CallId'];
export type AgentId = components['schemas']['AgentId'];
export type TokenCreate = components['schemas']['TokenCreate'];
export type Id = components['schemas']['Id'];
export type KeyRole = components['schemas']['KeyRole'];
export type Timestamp = components['schemas']['Timestamp'];
export type Token = components['schemas']['Token'];
export type ProblemCode = components['schemas']['ProblemCode'];
export type ProblemError = components['schemas']['ProblemError'];
export type Problem = components['schemas']['Problem'];
export type WebOrigin = components['schemas']['WebOrigin'];
export type TicketCreate = components['schemas']['TicketCreate'];
export type Ticket = components['schemas']['Ticket'];
export type SigningKey = components['schemas']['SigningKey'];
export type SigningKeys = components['schemas']['SigningKeys'];
export type KeyName = components['schemas']['KeyName'];
export type RestPerMinute = components['schemas']['RestPerMinute'];
export type SocketsPerSecond = components['schemas']['SocketsPerSecond'];
export type KeyLimitsChange = components['schemas']['KeyLimitsChange'];
export type ApiKeyCreate = components['schemas']['ApiKeyCreate'];
export type KeyLimits = components['schemas']['KeyLimits'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeySecret = components['schemas']['ApiKeySecret'];
export type CreatedApiKey = components['schemas']['CreatedApiKey'];
export type Cursor = components['schemas']['Cursor'];
export type NextCursor = components['schemas']['NextCursor'];
export type ApiKeyPage = components['schemas']['ApiKeyPage'];
export type ApiKeyPatch = components['schemas']['ApiKeyPatch'];
export type TenantName = components['schemas']['TenantName'];
export type TenantCreate = components['schemas']['TenantCreate'];
export type Tenant = components['schemas']['Tenant'];
export type CreatedTenant = components['schemas']['CreatedTenant'];
export type TenantPage = components['schemas']['TenantPage'];
export type TenantPatch = components['schemas']['TenantPatch'];
export type AllowedOrigins = components['schemas']['AllowedOrigins'];
export type RequireSignature = components['schemas']['RequireSignature'];
export type AllowApiKeyQuery = components['schemas']['AllowApiKeyQuery'];
export type PublicJwk = components['schemas']['PublicJwk'];
export type PublicKey = components['schemas']['PublicKey'];
export type PublicKeyInput = components['schemas']['PublicKeyInput'];
export type TokenTrust = components['schemas']['TokenTrust'];
export type TokenTrustInForce = components['schemas']['TokenTrustInForce'];
export type SecuritySettings = components['schemas']['SecuritySettings'];
export type RecordingDays = components['schemas']['RecordingDays'];
export type TranscriptDays = components['schemas']['TranscriptDays'];
export type MetricsDays = components['schemas']['MetricsDays'];
export type RetentionSettings = components['schemas']['RetentionSettings'];
export type TenantSettings = components['schemas']['TenantSettings'];
export type SecuritySettingsPatch = components['schemas']['SecuritySettingsPatch'];
export type RetentionSettingsPatch = components['schemas']['RetentionSettingsPatch'];
export type TenantSettingsPatch = components['schemas']['TenantSettingsPatch'];
export type PcapDays = components['schemas']['PcapDays'];
export type SipPcapPolicy = components['schemas']['SipPcapPolicy'];
export type SipPcapPolicyInForce = components['schemas']['SipPcapPolicyInForce'];
export type RtpPcapPolicy = components['schemas']['RtpPcapPolicy'];
export type RtpPcapPolicyInForce = components['schemas']['RtpPcapPolicyInForce'];
export type RecordingCapture = components['schemas']['RecordingCapture'];
export type RecordingCaptureInForce = components['schemas']['RecordingCaptureInForce'];
export type CapturePolicy = components['schemas']['CapturePolicy'];
export type CapturePolicyPatch = components['schemas']['CapturePolicyPatch'];
export type AgentName = components['schemas']['AgentName'];
export type Prompt = components['schemas']['Prompt'];
export type ExternalId = components['schemas']['ExternalId'];
export type FirstMessage = components['schemas']['FirstMessage'];
export type Apology = components['schemas']['Apology'];
export type Locale = components['schemas']['Locale'];
export type Interruptible = components['schemas']['Interruptible'];
export type AsrSettings = components['schemas']['AsrSettings'];
export type LlmSettings = components['schemas']['LlmSettings'];
export type LlmSettingsInput = components['schemas']['LlmSettingsInput'];
export type TtsSettings = components['schemas']['TtsSettings'];
export type TtsSettingsInput = components['schemas']['TtsSettingsInput'];
export type EndpointingSettings = components['schemas']['EndpointingSettings'];
export type EndpointingSettingsInput = components['schemas']['EndpointingSettingsInput'];
export type ConsentSettings = components['schemas']['ConsentSettings'];
export type ConsentSettingsInput = components['schemas']['ConsentSettingsInput'];
export type SilenceSettings = components['schemas']['SilenceSettings'];
export type MaxDurationSec = components['schemas']['MaxDurationSec'];
export type EndCallSettings = components['schemas']['EndCallSettings'];
export type DtmfSettings = components['schemas']['DtmfSettings'];
export type GuardrailSettings = components['schemas']['GuardrailSettings'];
export type SummarySettings = components['schemas']['SummarySettings'];
export type Rubric = components['schemas']['Rubric'];
export type SuccessEvaluation = components['schemas']['SuccessEvaluation'];
export type SuccessEvaluationInput = components['schemas']['SuccessEvaluationInput'];
export type SuccessEvaluationOrNone = components['schemas']['SuccessEvaluationOrNone'];
export type SuccessEvaluationOrNoneInput = components['schemas']['SuccessEvaluationOrNoneInput'];
export type ToolName = components['schemas']['ToolName'];
export type ToolDescription = components['schemas']['ToolDescription'];
export type ToolSchema = components['schemas']['ToolSchema'];
export type ToolTimeout = components['schemas']['ToolTimeout'];
export type ClientTool = components['schemas']['ClientTool'];
export type ClientToolInput = components['schemas']['ClientToolInput'];
export type AgentTool = components['schemas']['AgentTool'];
export type AgentToolInput = components['schemas']['AgentToolInput'];
export type AgentTools = components['schemas']['AgentTools'];
export type AgentToolsInput = components['schemas']['AgentToolsInput'];
export type RecordingSettings = components['schemas']['RecordingSettings'];
export type EventsSettings = components['schemas']['EventsSettings'];
export type EventsSettingsInput = components['schemas']['EventsSettingsInput'];
export type AgentCreate = components['schemas']['AgentCreate'];
export type VersionNumber = components['schemas']['VersionNumber'];
export type AsrSettingsInForce = components['schemas']['AsrSettingsInForce'];
export type LlmSettingsInForce = components['schemas']['LlmSettingsInForce'];
export type TtsSettingsInForce = components['schemas']['TtsSettingsInForce'];
export type EndpointingSettingsInForce = components['schemas']['EndpointingSettingsInForce'];
export type SilenceSettingsInForce = components['schemas']['SilenceSettingsInForce'];
export type EndCallSettingsInForce = components['schemas']['EndCallSettingsInForce'];
export type DtmfSettingsInForce = components['schemas']['DtmfSettingsInForce'];
export type GuardrailSettingsInForce = components['schemas']['GuardrailSettingsInForce'];
export type SummarySettingsInForce = components['schemas']['SummarySettingsInForce'];
export type RecordingSettingsInForce = components['schemas']['RecordingSettingsInForce'];
export type EventsSettingsInForce = components['schemas']['EventsSettingsInForce'];
export type Agent = components['schemas']['Agent'];
export type AgentPage = components['schemas']['AgentPage'];
export type AgentDraft = components['schemas']['AgentDraft'];
export type AgentValidation = components['schemas']['AgentValidation'];
export type AgentPatch = components['schemas']['AgentPatch'];
export type AgentVersion = components['schemas']['AgentVersion'];
export type AgentVersionPage = components['schemas']['AgentVersionPage'];
export type AgentPublish = components['schemas']['AgentPublish'];
export type AgentRollback = components['schemas']['AgentRollback'];
export type ToolKind = components['schemas']['ToolKind'];
export type ToolMethod = components['schemas']['ToolMethod'];
export type ToolUrl = components['schemas']['ToolUrl'];
export type ToolHeaders = components['schemas']['ToolHeaders'];
export type ToolOutputSchema = components['schemas']['ToolOutputSchema'];
export type ToolIdempotent = components['schemas']['ToolIdempotent'];
export type ToolCreate = components['schemas']['ToolCreate'];
export type Tool = components['schemas']['Tool'];
export type ToolPage = components['schemas']['ToolPage'];
export type ToolArguments = components['schemas']['ToolArguments'];
export type ToolTrial = components['schemas']['ToolTrial'];
export type ToolFault = components['schemas']['ToolFault'];
export type ToolVerdict = components['schemas']['ToolVerdict'];
export type ToolPatch = components['schemas']['ToolPatch'];
export type ToolInvocation = components['schemas']['ToolInvocation'];
export type DurationMs = components['schemas']['DurationMs'];
export type ToolFailureClass = components['schemas']['ToolFailureClass'];
export type ToolFailure = components['schemas']['ToolFailure'];
export type ToolOutcome = components['schemas']['ToolOutcome'];
export type SecretName = components['schemas']['SecretName'];
export type SecretHosts = components['schemas']['SecretHosts'];
export type Secret = components['schemas']['Secret'];
export type SecretList = components['schemas']['SecretList'];
export type SecretValue = components['schemas']['SecretValue'];
export type CallStatus = components['schemas']['CallStatus'];
export type AsrAtCallStart = components['schemas']['AsrAtCallStart'];
export type AgentConfigAtCallStart = components['schemas']['AgentConfigAtCallStart'];
export type CallDirection = components['schemas']['CallDirection'];
export type EndReason = components['schemas']['EndReason'];
export type DurationSec = components['schemas']['DurationSec'];
export type CallMetadata = components['schemas']['CallMetadata'];
export type Call = components['schemas']['Call'];
export type CallPage = components['schemas']['CallPage'];
export type CostInr = components['schemas']['CostInr'];
export type CostLine = components['schemas']['CostLine'];
export type CallUsage = components['schemas']['CallUsage'];
export type ConclusionMethod = components['schemas']['ConclusionMethod'];
export type CallSummary = components['schemas']['CallSummary'];
export type CallDisposition = components['schemas']['CallDisposition'];
export type EvaluationScore = components['schemas']['EvaluationScore'];
export type SuccessScore = components['schemas']['SuccessScore'];
export type CallAnalysis = components['schemas']['CallAnalysis'];
export type CallSeconds = components['schemas']['CallSeconds'];
export type CallMessage = components['schemas']['CallMessage'];
export type CallArtifact = components['schemas']['CallArtifact'];
export type CallDetails = components['schemas']['CallDetails'];
export type Seq = components['schemas']['Seq'];
export type UsageUnit = components['schemas']['UsageUnit'];
export type UsageQuantity = components['schemas']['UsageQuantity'];
export type ToolCallId = components['schemas']['ToolCallId'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type Timeline = components['schemas']['Timeline'];
export type ArtifactUrl = components['schemas']['ArtifactUrl'];
export type Artifacts = components['schemas']['Artifacts'];
export type SessionKind = components['schemas']['SessionKind'];
export type SessionState = components['schemas']['SessionState'];
export type Session = components['schemas']['Session'];
export type SessionPage = components['schemas']['SessionPage'];
export type EventTypeName = components['schemas']['EventTypeName'];
export type EventComponent = components['schemas']['EventComponent'];
export type PiiNotice = components['schemas']['PiiNotice'];
export type ProviderName = components['schemas']['ProviderName'];
export type Envelope = components['schemas']['Envelope'];
export type SessionEvent = components['schemas']['SessionEvent'];
export type SessionEventPage = components['schemas']['SessionEventPage'];
export type CancelCommand = components['schemas']['CancelCommand'];
export type HangupCommand = components['schemas']['HangupCommand'];
export type DebugToggleCommand = components['schemas']['DebugToggleCommand'];
export type SayCommand = components['schemas']['SayCommand'];
export type SessionCommand = components['schemas']['SessionCommand'];
export type CommandName = components['schemas']['CommandName'];
export type CommandOutcome = components['schemas']['CommandOutcome'];
export type SessionCommandResult = components['schemas']['SessionCommandResult'];
export type WebhookEndpointState = components['schemas']['WebhookEndpointState'];
export type WebhookUrl = components['schemas']['WebhookUrl'];
export type WebhookEventType = components['schemas']['WebhookEventType'];
export type WebhookEventTypes = components['schemas']['WebhookEventTypes'];
export type WebhookDescription = components['schemas']['WebhookDescription'];
export type WebhookSecretGrace = components['schemas']['WebhookSecretGrace'];
export type WebhookEndpoint = components['schemas']['WebhookEndpoint'];
export type WebhookEndpointPage = components['schemas']['WebhookEndpointPage'];
export type WebhookSecret = components['schemas']['WebhookSecret'];
export type WebhookEndpointCreate = components['schemas']['WebhookEndpointCreate'];
export type WebhookEndpointWithSecret = components['schemas']['WebhookEndpointWithSecret'];
export type WebhookEndpointPatch = components['schemas']['WebhookEndpointPatch'];
export type WebhookSecretRotate = components['schemas']['WebhookSecretRotate'];
export type WebhookSecretRotation = components['schemas']['WebhookSecretRotation'];
export type WebhookDeliveryState = components['schemas']['WebhookDeliveryState'];
export type WebhookEventId = components['schemas']['WebhookEventId'];
export type WebhookAttemptFailure = components['schemas']['WebhookAttemptFailure'];
export type WebhookAttempt = components['schemas']['WebhookAttempt'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookDeliveryPage = components['schemas']['WebhookDeliveryPage'];
export type WebhookRecovery = components['schemas']['WebhookRecovery'];
export type WebhookRecoveryOutcome = components['schemas']['WebhookRecoveryOutcome'];
export type WebhookTrial = components['schemas']['WebhookTrial'];
export type WebhookEnvelope = components['schemas']['WebhookEnvelope'];
export type CallParty = components['schemas']['CallParty'];
export type SipFinal = components['schemas']['SipFinal'];
export type Q850Cause = components['schemas']['Q850Cause'];
export type Carrier = components['schemas']['Carrier'];
export type CarrierOrNone = components['schemas']['CarrierOrNone'];
export type CallStartedPayload = components['schemas']['CallStartedPayload'];
export type TurnId = components['schemas']['TurnId'];
export type AsrFinalPayload = components['schemas']['AsrFinalPayload'];
export type ToolCallReport = components['schemas']['ToolCallReport'];
export type OmittedOfToolCall = components['schemas']['OmittedOfToolCall'];
export type AgentToolCallPayload = components['schemas']['AgentToolCallPayload'];
export type EndReasonClass = components['schemas']['EndReasonClass'];
export type MediaQuality = components['schemas']['MediaQuality'];
export type CallEndedPayload = components['schemas']['CallEndedPayload'];
export type CallKpis = components['schemas']['CallKpis'];
export type SummaryUsage = components['schemas']['SummaryUsage'];
export type EmotionClass = components['schemas']['EmotionClass'];
export type Valence = components['schemas']['Valence'];
export type Arousal = components['schemas']['Arousal'];
export type CallEmotion = components['schemas']['CallEmotion'];
export type SummaryLink = components['schemas']['SummaryLink'];
export type SummaryArtifacts = components['schemas']['SummaryArtifacts'];
export type TransferSummaryPlan = components['schemas']['TransferSummaryPlan'];
export type TransferDestination = components['schemas']['TransferDestination'];
export type OmittedOfSummary = components['schemas']['OmittedOfSummary'];
export type AgentSummaryPayload = components['schemas']['AgentSummaryPayload'];
export type Day = components['schemas']['Day'];
export type UsageTotals = components['schemas']['UsageTotals'];
export type CapScope = components['schemas']['CapScope'];
export type CapPeriod = components['schemas']['CapPeriod'];
export type CapAlert = components['schemas']['CapAlert'];
export type BillingUsageUpdatedPayload = components['schemas']['BillingUsageUpdatedPayload'];
export type QaFlagKind = components['schemas']['QaFlagKind'];
export type QaFlag = components['schemas']['QaFlag'];
export type QaFlagsPayload = components['schemas']['QaFlagsPayload'];
export type WebhookPayload = components['schemas']['WebhookPayload'];
export type WebhookDeliveryDetails = components['schemas']['WebhookDeliveryDetails'];
export type LiveKitUrl = components['schemas']['LiveKitUrl'];
export type LiveKitApiKey = components['schemas']['LiveKitApiKey'];
export type LiveKitProject = components['schemas']['LiveKitProject'];
export type LiveKitApiSecret = components['schemas']['LiveKitApiSecret'];
export type LiveKitProjectSet = components['schemas']['LiveKitProjectSet'];
export type LiveKitInt64 = components['schemas']['LiveKitInt64'];
export type LiveKitSid = components['schemas']['LiveKitSid'];
export type LiveKitRoom = components['schemas']['LiveKitRoom'];
export type LiveKitParticipant = components['schemas']['LiveKitParticipant'];
export type LiveKitTrack = components['schemas']['LiveKitTrack'];
export type LiveKitEvent = components['schemas']['LiveKitEvent'];
export type LiveKitReceipt = components['schemas']['LiveKitReceipt'];
export type RateOwner = components['schemas']['RateOwner'];
export type RateService = components['schemas']['RateService'];
export type RateProvider = components['schemas']['RateProvider'];
export type RateModel = components['schemas']['RateModel'];
export type RatePer = components['schemas']['RatePer'];
export type RatePrice = components['schemas']['RatePrice'];
export type Currency = components['schemas']['Currency'];
export type RateSource = components['schemas']['RateSource'];
export type Rate = components['schemas']['Rate'];
export type RatePage = components['schemas']['RatePage'];
export type RateCreate = components['schemas']['RateCreate'];
export type MetricsTotals = components['schemas']['MetricsTotals'];
export type MetricsDay = components['schemas']['MetricsDay'];
export type Metrics = components['schemas']['Metrics'];
export type Health = components['schemas']['Health'];
export type ReadinessCheck = components['schemas']['ReadinessCheck'];
export type Readiness = components['schemas']['Readiness'];
export type Exposition = components['schemas']['Exposition'];
export type ContractDocument = components['schemas']['ContractDocument'];
export type PayloadSchema = components['schemas']['PayloadSchema'];
export type ProblemType = components['schemas']['ProblemType'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseUnauthorized = components['responses']['Unauthorized'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponsePayloadTooLarge = components['responses']['PayloadTooLarge'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseInternal = components['responses']['Internal'];
export type ResponseConflict = components['responses']['Conflict'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseGoingAway = components['responses']['GoingAway'];
export type ResponseEventTooLarge = components['responses']['EventTooLarge'];
export type ResponseTooManyEvents = components['responses']['TooManyEvents'];
export type ResponseWebhookGone = components['responses']['WebhookGone'];
export type ResponseWebhookTooOften = components['responses']['WebhookTooOften'];
export type ResponseWebhookReceived = components['responses']['WebhookReceived'];
export type ResponseWebhookNotFollowed = components['responses']['WebhookNotFollowed'];
export type ResponseWebhookFailed = components['responses']['WebhookFailed'];
export type ResponseNotModified = components['responses']['NotModified'];
export type ResponseIdempotencyConflict = components['responses']['IdempotencyConflict'];
export type ResponsePreconditionFailed = components['responses']['PreconditionFailed'];
export type ResponseTooManyRequests = components['responses']['TooManyRequests'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterKeyId = components['parameters']['KeyId'];
export type ParameterTenantId = components['parameters']['TenantId'];
export type ParameterAgentId = components['parameters']['AgentId'];
export type ParameterToolName = components['parameters']['ToolName'];
export type ParameterSecretName = components['parameters']['SecretName'];
export type ParameterCallId = components['parameters']['CallId'];
export type ParameterSessionId = components['parameters']['SessionId'];
export type ParameterEndpointId = components['parameters']['EndpointId'];
export type ParameterDeliveryId = components['parameters']['DeliveryId'];
export type ParameterSchemaFile = components['parameters']['SchemaFile'];
export type ParameterWebhookBodySignature = components['parameters']['WebhookBodySignature'];
export type ParameterWebhookId = components['parameters']['WebhookId'];
export type ParameterWebhookTimestamp = components['parameters']['WebhookTimestamp'];
export type ParameterWebhookSignature = components['parameters']['WebhookSignature'];
export type ParameterWebhookUserAgent = components['parameters']['WebhookUserAgent'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterIfMatch = components['parameters']['IfMatch'];
export type ParameterIfNoneMatch = components['parameters']['IfNoneMatch'];
export type HeaderRequestId = components['headers']['RequestId'];
export type HeaderRetryAfter = components['headers']['RetryAfter'];
export type HeaderContentDisposition = components['headers']['ContentDisposition'];
export type HeaderContentTypeOptions = components['headers']['ContentTypeOptions'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderCacheControl = components['headers']['CacheControl'];
export type HeaderContentSecurityPolicy = components['headers']['ContentSecurityPolicy'];
export type HeaderPermissionsPolicy = components['headers']['PermissionsPolicy'];
export type HeaderReferrerPolicy = components['headers']['ReferrerPolicy'];
export type HeaderAllowOrigin = components['headers']['AllowOrigin'];
export type HeaderRateLimit = components['headers']['RateLimit'];
export type HeaderRateLimitPolicy = components['headers']['RateLimitPolicy'];
export type HeaderETag = components['headers']['ETag'];
export type HeaderIdempotencyReplayed = components['headers']['IdempotencyReplayed'];
export type $defs = Record<string, never>;
export interface operations {
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What the token may do; `{}` gives one with the role of your key for 15 minutes. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenCreate"];
            };
        };
        responses: {
            /** @description The token. It is shown once. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    createTicket: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What the ticket is for. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketCreate"];
            };
        };
        responses: {
            /** @description The ticket. It is shown once. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys, the one that signs now first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeys"];
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new key. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        responses: {
            /** @description The key with its secret. The secret is shown once. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The API key's id. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The API key's id. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    updateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The API key's id. */
                keyId: components["parameters"]["KeyId"];
            };
            cookie?: never;
        };
        /** @description What changes. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["ApiKeyPatch"];
                "application/json": components["schemas"]["ApiKeyPatch"];
            };
        };
        responses: {
            /** @description The key as it stands now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tenants. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The new tenant. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantCreate"];
            };
        };
        responses: {
            /** @description The tenant and its first key, whose secret is shown once. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTenant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The tenant's id. */
                tenantId: components["parameters"]["TenantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The tenant's id. */
                tenantId: components["parameters"]["TenantId"];
            };
            cookie?: never;
        };
        /** @description What changes. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["TenantPatch"];
                "application/json": components["schemas"]["TenantPatch"];
            };
        };
        responses: {
            /** @description The tenant as it stands now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getTenantSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings as they stand. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    updateTenantSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What changes. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["TenantSettingsPatch"];
                "application/json": components["schemas"]["TenantSettingsPatch"];
            };
        };
        responses: {
            /** @description The settings as they stand now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getCapturePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CapturePolicy"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    updateCapturePolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What changes. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["CapturePolicyPatch"];
                "application/json": components["schemas"]["CapturePolicyPatch"];
            };
        };
        responses: {
            /** @description The policy as it stands now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CapturePolicy"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of agents. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new agent. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentCreate"];
            };
        };
        responses: {
            /** @description The agent as it stands. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    validateAgent: {
        parameters: {
            query?: {
                /** @description The agent that would be changed. */
                agentId?: components["schemas"]["AgentId"];
            };
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The settings, right or wrong. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentDraft"];
            };
        };
        responses: {
            /** @description Whether they would be taken, and what is wrong with them. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentValidation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    updateAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /** @description What changes. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["AgentPatch"];
                "application/json": components["schemas"]["AgentPatch"];
            };
        };
        responses: {
            /** @description The agent as it stands now, its version one higher. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listAgentVersions: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersionPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getAgentVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
                /** @description Which version. */
                version: components["schemas"]["VersionNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The agent as it stood in that version. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentVersion"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    publishAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /** @description Which version; the newest when it is left out. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentPublish"];
            };
        };
        responses: {
            /** @description The agent as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    rollbackAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The agent's id, or the name that the tenant gave it. */
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        /** @description Which version. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentRollback"];
            };
        };
        responses: {
            /** @description The agent as it stands now, its version one higher. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listTools: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tools. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    createTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new tool. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolCreate"];
            };
        };
        responses: {
            /** @description The tool as it stands. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tool"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    validateTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What to check. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolTrial"];
            };
        };
        responses: {
            /** @description The verdict. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolVerdict"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The tool's name, or its id. */
                toolName: components["parameters"]["ToolName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tool as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tool"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    deleteTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The tool's name, or its id. */
                toolName: components["parameters"]["ToolName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tool is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    updateTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The tool's name, or its id. */
                toolName: components["parameters"]["ToolName"];
            };
            cookie?: never;
        };
        /** @description What changes. */
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["ToolPatch"];
                "application/json": components["schemas"]["ToolPatch"];
            };
        };
        responses: {
            /** @description The tool as it stands now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tool"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    invokeTool: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The tool's name, or its id. */
                toolName: components["parameters"]["ToolName"];
            };
            cookie?: never;
        };
        /** @description The arguments. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToolInvocation"];
            };
        };
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolOutcome"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All secrets. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    putSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret's name. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        /** @description The secret. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretValue"];
            };
        };
        responses: {
            /** @description The secret, without its value. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Secret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    deleteSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The secret's name. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only calls of this agent. */
                agentId?: components["schemas"]["AgentId"];
                /** @description Only calls that stand so. */
                status?: components["schemas"]["CallStatus"];
                /** @description Only calls created at this instant or later. */
                startedAfter?: components["schemas"]["Timestamp"];
                /** @description Only calls created before this instant. */
                startedBefore?: components["schemas"]["Timestamp"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of calls. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getCall: {
        parameters: {
            query?: {
                /** @description What the answer shall hold besides - `messages`, who said what. */
                include?: "messages";
            };
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The call's id, or the name that the tenant gave it. */
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallDetails"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getCallTimeline: {
        parameters: {
            query?: {
                /** @description How many entries at the most. */
                limit?: number;
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only entries with a higher `seq`. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The call's id, or the name that the tenant gave it. */
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the timeline. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getCallArtifacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The call's id, or the name that the tenant gave it. */
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed links; null where there is no such artifact. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifacts"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only sessions of this kind. */
                kind?: components["schemas"]["SessionKind"];
                /** @description Whether only sessions are listed that go on, or only those that do not. */
                live?: boolean;
                /** @description Only sessions that began at this instant or later. */
                startedAfter?: components["schemas"]["Timestamp"];
                /** @description Only sessions that began before this instant. */
                startedBefore?: components["schemas"]["Timestamp"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listSessionEvents: {
        parameters: {
            query?: {
                /** @description Only events of these types; give it once for each. A type that no event has is refused. */
                event_type?: components["schemas"]["EventTypeName"][];
                /** @description Only what this part of the system says. */
                component?: components["schemas"]["EventComponent"];
                /** @description Only events at this instant or later. */
                since?: components["schemas"]["Timestamp"];
                /** @description Only events before this instant; not before `since`. */
                until?: components["schemas"]["Timestamp"];
                /** @description Only events with a higher `seq`. */
                after?: number;
                /** @description How many at the most. */
                limit?: number;
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionEventPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    streamSessionEvents: {
        parameters: {
            query?: {
                /** @description Only events of these types; give it once for each. A type that no event has is refused. */
                event_type?: components["schemas"]["EventTypeName"][];
                /** @description Only what this part of the system says. */
                component?: components["schemas"]["EventComponent"];
                /** @description Begin behind this `seq`; without it at the beginning of the log. `Last-Event-ID` goes before it. */
                after?: number;
            };
            header?: {
                /** @description The last `id` that came; browsers send it by themselves. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, one block of lines each. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description `no`: a proxy passes each event on at once. */
                    "X-Accel-Buffering"?: "no";
                    /** @description Nothing keeps it. */
                    "Cache-Control"?: string;
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The session has ended, and nothing comes after this `seq`. Browsers then stop asking. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["GoingAway"];
        };
    };
    sendSessionCommand: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The session's id - a call's, a browser-to-browser call's or the tenant's own - or the name that the tenant gave the call. */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /** @description The command. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionCommand"];
            };
        };
        responses: {
            /** @description It was applied. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionCommandResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
            503: components["responses"]["GoingAway"];
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only endpoints that stand so. */
                state?: components["schemas"]["WebhookEndpointState"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of endpoints. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new endpoint. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointCreate"];
            };
        };
        responses: {
            /** @description The endpoint, and its secret. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint is gone. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        /** @description What changes. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEndpointPatch"];
            };
        };
        responses: {
            /** @description The endpoint as it stands now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        /** @description How long the old secret holds. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSecretRotate"];
            };
        };
        responses: {
            /** @description The new secret, shown once. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretRotation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    promoteWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The endpoint as it stands now. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Only deliveries that stand so. */
                state?: components["schemas"]["WebhookDeliveryState"];
                /** @description Only events of this type. */
                type?: components["schemas"]["WebhookEventType"];
                /** @description Only events of this call. */
                callId?: components["schemas"]["CallId"];
                /** @description Only deliveries of events that happened at this instant or later. */
                createdAfter?: components["schemas"]["Timestamp"];
                /** @description Only deliveries of events that happened before this instant. */
                createdBefore?: components["schemas"]["Timestamp"];
            };
            header?: never;
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    recoverWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        /** @description The span. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRecovery"];
            };
        };
        responses: {
            /** @description They are posted in the background. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRecoveryOutcome"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The webhook endpoint's id. */
                endpointId: components["parameters"]["EndpointId"];
            };
            cookie?: never;
        };
        /** @description What is posted. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookTrial"];
            };
        };
        responses: {
            /** @description What came of it, a failure too. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAttempt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The delivery's id. */
                deliveryId: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery as it stands. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDetails"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The delivery's id. */
                deliveryId: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is posted in the background. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getLiveKitProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project, without its secret. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveKitProject"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    setLiveKitProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The project; its secrets are sealed and never answered. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiveKitProjectSet"];
            };
        };
        responses: {
            /** @description The project as it stands now, without its secret. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveKitProject"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    removeLiveKitProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you last saw, so that you change nothing that somebody else has changed since; then it is `precondition_failed`. `*` is any. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no project any more. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    receiveLiveKitEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The event, as protojson: 64-bit numbers are strings, and fields that have their default are left out. */
        requestBody: {
            content: {
                "application/webhook+json": components["schemas"]["LiveKitEvent"];
            };
        };
        responses: {
            /** @description The event has come. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveKitReceipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["EventTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyEvents"];
            500: components["responses"]["Internal"];
        };
    };
    listRates: {
        parameters: {
            query?: {
                /** @description How many at the most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where to read on, from the last page's `nextCursor`. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rates. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatePage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    createRate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your choice for this request, such as a UUID; kept for 24 hours. The same request again, with the same key, gets the first answer and does nothing twice. Another body under the same key is `idempotency_conflict`; so is the same request while the first still runs, with `Retry-After`. Answers of 5xx and others that are `retryable` are not kept. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The price, and since when. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RateCreate"];
            };
        };
        responses: {
            /** @description The rate as it stands. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rate"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getMetrics: {
        parameters: {
            query?: {
                /** @description The first day, in Asia/Kolkata; 29 days before `to` when it is left out. */
                from?: components["schemas"]["Day"];
                /** @description The last day, in Asia/Kolkata; today when it is left out. */
                to?: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sums over the span and of each day. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    downloadRecording: {
        parameters: {
            query: {
                /** @description When the link stops working, seconds since the Unix epoch. */
                expires: number;
                /** @description Hex HMAC-SHA256 over path and expiry. */
                signature: string;
            };
            header?: never;
            path: {
                /** @description The recording's file. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A WAV file of PCM16, the caller on the left, the agent on the right. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "X-Content-Type-Options": components["headers"]["ContentTypeOptions"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
    downloadBundle: {
        parameters: {
            query: {
                /** @description When the link stops working, seconds since the Unix epoch. */
                expires: number;
                /** @description Hex HMAC-SHA256 over path and expiry. */
                signature: string;
            };
            header?: never;
            path: {
                /** @description The bundle's file. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A zip of recording.wav, transcript.jsonl, metrics.ndjson, timeline.json and summary.json; without the recording where there was none when the call was finished. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "X-Content-Type-Options": components["headers"]["ContentTypeOptions"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
    downloadArtifact: {
        parameters: {
            query: {
                /** @description When the link stops working, seconds since the Unix epoch. */
                expires: number;
                /** @description Hex HMAC-SHA256 over path and expiry. */
                signature: string;
            };
            header?: never;
            path: {
                /** @description What kind of artifact it is. */
                folder: "transcripts" | "metrics";
                /** @description The artifact's file. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The artifact, one JSON document a line. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    "X-Content-Type-Options": components["headers"]["ContentTypeOptions"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description New calls can be taken. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            500: components["responses"]["Internal"];
            /** @description A part is down, or the server drains. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    scrapeMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that this process has counted since it began. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["Exposition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["Internal"];
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, with every reference inside it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDocument"];
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    getRealtimeDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, with every reference inside it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDocument"];
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    getEventsDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document, with every reference inside it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDocument"];
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    getPayloadSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The payload's `schemaVersion`, and `.json`. */
                schemaFile: components["parameters"]["SchemaFile"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON Schema, Draft 2020-12. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/schema+json": components["schemas"]["PayloadSchema"];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["Internal"];
        };
    };
    getFrontPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The documentation is there. */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["Internal"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The documentation is there. */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["Internal"];
        };
    };
    getDocsFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The file's name, as the pages link it. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; its content type goes by the name's ending. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Content-Security-Policy": components["headers"]["ContentSecurityPolicy"];
                    "Permissions-Policy": components["headers"]["PermissionsPolicy"];
                    "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                    "X-Content-Type-Options": components["headers"]["ContentTypeOptions"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
    getLlmsText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The documentation is there. */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["Internal"];
        };
    };
    getProblemType: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of what you have. The answer is 304, without a body, when it still stands so. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The problem's `code`. */
                code: components["schemas"]["ProblemCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The problem's entry in the catalogue. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemType"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
    callStartedWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
                "X-Signature": components["parameters"]["WebhookBodySignature"];
                /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
                /** @description Who posts. */
                "User-Agent": components["parameters"]["WebhookUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The payload. Verify the signature over these bytes, before they are parsed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallStartedPayload"];
            };
        };
        responses: {
            410: components["responses"]["WebhookGone"];
            429: components["responses"]["WebhookTooOften"];
            "2XX": components["responses"]["WebhookReceived"];
            "3XX": components["responses"]["WebhookNotFollowed"];
            default: components["responses"]["WebhookFailed"];
        };
    };
    asrFinalWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
                "X-Signature": components["parameters"]["WebhookBodySignature"];
                /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
                /** @description Who posts. */
                "User-Agent": components["parameters"]["WebhookUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The payload. Verify the signature over these bytes, before they are parsed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AsrFinalPayload"];
            };
        };
        responses: {
            410: components["responses"]["WebhookGone"];
            429: components["responses"]["WebhookTooOften"];
            "2XX": components["responses"]["WebhookReceived"];
            "3XX": components["responses"]["WebhookNotFollowed"];
            default: components["responses"]["WebhookFailed"];
        };
    };
    agentToolCallWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
                "X-Signature": components["parameters"]["WebhookBodySignature"];
                /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
                /** @description Who posts. */
                "User-Agent": components["parameters"]["WebhookUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The payload. Verify the signature over these bytes, before they are parsed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentToolCallPayload"];
            };
        };
        responses: {
            410: components["responses"]["WebhookGone"];
            429: components["responses"]["WebhookTooOften"];
            "2XX": components["responses"]["WebhookReceived"];
            "3XX": components["responses"]["WebhookNotFollowed"];
            default: components["responses"]["WebhookFailed"];
        };
    };
    callEndedWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
                "X-Signature": components["parameters"]["WebhookBodySignature"];
                /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
                /** @description Who posts. */
                "User-Agent": components["parameters"]["WebhookUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The payload. Verify the signature over these bytes, before they are parsed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallEndedPayload"];
            };
        };
        responses: {
            410: components["responses"]["WebhookGone"];
            429: components["responses"]["WebhookTooOften"];
            "2XX": components["responses"]["WebhookReceived"];
            "3XX": components["responses"]["WebhookNotFollowed"];
            default: components["responses"]["WebhookFailed"];
        };
    };
    agentSummaryWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
                "X-Signature": components["parameters"]["WebhookBodySignature"];
                /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
                /** @description Who posts. */
                "User-Agent": components["parameters"]["WebhookUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The payload. Verify the signature over these bytes, before they are parsed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentSummaryPayload"];
            };
        };
        responses: {
            410: components["responses"]["WebhookGone"];
            429: components["responses"]["WebhookTooOften"];
            "2XX": components["responses"]["WebhookReceived"];
            "3XX": components["responses"]["WebhookNotFollowed"];
            default: components["responses"]["WebhookFailed"];
        };
    };
    billingUsageUpdatedWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
                "X-Signature": components["parameters"]["WebhookBodySignature"];
                /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
                /** @description Who posts. */
                "User-Agent": components["parameters"]["WebhookUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The payload. Verify the signature over these bytes, before they are parsed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["BillingUsageUpdatedPayload"];
            };
        };
        responses: {
            410: components["responses"]["WebhookGone"];
            429: components["responses"]["WebhookTooOften"];
            "2XX": components["responses"]["WebhookReceived"];
            "3XX": components["responses"]["WebhookNotFollowed"];
            default: components["responses"]["WebhookFailed"];
        };
    };
    qaFlagsWebhook: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the lower-case hex HMAC-SHA256 of the raw body, keyed with the endpoint's whole secret as text. While a secret is rotated it is of the old one until the new one is promoted. */
                "X-Signature": components["parameters"]["WebhookBodySignature"];
                /** @description The payload's `eventId` (Standard Webhooks); the same on every retry and replay. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description When this attempt was made, seconds since the Unix epoch (Standard Webhooks). Refuse what is more than 5 minutes off. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures with a space between them, each `v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<raw body>` (Standard Webhooks). The key is what stands after `whsec_` in the endpoint's secret, decoded from base64. While a secret is rotated there is one of each secret; one that fits is enough. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
                /** @description Who posts. */
                "User-Agent": components["parameters"]["WebhookUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The payload. Verify the signature over these bytes, before they are parsed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["QaFlagsPayload"];
            };
        };
        responses: {
            410: components["responses"]["WebhookGone"];
            429: components["responses"]["WebhookTooOften"];
            "2XX": components["responses"]["WebhookReceived"];
            "3XX": components["responses"]["WebhookNotFollowed"];
            default: components["responses"]["WebhookFailed"];
        };
    };
}
