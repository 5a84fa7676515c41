// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.

import type { ApiPromise } from '../api-promise.ts'
import type { PagePromise } from '../page.ts'
import { type ChangeOptions, type RequestOptions, Resource, type StreamOptions } from '../resource.ts'
import {
  createAgent,
  createApiKey,
  createRate,
  createTenant,
  createTicket,
  createToken,
  createTool,
  createWebhookEndpoint,
  deleteAgent,
  deleteApiKey,
  deleteSecret,
  deleteTool,
  deleteWebhookEndpoint,
  getAgent,
  getAgentVersion,
  getApiKey,
  getCall,
  getCallArtifacts,
  getCallTimeline,
  getCapturePolicy,
  getLiveKitProject,
  getMetrics,
  getSession,
  getTenant,
  getTenantSettings,
  getTool,
  getWebhookDelivery,
  getWebhookEndpoint,
  invokeTool,
  listAgentVersions,
  listAgents,
  listApiKeys,
  listCalls,
  listRates,
  listSecrets,
  listSessionEvents,
  listSessions,
  listTenants,
  listTools,
  listWebhookDeliveries,
  listWebhookEndpoints,
  promoteWebhookSecret,
  publishAgent,
  putSecret,
  recoverWebhookDeliveries,
  removeLiveKitProject,
  replayWebhookDelivery,
  rollbackAgent,
  rotateWebhookSecret,
  scrapeMetrics,
  sendSessionCommand,
  setLiveKitProject,
  streamSessionEvents,
  testWebhookEndpoint,
  updateAgent,
  updateApiKey,
  updateCapturePolicy,
  updateTenant,
  updateTenantSettings,
  updateTool,
  updateWebhookEndpoint,
  validateAgent,
  validateTool,
} from './rest/sdk.gen.ts'
import type {
  Agent,
  AgentCreate,
  AgentDraft,
  AgentPage,
  AgentPatch,
  AgentPublish,
  AgentRollback,
  AgentValidation,
  AgentVersion,
  AgentVersionPage,
  ApiKey,
  ApiKeyCreate,
  ApiKeyPage,
  ApiKeyPatch,
  Artifacts,
  Call,
  CallDetails,
  CallPage,
  CapturePolicy,
  CapturePolicyPatch,
  CreatedApiKey,
  CreatedTenant,
  Exposition,
  GetCallData,
  GetCallTimelineData,
  GetMetricsData,
  ListAgentVersionsData,
  ListAgentsData,
  ListApiKeysData,
  ListCallsData,
  ListRatesData,
  ListSessionEventsData,
  ListSessionsData,
  ListTenantsData,
  ListToolsData,
  ListWebhookDeliveriesData,
  ListWebhookEndpointsData,
  LiveKitProject,
  LiveKitProjectSet,
  Metrics,
  Rate,
  RateCreate,
  RatePage,
  Secret,
  SecretList,
  SecretValue,
  Session,
  SessionCommand,
  SessionCommandResult,
  SessionPage,
  StreamSessionEventsData,
  Tenant,
  TenantCreate,
  TenantPage,
  TenantPatch,
  TenantSettings,
  TenantSettingsPatch,
  Ticket,
  TicketCreate,
  Timeline,
  TimelineEntry,
  Token,
  TokenCreate,
  Tool,
  ToolCreate,
  ToolInvocation,
  ToolOutcome,
  ToolPage,
  ToolPatch,
  ToolTrial,
  ToolVerdict,
  ValidateAgentData,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryDetails,
  WebhookDeliveryPage,
  WebhookEndpoint,
  WebhookEndpointCreate,
  WebhookEndpointPage,
  WebhookEndpointPatch,
  WebhookEndpointWithSecret,
  WebhookRecovery,
  WebhookRecoveryOutcome,
  WebhookSecretRotate,
  WebhookSecretRotation,
  WebhookTrial,
} from './rest/types.gen.ts'
import type { SessionEvent, SessionEventPage } from './session-events.gen.ts'

export class AuthTokensResource extends Resource {
  /**
   * Mint a short token.
   *
   * Use it so that a page or a worker need not hold your API key. The token is a JWT (EdDSA; the keys are at
   * `/.well-known/jwks.json`), works as `Authorization: Bearer` and as the subprotocol `jwt.<token>`, and dies with the
   * key that made it. With `callId` or `agentId` it opens the realtime socket of that call or agent and nothing else.
   * A socket takes a token only within 60 s of its making. A token cannot make tokens.
   */
  create(body: TokenCreate, options?: RequestOptions): ApiPromise<Token> {
    return this.transport.call<Token>(createToken, { body }, options, { idempotencyKey: true, json: true })
  }
}

export class AuthResource extends Resource {
  readonly tokens = new AuthTokensResource(this.transport)
}

export class RealtimeTicketsResource extends Resource {
  /**
   * Make a ticket for one call.
   *
   * Use it on your server when a browser is about to call: give the ticket to the page, which connects with the
   * subprotocols `invorto.v1` and `ticket.<ticket>`. It lives 60 s, opens one socket once, and only that of its call,
   * agent and web origin.
   */
  create(body: TicketCreate, options?: RequestOptions): ApiPromise<Ticket> {
    return this.transport.call<Ticket>(createTicket, { body }, options, { idempotencyKey: true, json: true })
  }
}

export class RealtimeResource extends Resource {
  readonly tickets = new RealtimeTicketsResource(this.transport)
}

export class ApiKeysResource extends Resource {
  /**
   * Create an API key.
   *
   * Use it for each program that calls us, so that one can be disabled without the others. It takes an API key, not a token.
   */
  create(body: ApiKeyCreate, options?: RequestOptions): ApiPromise<CreatedApiKey> {
    return this.transport.call<CreatedApiKey>(createApiKey, { body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * List API keys.
   *
   * Use it to see which keys there are, newest first. Secrets are never shown again.
   */
  list(query?: ListApiKeysData['query'], options?: RequestOptions): PagePromise<ApiKey, ApiKeyPage> {
    return this.transport.page<ApiKey, ApiKeyPage>(listApiKeys, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Get an API key.
   *
   * Use it to see what a key may do and when it was last used.
   */
  get(keyId: string, options?: RequestOptions): ApiPromise<ApiKey> {
    return this.transport.call<ApiKey>(getApiKey, { path: { keyId } }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Change an API key.
   *
   * Use it to rename a key, to give it another role or other limits, or to disable it. A disabled key stops working
   * within 5 s everywhere, with its tokens, tickets and live sockets. The key that asks cannot disable or demote
   * itself, and one active admin key always stays.
   */
  update(keyId: string, body: ApiKeyPatch, options?: ChangeOptions): ApiPromise<ApiKey> {
    return this.transport.call<ApiKey>(updateApiKey, { path: { keyId }, body }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Delete an API key.
   *
   * Use it when a key is never needed again; to stop it for a while, disable it. Keys that settings of the platform name come back at its next start.
   */
  delete(keyId: string, options?: ChangeOptions): ApiPromise<void> {
    return this.transport.call<void>(deleteApiKey, { path: { keyId } }, options, { idempotencyKey: false, json: false })
  }
}

export class TenantsResource extends Resource {
  /**
   * Create a tenant.
   *
   * Use it with the operator's key (`OPERATOR_API_KEY`) to take in a customer. The answer has the tenant's first admin key; `make tenant NAME=…` does the same.
   */
  create(body: TenantCreate, options?: RequestOptions): ApiPromise<CreatedTenant> {
    return this.transport.call<CreatedTenant>(createTenant, { body }, options, { idempotencyKey: false, json: true })
  }

  /**
   * List tenants.
   *
   * Use it with the operator's key to see who is served, newest first.
   */
  list(query?: ListTenantsData['query'], options?: RequestOptions): PagePromise<Tenant, TenantPage> {
    return this.transport.page<Tenant, TenantPage>(listTenants, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Get a tenant.
   *
   * Use it with the operator's key to see how a tenant stands. Its agents, calls and keys are its own.
   */
  get(tenantId: string, options?: RequestOptions): ApiPromise<Tenant> {
    return this.transport.call<Tenant>(getTenant, { path: { tenantId } }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Change a tenant.
   *
   * Use it with the operator's key to rename a tenant, or to suspend it with `active` false. Its keys, tokens and live sockets then stop within 5 s; nothing is removed.
   */
  update(tenantId: string, body: TenantPatch, options?: ChangeOptions): ApiPromise<Tenant> {
    return this.transport.call<Tenant>(updateTenant, { path: { tenantId }, body }, options, { idempotencyKey: false, json: true })
  }
}

export class TenantSettingsResource extends Resource {
  /**
   * Get your tenant's settings.
   *
   * Use it to see what holds for the whole tenant, every default filled in, and the tenant's id.
   */
  get(options?: RequestOptions): ApiPromise<TenantSettings> {
    return this.transport.call<TenantSettings>(getTenantSettings, {}, options, { idempotencyKey: false, json: true })
  }

  /**
   * Change your tenant's settings.
   *
   * Use it to change some settings and leave the others (JSON merge patch, RFC 7396); a list is replaced as a whole. Every process follows within 5 s.
   */
  update(body: TenantSettingsPatch, options?: ChangeOptions): ApiPromise<TenantSettings> {
    return this.transport.call<TenantSettings>(updateTenantSettings, { body }, options, { idempotencyKey: false, json: true })
  }
}

export class TenantCapturePolicyResource extends Resource {
  /**
   * Get the capture policy.
   *
   * Use it to see what of a call is captured - recordings and packets.
   */
  get(options?: RequestOptions): ApiPromise<CapturePolicy> {
    return this.transport.call<CapturePolicy>(getCapturePolicy, {}, options, { idempotencyKey: false, json: true })
  }

  /**
   * Change the capture policy.
   *
   * Use it to look for a fault on the line, or to capture less (JSON merge patch, RFC 7396). It holds for calls that begin later; fewer days hold for past calls too.
   */
  update(body: CapturePolicyPatch, options?: ChangeOptions): ApiPromise<CapturePolicy> {
    return this.transport.call<CapturePolicy>(updateCapturePolicy, { body }, options, { idempotencyKey: false, json: true })
  }
}

export class TenantResource extends Resource {
  readonly settings = new TenantSettingsResource(this.transport)

  readonly capturePolicy = new TenantCapturePolicyResource(this.transport)
}

export class AgentsVersionsResource extends Resource {
  /**
   * List an agent's versions.
   *
   * Use it to see what was changed when, newest first. A version never changes.
   */
  list(agentId: string, query?: ListAgentVersionsData['query'], options?: RequestOptions): PagePromise<AgentVersion, AgentVersionPage> {
    return this.transport.page<AgentVersion, AgentVersionPage>(listAgentVersions, { path: { agentId }, query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Get one version of an agent.
   *
   * Use it to see with which settings a past call began; a call names its agent's version.
   */
  get(agentId: string, version: number, options?: RequestOptions): ApiPromise<AgentVersion> {
    return this.transport.call<AgentVersion>(getAgentVersion, { path: { agentId, version } }, options, { idempotencyKey: false, json: true })
  }
}

export class AgentsResource extends Resource {
  readonly versions = new AgentsVersionsResource(this.transport)

  /**
   * Create an agent.
   *
   * Use it once per kind of conversation; a call names the agent that answers it. Settings that are left out take their defaults.
   */
  create(body: AgentCreate, options?: RequestOptions): ApiPromise<Agent> {
    return this.transport.call<Agent>(createAgent, { body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * List agents.
   *
   * Use it to find an agent or to show them all, newest first.
   */
  list(query?: ListAgentsData['query'], options?: RequestOptions): PagePromise<Agent, AgentPage> {
    return this.transport.page<Agent, AgentPage>(listAgents, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Try an agent's settings without keeping them.
   *
   * Use it in an editor. It answers what `createAgent` would refuse, each wrong place by its pointer; with `agentId`, what `updateAgent` of that agent would refuse.
   */
  validate(body: AgentDraft, query?: ValidateAgentData['query'], options?: RequestOptions): ApiPromise<AgentValidation> {
    return this.transport.call<AgentValidation>(validateAgent, { body, query }, options, { idempotencyKey: true, json: true })
  }

  /**
   * Get an agent.
   *
   * Use it to read an agent as it stands, by its id or by the name that you gave it.
   */
  get(agentId: string, options?: RequestOptions): ApiPromise<Agent> {
    return this.transport.call<Agent>(getAgent, { path: { agentId } }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Change an agent.
   *
   * Use it to change some settings and leave the others (JSON merge patch, RFC 7396). Calls that are live keep the settings they began with.
   */
  update(agentId: string, body: AgentPatch, options?: ChangeOptions): ApiPromise<Agent> {
    return this.transport.call<Agent>(updateAgent, { path: { agentId }, body }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Delete an agent.
   *
   * Use it when no new call shall reach the agent. Calls that are live go on to their end; past calls stay readable.
   */
  delete(agentId: string, options?: ChangeOptions): ApiPromise<void> {
    return this.transport.call<void>(deleteAgent, { path: { agentId } }, options, { idempotencyKey: false, json: false })
  }

  /**
   * Choose the version that answers new calls.
   *
   * Use it to change an agent without callers hearing it until you say so. From the first publishing on, new calls are answered by the published version, and later changes wait.
   */
  publish(agentId: string, body: AgentPublish, options?: ChangeOptions): ApiPromise<Agent> {
    return this.transport.call<Agent>(publishAgent, { path: { agentId }, body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * Go back to an earlier version.
   *
   * Use it when a change turned out badly. The settings of that version become a new version, which answers new calls at once; the name and the externalId stay as they are.
   */
  rollback(agentId: string, body: AgentRollback, options?: ChangeOptions): ApiPromise<Agent> {
    return this.transport.call<Agent>(rollbackAgent, { path: { agentId }, body }, options, { idempotencyKey: true, json: true })
  }
}

export class ToolsResource extends Resource {
  /**
   * Create a tool.
   *
   * Use it once per thing that agents may do while they speak; an agent names its tools.
   */
  create(body: ToolCreate, options?: RequestOptions): ApiPromise<Tool> {
    return this.transport.call<Tool>(createTool, { body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * List tools.
   *
   * Use it to find a tool or to show them all, newest first.
   */
  list(query?: ListToolsData['query'], options?: RequestOptions): PagePromise<Tool, ToolPage> {
    return this.transport.page<Tool, ToolPage>(listTools, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Check a definition or an invocation.
   *
   * Use it while you write a tool; nothing is stored and nothing is sent. Each wrong place is named.
   */
  validate(body: ToolTrial, options?: RequestOptions): ApiPromise<ToolVerdict> {
    return this.transport.call<ToolVerdict>(validateTool, { body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * Get a tool.
   *
   * Use it to read a tool as it stands, by its name or its id.
   */
  get(toolName: string, options?: RequestOptions): ApiPromise<Tool> {
    return this.transport.call<Tool>(getTool, { path: { toolName } }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Change a tool.
   *
   * Use it to change some parts and leave the others (JSON merge patch, RFC 7396). Calls that are live keep the tool they began with.
   */
  update(toolName: string, body: ToolPatch, options?: ChangeOptions): ApiPromise<Tool> {
    return this.transport.call<Tool>(updateTool, { path: { toolName }, body }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Delete a tool.
   *
   * Use it when no new call shall have the tool. Agents that name it go on without it.
   */
  delete(toolName: string, options?: ChangeOptions): ApiPromise<void> {
    return this.transport.call<void>(deleteTool, { path: { toolName } }, options, { idempotencyKey: false, json: false })
  }

  /**
   * Carry out a tool.
   *
   * Use it to try an HTTP tool as an agent would use it - the request is really sent. A failure of the tool is an answer, too.
   */
  invoke(toolName: string, body: ToolInvocation, options?: RequestOptions): ApiPromise<ToolOutcome> {
    return this.transport.call<ToolOutcome>(invokeTool, { path: { toolName }, body }, options, { idempotencyKey: true, json: true })
  }
}

export class SecretsResource extends Resource {
  /**
   * List secrets.
   *
   * Use it to see which secrets exist. Values are never shown.
   */
  list(options?: RequestOptions): ApiPromise<SecretList> {
    return this.transport.call<SecretList>(listSecrets, {}, options, { idempotencyKey: false, json: true })
  }

  /**
   * Set a secret.
   *
   * Use it to store a credential that tools send, or to replace it; the next request uses the new value.
   */
  put(secretName: string, body: SecretValue, options?: RequestOptions): ApiPromise<Secret> {
    return this.transport.call<Secret>(putSecret, { path: { secretName }, body }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Delete a secret.
   *
   * Use it when a credential is withdrawn. Tools that name it fail until it is set again.
   */
  delete(secretName: string, options?: RequestOptions): ApiPromise<void> {
    return this.transport.call<void>(deleteSecret, { path: { secretName } }, options, { idempotencyKey: false, json: false })
  }
}

export class CallsTimelineResource extends Resource {
  /**
   * Read a call's timeline.
   *
   * Use it to see what was said and how long every stage took, oldest first, while the call is live or after it.
   */
  get(callId: string, query?: GetCallTimelineData['query'], options?: RequestOptions): PagePromise<TimelineEntry, Timeline> {
    return this.transport.page<TimelineEntry, Timeline>(getCallTimeline, { path: { callId }, query }, options, { idempotencyKey: false, json: true })
  }
}

export class CallsArtifactsResource extends Resource {
  /**
   * Get links to a call's artifacts.
   *
   * Use it after a call has ended. The links need no key and live 5 minutes (FR-CP3); ask again for fresh ones. They lead to this server or to its object store (S3).
   */
  get(callId: string, options?: RequestOptions): ApiPromise<Artifacts> {
    return this.transport.call<Artifacts>(getCallArtifacts, { path: { callId } }, options, { idempotencyKey: false, json: true })
  }
}

export class CallsResource extends Resource {
  readonly timeline = new CallsTimelineResource(this.transport)

  readonly artifacts = new CallsArtifactsResource(this.transport)

  /**
   * List calls.
   *
   * Use it to find calls by agent, status or time, newest first.
   */
  list(query?: ListCallsData['query'], options?: RequestOptions): PagePromise<Call, CallPage> {
    return this.transport.page<Call, CallPage>(listCalls, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Get a call.
   *
   * Use it to see where a call stands or how it ended, what it cost and what it came to, by its id or by the name that you gave it.
   */
  get(callId: string, query?: GetCallData['query'], options?: RequestOptions): ApiPromise<CallDetails> {
    return this.transport.call<CallDetails>(getCall, { path: { callId }, query }, options, { idempotencyKey: false, json: true })
  }
}

export class SessionsEventsResource extends Resource {
  /**
   * Read a session's events.
   *
   * Use it to draw the whole timeline of a call, of whatever component, while it is live or after it. Events come oldest first, in the order of `seq`, as soon as they are stored. `content` is with them where `contentVisible` of the session says so, and `pii` then says what it holds.
   */
  list(sessionId: string, query?: ListSessionEventsData['query'], options?: RequestOptions): PagePromise<SessionEvent, SessionEventPage> {
    return this.transport.page<SessionEvent, SessionEventPage>(listSessionEvents, { path: { sessionId }, query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Follow a session's events.
   *
   * Use it to see events as they happen (server-sent events). Each has `id` (its `seq`), `event` (its type) and `data` (the event as in `listSessionEvents`). What the log has comes first, then each event as soon as it is stored, in order and once; a comment comes every 15 s. A `seq` that the log has not reached is waited for. The last block is `event: stream.end`, without an id, with `{"reason": "session_ended"}` once a call has ended and what is made from it was made, `credential_revoked`, `going_away` or `internal`. No block is longer than 1048576 bytes, its empty line among them. After the last two, or a break, come back with `Last-Event-ID` or `after`. A stream that nobody reads for 30 s is cut. A key has so many streams at once (`quota_exceeded`).
   */
  stream(sessionId: string, query?: StreamSessionEventsData['query'], options?: StreamOptions): AsyncIterable<SessionEvent> {
    return this.transport.stream<SessionEvent>(streamSessionEvents, { path: { sessionId }, query }, options)
  }
}

export class SessionsCommandsResource extends Resource {
  /**
   * Send a command to a live call.
   *
   * Use it to end a call, to make the agent say something, or to see more of a session. It is the one door to a live call, whichever server has it. The log has each command as `control.command_received` and `control.command_applied`, under one `correlation_id`, also where it is refused. `pipeline.debug_toggle` needs the role `admin`. A session that has ended is a `conflict`, and its log stays as it is; but to end again what a command has ended is `unchanged`, with `correlationId` and `seq` of that command. Where the server that has the call does not answer within 5 s, the answer is `going_away`: the log tells whether the command was applied.
   */
  send(sessionId: string, body: SessionCommand, options?: RequestOptions): ApiPromise<SessionCommandResult> {
    return this.transport.call<SessionCommandResult>(sendSessionCommand, { path: { sessionId }, body }, options, { idempotencyKey: true, json: true })
  }
}

export class SessionsResource extends Resource {
  readonly events = new SessionsEventsResource(this.transport)

  readonly commands = new SessionsCommandsResource(this.transport)

  /**
   * List sessions.
   *
   * Use it to find logs - of calls, of browser-to-browser calls, and of the tenant itself - newest first.
   */
  list(query?: ListSessionsData['query'], options?: RequestOptions): PagePromise<Session, SessionPage> {
    return this.transport.page<Session, SessionPage>(listSessions, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Get a session.
   *
   * Use it to see whether a session goes on, how long its log is, and what it lets be seen.
   */
  get(sessionId: string, options?: RequestOptions): ApiPromise<Session> {
    return this.transport.call<Session>(getSession, { path: { sessionId } }, options, { idempotencyKey: false, json: true })
  }
}

export class WebhookEndpointsSecretResource extends Resource {
  /**
   * Make a new secret for an endpoint.
   *
   * Use it to change a secret without losing an event. From now on `webhook-signature` has a signature of either secret; `X-Signature` stays with the old one until `promoteWebhookSecret`, or until the grace is over. A rotation that has not come to its end is replaced.
   */
  rotate(endpointId: string, body: WebhookSecretRotate, options?: RequestOptions): ApiPromise<WebhookSecretRotation> {
    return this.transport.call<WebhookSecretRotation>(rotateWebhookSecret, { path: { endpointId }, body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * Sign with the new secret alone.
   *
   * Use it when your servers have the new secret. `X-Signature` is of the new secret from now on, and the old one signs nothing more.
   */
  promote(endpointId: string, options?: RequestOptions): ApiPromise<WebhookEndpoint> {
    return this.transport.call<WebhookEndpoint>(promoteWebhookSecret, { path: { endpointId } }, options, { idempotencyKey: true, json: true })
  }
}

export class WebhookEndpointsDeliveriesResource extends Resource {
  /**
   * List an endpoint's deliveries.
   *
   * Use it to see what was posted and what failed, newest first. Dead letters are `state=dead`. Deliveries are kept for 30 days.
   */
  list(endpointId: string, query?: ListWebhookDeliveriesData['query'], options?: RequestOptions): PagePromise<WebhookDelivery, WebhookDeliveryPage> {
    return this.transport.page<WebhookDelivery, WebhookDeliveryPage>(listWebhookDeliveries, { path: { endpointId }, query }, options, { idempotencyKey: false, json: true })
  }
}

export class WebhookEndpointsResource extends Resource {
  readonly secret = new WebhookEndpointsSecretResource(this.transport)

  readonly deliveries = new WebhookEndpointsDeliveriesResource(this.transport)

  /**
   * List webhook endpoints.
   *
   * Use it to see where events go, newest first.
   */
  list(query?: ListWebhookEndpointsData['query'], options?: RequestOptions): PagePromise<WebhookEndpoint, WebhookEndpointPage> {
    return this.transport.page<WebhookEndpoint, WebhookEndpointPage>(listWebhookEndpoints, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Register a webhook endpoint.
   *
   * Use it to have events posted to an HTTPS address of yours. The answer holds the secret, which is not shown again. An address that is not HTTPS, has credentials in it, does not resolve or leads into a private network is refused.
   */
  create(body: WebhookEndpointCreate, options?: RequestOptions): ApiPromise<WebhookEndpointWithSecret> {
    return this.transport.call<WebhookEndpointWithSecret>(createWebhookEndpoint, { body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * Get a webhook endpoint.
   *
   * Use it to see how an endpoint stands. Its secret is not shown.
   */
  get(endpointId: string, options?: RequestOptions): ApiPromise<WebhookEndpoint> {
    return this.transport.call<WebhookEndpoint>(getWebhookEndpoint, { path: { endpointId } }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Change a webhook endpoint.
   *
   * Use it to post elsewhere, to choose other events, to pause an endpoint, or to enable one again that was disabled. What happened meanwhile was kept, and is posted by `recoverWebhookDeliveries`.
   */
  update(endpointId: string, body: WebhookEndpointPatch, options?: ChangeOptions): ApiPromise<WebhookEndpoint> {
    return this.transport.call<WebhookEndpoint>(updateWebhookEndpoint, { path: { endpointId }, body }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Delete a webhook endpoint.
   *
   * Use it when nothing shall be posted there any more. Its deliveries go with it.
   */
  delete(endpointId: string, options?: ChangeOptions): ApiPromise<void> {
    return this.transport.call<void>(deleteWebhookEndpoint, { path: { endpointId } }, options, { idempotencyKey: false, json: false })
  }

  /**
   * Post again what a span of time left undelivered.
   *
   * Use it after an outage of yours. It takes up deliveries that are dead, and those that were never tried because the endpoint was disabled, oldest first, at most 10,000 at a time; ask again with `nextCursor` for the rest.
   */
  recover(endpointId: string, body: WebhookRecovery, options?: RequestOptions): ApiPromise<WebhookRecoveryOutcome> {
    return this.transport.call<WebhookRecoveryOutcome>(recoverWebhookDeliveries, { path: { endpointId }, body }, options, { idempotencyKey: true, json: true })
  }

  /**
   * Post a sample to an endpoint.
   *
   * Use it to see whether your server takes events and verifies them. The sample is signed like any other, its `eventId` begins with `evt_test_`, and it is tried once.
   */
  test(endpointId: string, body: WebhookTrial, options?: RequestOptions): ApiPromise<WebhookAttempt> {
    return this.transport.call<WebhookAttempt>(testWebhookEndpoint, { path: { endpointId }, body }, options, { idempotencyKey: true, json: true })
  }
}

export class WebhookDeliveriesResource extends Resource {
  /**
   * Get a delivery.
   *
   * Use it to see the payload and every attempt, with what your server answered.
   */
  get(deliveryId: string, options?: RequestOptions): ApiPromise<WebhookDeliveryDetails> {
    return this.transport.call<WebhookDeliveryDetails>(getWebhookDelivery, { path: { deliveryId } }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Post one delivery again.
   *
   * Use it for a dead letter, or for an event that you took and lost. `eventId` stays what it was; links in it are made anew.
   */
  replay(deliveryId: string, options?: RequestOptions): ApiPromise<WebhookDelivery> {
    return this.transport.call<WebhookDelivery>(replayWebhookDelivery, { path: { deliveryId } }, options, { idempotencyKey: true, json: true })
  }
}

export class IntegrationsLivekitResource extends Resource {
  /**
   * Get the tenant's LiveKit project.
   *
   * Use it to see whose events are taken.
   */
  get(options?: RequestOptions): ApiPromise<LiveKitProject> {
    return this.transport.call<LiveKitProject>(getLiveKitProject, {}, options, { idempotencyKey: false, json: true })
  }

  /**
   * Set the tenant's LiveKit project.
   *
   * Use it to let a LiveKit server tell what happens in its rooms. One project a tenant; a key that another tenant has is `conflict`. While secrets are rotated, `previousApiSecret` is good too. Our own processes know the change within 2 s.
   */
  set(body: LiveKitProjectSet, options?: ChangeOptions): ApiPromise<LiveKitProject> {
    return this.transport.call<LiveKitProject>(setLiveKitProject, { body }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Remove the tenant's LiveKit project.
   *
   * Use it when no event shall be taken any more.
   */
  remove(options?: ChangeOptions): ApiPromise<void> {
    return this.transport.call<void>(removeLiveKitProject, {}, options, { idempotencyKey: false, json: false })
  }
}

export class IntegrationsResource extends Resource {
  readonly livekit = new IntegrationsLivekitResource(this.transport)
}

export class RatesResource extends Resource {
  /**
   * List rates.
   *
   * Use it to see which prices calls are reckoned by - your own and the platform's defaults, newest first.
   */
  list(query?: ListRatesData['query'], options?: RequestOptions): PagePromise<Rate, RatePage> {
    return this.transport.page<Rate, RatePage>(listRates, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Set a rate.
   *
   * Use it when your contract with a provider has another price, or its price changes. Rates are never edited - a later one follows an earlier one; what finished calls cost stays.
   */
  create(body: RateCreate, options?: RequestOptions): ApiPromise<Rate> {
    return this.transport.call<Rate>(createRate, { body }, options, { idempotencyKey: true, json: true })
  }
}

export class MetricsResource extends Resource {
  /**
   * Sum up calls by day.
   *
   * Use it for a dashboard or a bill - calls, minutes and rupees of each day. At most 92 days at once; the last 30 when no day is named.
   */
  get(query?: GetMetricsData['query'], options?: RequestOptions): ApiPromise<Metrics> {
    return this.transport.call<Metrics>(getMetrics, { query }, options, { idempotencyKey: false, json: true })
  }

  /**
   * Scrape the metrics of this process.
   *
   * Use it as a target of Prometheus, with `METRICS_API_KEY` as its bearer credential; the operator's key opens it too. `metrics.yaml` has every metric. No label names a tenant or a call.
   */
  scrape(options?: RequestOptions): ApiPromise<Exposition> {
    return this.transport.call<Exposition>(scrapeMetrics, {}, options, { idempotencyKey: false, json: false })
  }
}

/** Every resource of the API, and each operation by its own name. */
export abstract class Resources extends Resource {
  readonly auth = new AuthResource(this.transport)
  readonly realtime = new RealtimeResource(this.transport)
  readonly apiKeys = new ApiKeysResource(this.transport)
  readonly tenants = new TenantsResource(this.transport)
  readonly tenant = new TenantResource(this.transport)
  readonly agents = new AgentsResource(this.transport)
  readonly tools = new ToolsResource(this.transport)
  readonly secrets = new SecretsResource(this.transport)
  readonly calls = new CallsResource(this.transport)
  readonly sessions = new SessionsResource(this.transport)
  readonly webhookEndpoints = new WebhookEndpointsResource(this.transport)
  readonly webhookDeliveries = new WebhookDeliveriesResource(this.transport)
  readonly integrations = new IntegrationsResource(this.transport)
  readonly rates = new RatesResource(this.transport)
  readonly metrics = new MetricsResource(this.transport)

  /** `auth.tokens.create` */
  createToken(...all: Parameters<AuthTokensResource['create']>): ReturnType<AuthTokensResource['create']> {
    return this.auth.tokens.create(...all)
  }
  /** `realtime.tickets.create` */
  createTicket(...all: Parameters<RealtimeTicketsResource['create']>): ReturnType<RealtimeTicketsResource['create']> {
    return this.realtime.tickets.create(...all)
  }
  /** `apiKeys.create` */
  createApiKey(...all: Parameters<ApiKeysResource['create']>): ReturnType<ApiKeysResource['create']> {
    return this.apiKeys.create(...all)
  }
  /** `apiKeys.list` */
  listApiKeys(...all: Parameters<ApiKeysResource['list']>): ReturnType<ApiKeysResource['list']> {
    return this.apiKeys.list(...all)
  }
  /** `apiKeys.get` */
  getApiKey(...all: Parameters<ApiKeysResource['get']>): ReturnType<ApiKeysResource['get']> {
    return this.apiKeys.get(...all)
  }
  /** `apiKeys.update` */
  updateApiKey(...all: Parameters<ApiKeysResource['update']>): ReturnType<ApiKeysResource['update']> {
    return this.apiKeys.update(...all)
  }
  /** `apiKeys.delete` */
  deleteApiKey(...all: Parameters<ApiKeysResource['delete']>): ReturnType<ApiKeysResource['delete']> {
    return this.apiKeys.delete(...all)
  }
  /** `tenants.create` */
  createTenant(...all: Parameters<TenantsResource['create']>): ReturnType<TenantsResource['create']> {
    return this.tenants.create(...all)
  }
  /** `tenants.list` */
  listTenants(...all: Parameters<TenantsResource['list']>): ReturnType<TenantsResource['list']> {
    return this.tenants.list(...all)
  }
  /** `tenants.get` */
  getTenant(...all: Parameters<TenantsResource['get']>): ReturnType<TenantsResource['get']> {
    return this.tenants.get(...all)
  }
  /** `tenants.update` */
  updateTenant(...all: Parameters<TenantsResource['update']>): ReturnType<TenantsResource['update']> {
    return this.tenants.update(...all)
  }
  /** `tenant.settings.get` */
  getTenantSettings(...all: Parameters<TenantSettingsResource['get']>): ReturnType<TenantSettingsResource['get']> {
    return this.tenant.settings.get(...all)
  }
  /** `tenant.settings.update` */
  updateTenantSettings(...all: Parameters<TenantSettingsResource['update']>): ReturnType<TenantSettingsResource['update']> {
    return this.tenant.settings.update(...all)
  }
  /** `tenant.capturePolicy.get` */
  getCapturePolicy(...all: Parameters<TenantCapturePolicyResource['get']>): ReturnType<TenantCapturePolicyResource['get']> {
    return this.tenant.capturePolicy.get(...all)
  }
  /** `tenant.capturePolicy.update` */
  updateCapturePolicy(...all: Parameters<TenantCapturePolicyResource['update']>): ReturnType<TenantCapturePolicyResource['update']> {
    return this.tenant.capturePolicy.update(...all)
  }
  /** `agents.create` */
  createAgent(...all: Parameters<AgentsResource['create']>): ReturnType<AgentsResource['create']> {
    return this.agents.create(...all)
  }
  /** `agents.list` */
  listAgents(...all: Parameters<AgentsResource['list']>): ReturnType<AgentsResource['list']> {
    return this.agents.list(...all)
  }
  /** `agents.validate` */
  validateAgent(...all: Parameters<AgentsResource['validate']>): ReturnType<AgentsResource['validate']> {
    return this.agents.validate(...all)
  }
  /** `agents.get` */
  getAgent(...all: Parameters<AgentsResource['get']>): ReturnType<AgentsResource['get']> {
    return this.agents.get(...all)
  }
  /** `agents.update` */
  updateAgent(...all: Parameters<AgentsResource['update']>): ReturnType<AgentsResource['update']> {
    return this.agents.update(...all)
  }
  /** `agents.delete` */
  deleteAgent(...all: Parameters<AgentsResource['delete']>): ReturnType<AgentsResource['delete']> {
    return this.agents.delete(...all)
  }
  /** `agents.versions.list` */
  listAgentVersions(...all: Parameters<AgentsVersionsResource['list']>): ReturnType<AgentsVersionsResource['list']> {
    return this.agents.versions.list(...all)
  }
  /** `agents.versions.get` */
  getAgentVersion(...all: Parameters<AgentsVersionsResource['get']>): ReturnType<AgentsVersionsResource['get']> {
    return this.agents.versions.get(...all)
  }
  /** `agents.publish` */
  publishAgent(...all: Parameters<AgentsResource['publish']>): ReturnType<AgentsResource['publish']> {
    return this.agents.publish(...all)
  }
  /** `agents.rollback` */
  rollbackAgent(...all: Parameters<AgentsResource['rollback']>): ReturnType<AgentsResource['rollback']> {
    return this.agents.rollback(...all)
  }
  /** `tools.create` */
  createTool(...all: Parameters<ToolsResource['create']>): ReturnType<ToolsResource['create']> {
    return this.tools.create(...all)
  }
  /** `tools.list` */
  listTools(...all: Parameters<ToolsResource['list']>): ReturnType<ToolsResource['list']> {
    return this.tools.list(...all)
  }
  /** `tools.validate` */
  validateTool(...all: Parameters<ToolsResource['validate']>): ReturnType<ToolsResource['validate']> {
    return this.tools.validate(...all)
  }
  /** `tools.get` */
  getTool(...all: Parameters<ToolsResource['get']>): ReturnType<ToolsResource['get']> {
    return this.tools.get(...all)
  }
  /** `tools.update` */
  updateTool(...all: Parameters<ToolsResource['update']>): ReturnType<ToolsResource['update']> {
    return this.tools.update(...all)
  }
  /** `tools.delete` */
  deleteTool(...all: Parameters<ToolsResource['delete']>): ReturnType<ToolsResource['delete']> {
    return this.tools.delete(...all)
  }
  /** `tools.invoke` */
  invokeTool(...all: Parameters<ToolsResource['invoke']>): ReturnType<ToolsResource['invoke']> {
    return this.tools.invoke(...all)
  }
  /** `secrets.list` */
  listSecrets(...all: Parameters<SecretsResource['list']>): ReturnType<SecretsResource['list']> {
    return this.secrets.list(...all)
  }
  /** `secrets.put` */
  putSecret(...all: Parameters<SecretsResource['put']>): ReturnType<SecretsResource['put']> {
    return this.secrets.put(...all)
  }
  /** `secrets.delete` */
  deleteSecret(...all: Parameters<SecretsResource['delete']>): ReturnType<SecretsResource['delete']> {
    return this.secrets.delete(...all)
  }
  /** `calls.list` */
  listCalls(...all: Parameters<CallsResource['list']>): ReturnType<CallsResource['list']> {
    return this.calls.list(...all)
  }
  /** `calls.get` */
  getCall(...all: Parameters<CallsResource['get']>): ReturnType<CallsResource['get']> {
    return this.calls.get(...all)
  }
  /** `calls.timeline.get` */
  getCallTimeline(...all: Parameters<CallsTimelineResource['get']>): ReturnType<CallsTimelineResource['get']> {
    return this.calls.timeline.get(...all)
  }
  /** `calls.artifacts.get` */
  getCallArtifacts(...all: Parameters<CallsArtifactsResource['get']>): ReturnType<CallsArtifactsResource['get']> {
    return this.calls.artifacts.get(...all)
  }
  /** `sessions.list` */
  listSessions(...all: Parameters<SessionsResource['list']>): ReturnType<SessionsResource['list']> {
    return this.sessions.list(...all)
  }
  /** `sessions.get` */
  getSession(...all: Parameters<SessionsResource['get']>): ReturnType<SessionsResource['get']> {
    return this.sessions.get(...all)
  }
  /** `sessions.events.list` */
  listSessionEvents(...all: Parameters<SessionsEventsResource['list']>): ReturnType<SessionsEventsResource['list']> {
    return this.sessions.events.list(...all)
  }
  /** `sessions.events.stream` */
  streamSessionEvents(...all: Parameters<SessionsEventsResource['stream']>): ReturnType<SessionsEventsResource['stream']> {
    return this.sessions.events.stream(...all)
  }
  /** `sessions.commands.send` */
  sendSessionCommand(...all: Parameters<SessionsCommandsResource['send']>): ReturnType<SessionsCommandsResource['send']> {
    return this.sessions.commands.send(...all)
  }
  /** `webhookEndpoints.list` */
  listWebhookEndpoints(...all: Parameters<WebhookEndpointsResource['list']>): ReturnType<WebhookEndpointsResource['list']> {
    return this.webhookEndpoints.list(...all)
  }
  /** `webhookEndpoints.create` */
  createWebhookEndpoint(...all: Parameters<WebhookEndpointsResource['create']>): ReturnType<WebhookEndpointsResource['create']> {
    return this.webhookEndpoints.create(...all)
  }
  /** `webhookEndpoints.get` */
  getWebhookEndpoint(...all: Parameters<WebhookEndpointsResource['get']>): ReturnType<WebhookEndpointsResource['get']> {
    return this.webhookEndpoints.get(...all)
  }
  /** `webhookEndpoints.update` */
  updateWebhookEndpoint(...all: Parameters<WebhookEndpointsResource['update']>): ReturnType<WebhookEndpointsResource['update']> {
    return this.webhookEndpoints.update(...all)
  }
  /** `webhookEndpoints.delete` */
  deleteWebhookEndpoint(...all: Parameters<WebhookEndpointsResource['delete']>): ReturnType<WebhookEndpointsResource['delete']> {
    return this.webhookEndpoints.delete(...all)
  }
  /** `webhookEndpoints.secret.rotate` */
  rotateWebhookSecret(...all: Parameters<WebhookEndpointsSecretResource['rotate']>): ReturnType<WebhookEndpointsSecretResource['rotate']> {
    return this.webhookEndpoints.secret.rotate(...all)
  }
  /** `webhookEndpoints.secret.promote` */
  promoteWebhookSecret(...all: Parameters<WebhookEndpointsSecretResource['promote']>): ReturnType<WebhookEndpointsSecretResource['promote']> {
    return this.webhookEndpoints.secret.promote(...all)
  }
  /** `webhookEndpoints.deliveries.list` */
  listWebhookDeliveries(...all: Parameters<WebhookEndpointsDeliveriesResource['list']>): ReturnType<WebhookEndpointsDeliveriesResource['list']> {
    return this.webhookEndpoints.deliveries.list(...all)
  }
  /** `webhookEndpoints.recover` */
  recoverWebhookDeliveries(...all: Parameters<WebhookEndpointsResource['recover']>): ReturnType<WebhookEndpointsResource['recover']> {
    return this.webhookEndpoints.recover(...all)
  }
  /** `webhookEndpoints.test` */
  testWebhookEndpoint(...all: Parameters<WebhookEndpointsResource['test']>): ReturnType<WebhookEndpointsResource['test']> {
    return this.webhookEndpoints.test(...all)
  }
  /** `webhookDeliveries.get` */
  getWebhookDelivery(...all: Parameters<WebhookDeliveriesResource['get']>): ReturnType<WebhookDeliveriesResource['get']> {
    return this.webhookDeliveries.get(...all)
  }
  /** `webhookDeliveries.replay` */
  replayWebhookDelivery(...all: Parameters<WebhookDeliveriesResource['replay']>): ReturnType<WebhookDeliveriesResource['replay']> {
    return this.webhookDeliveries.replay(...all)
  }
  /** `integrations.livekit.get` */
  getLiveKitProject(...all: Parameters<IntegrationsLivekitResource['get']>): ReturnType<IntegrationsLivekitResource['get']> {
    return this.integrations.livekit.get(...all)
  }
  /** `integrations.livekit.set` */
  setLiveKitProject(...all: Parameters<IntegrationsLivekitResource['set']>): ReturnType<IntegrationsLivekitResource['set']> {
    return this.integrations.livekit.set(...all)
  }
  /** `integrations.livekit.remove` */
  removeLiveKitProject(...all: Parameters<IntegrationsLivekitResource['remove']>): ReturnType<IntegrationsLivekitResource['remove']> {
    return this.integrations.livekit.remove(...all)
  }
  /** `rates.list` */
  listRates(...all: Parameters<RatesResource['list']>): ReturnType<RatesResource['list']> {
    return this.rates.list(...all)
  }
  /** `rates.create` */
  createRate(...all: Parameters<RatesResource['create']>): ReturnType<RatesResource['create']> {
    return this.rates.create(...all)
  }
  /** `metrics.get` */
  getMetrics(...all: Parameters<MetricsResource['get']>): ReturnType<MetricsResource['get']> {
    return this.metrics.get(...all)
  }
  /** `metrics.scrape` */
  scrapeMetrics(...all: Parameters<MetricsResource['scrape']>): ReturnType<MetricsResource['scrape']> {
    return this.metrics.scrape(...all)
  }
}
