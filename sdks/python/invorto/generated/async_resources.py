# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import TYPE_CHECKING, Any, AsyncIterator, Literal, Mapping, Optional, Sequence, Union

from ..resource import AsyncResource
from . import operations

if TYPE_CHECKING:
    from datetime import date, datetime

    from typing_extensions import Unpack

    from ..page import AsyncPaginator
    from ..resource import ChangeOptions, RequestOptions, StreamOptions
    from .models.agent import Agent
    from .models.agent_create import AgentCreate
    from .models.agent_patch import AgentPatch
    from .models.agent_publish import AgentPublish
    from .models.agent_rollback import AgentRollback
    from .models.agent_validation import AgentValidation
    from .models.agent_version import AgentVersion
    from .models.api_key import ApiKey
    from .models.api_key_create import ApiKeyCreate
    from .models.api_key_patch import ApiKeyPatch
    from .models.artifacts import Artifacts
    from .models.call import Call
    from .models.call_details import CallDetails
    from .models.capture_policy import CapturePolicy
    from .models.capture_policy_patch import CapturePolicyPatch
    from .models.created_api_key import CreatedApiKey
    from .models.created_tenant import CreatedTenant
    from .models.live_kit_project import LiveKitProject
    from .models.live_kit_project_set import LiveKitProjectSet
    from .models.metrics import Metrics
    from .models.rate import Rate
    from .models.rate_create import RateCreate
    from .models.secret import Secret
    from .models.secret_list import SecretList
    from .models.secret_value import SecretValue
    from .models.session import Session
    from .models.session_command import SessionCommand
    from .models.session_command_result import SessionCommandResult
    from .models.session_event import SessionEvent
    from .models.tenant import Tenant
    from .models.tenant_create import TenantCreate
    from .models.tenant_patch import TenantPatch
    from .models.tenant_settings import TenantSettings
    from .models.tenant_settings_patch import TenantSettingsPatch
    from .models.ticket import Ticket
    from .models.ticket_create import TicketCreate
    from .models.timeline_entry import TimelineEntry
    from .models.token import Token
    from .models.token_create import TokenCreate
    from .models.tool import Tool
    from .models.tool_create import ToolCreate
    from .models.tool_invocation import ToolInvocation
    from .models.tool_outcome import ToolOutcome
    from .models.tool_patch import ToolPatch
    from .models.tool_trial import ToolTrial
    from .models.tool_verdict import ToolVerdict
    from .models.webhook_attempt import WebhookAttempt
    from .models.webhook_delivery import WebhookDelivery
    from .models.webhook_delivery_details import WebhookDeliveryDetails
    from .models.webhook_endpoint import WebhookEndpoint
    from .models.webhook_endpoint_create import WebhookEndpointCreate
    from .models.webhook_endpoint_patch import WebhookEndpointPatch
    from .models.webhook_endpoint_with_secret import WebhookEndpointWithSecret
    from .models.webhook_recovery import WebhookRecovery
    from .models.webhook_recovery_outcome import WebhookRecoveryOutcome
    from .models.webhook_secret_rotate import WebhookSecretRotate
    from .models.webhook_secret_rotation import WebhookSecretRotation
    from .models.webhook_trial import WebhookTrial


class AsyncAuthTokensResource(AsyncResource):
    async def create(self, body: Union[TokenCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Token:
        """Mint a short token.

        Use it so that a page or a worker need not hold your API key. The token is a JWT (EdDSA; the keys are at
        `/.well-known/jwks.json`), works as `Authorization: Bearer` and as the subprotocol `jwt.<token>`, and dies with the
        key that made it. With `callId` or `agentId` it opens the realtime socket of that call or agent and nothing else.
        A socket takes a token only within 60 s of its making. A token cannot make tokens.
        """
        return await self._transport.call(operations.CREATE_TOKEN, (), body=body, options=options)


class AsyncAuthResource(AsyncResource):
    @property
    def tokens(self) -> AsyncAuthTokensResource:
        return AsyncAuthTokensResource(self._transport)


class AsyncRealtimeTicketsResource(AsyncResource):
    async def create(self, body: Union[TicketCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Ticket:
        """Make a ticket for one call.

        Use it on your server when a browser is about to call: give the ticket to the page, which connects with the
        subprotocols `invorto.v1` and `ticket.<ticket>`. It lives 60 s, opens one socket once, and only that of its call,
        agent and web origin.
        """
        return await self._transport.call(operations.CREATE_TICKET, (), body=body, options=options)


class AsyncRealtimeResource(AsyncResource):
    @property
    def tickets(self) -> AsyncRealtimeTicketsResource:
        return AsyncRealtimeTicketsResource(self._transport)


class AsyncApiKeysResource(AsyncResource):
    async def create(self, body: Union[ApiKeyCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> CreatedApiKey:
        """Create an API key.

        Use it for each program that calls us, so that one can be disabled without the others. It takes an API key, not a token.
        """
        return await self._transport.call(operations.CREATE_API_KEY, (), body=body, options=options)

    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[ApiKey]:
        """List API keys.

        Use it to see which keys there are, newest first. Secrets are never shown again.
        """
        return self._transport.page(operations.LIST_API_KEYS, (), query={"limit": limit, "cursor": cursor}, options=options)

    async def get(self, key_id: str, **options: Unpack[RequestOptions]) -> ApiKey:
        """Get an API key.

        Use it to see what a key may do and when it was last used.
        """
        return await self._transport.call(operations.GET_API_KEY, (key_id,), options=options)

    async def update(self, key_id: str, body: Union[ApiKeyPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> ApiKey:
        """Change an API key.

        Use it to rename a key, to give it another role or other limits, or to disable it. A disabled key stops working
        within 5 s everywhere, with its tokens, tickets and live sockets. The key that asks cannot disable or demote
        itself, and one active admin key always stays.
        """
        return await self._transport.call(operations.UPDATE_API_KEY, (key_id,), body=body, options=options)

    async def delete(self, key_id: str, **options: Unpack[ChangeOptions]) -> None:
        """Delete an API key.

        Use it when a key is never needed again; to stop it for a while, disable it. Keys that settings of the platform name come back at its next start.
        """
        return await self._transport.call(operations.DELETE_API_KEY, (key_id,), options=options)


class AsyncTenantsResource(AsyncResource):
    async def create(self, body: Union[TenantCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> CreatedTenant:
        """Create a tenant.

        Use it with the operator's key (`OPERATOR_API_KEY`) to take in a customer. The answer has the tenant's first admin key; `make tenant NAME=…` does the same.
        """
        return await self._transport.call(operations.CREATE_TENANT, (), body=body, options=options)

    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Tenant]:
        """List tenants.

        Use it with the operator's key to see who is served, newest first.
        """
        return self._transport.page(operations.LIST_TENANTS, (), query={"limit": limit, "cursor": cursor}, options=options)

    async def get(self, tenant_id: str, **options: Unpack[RequestOptions]) -> Tenant:
        """Get a tenant.

        Use it with the operator's key to see how a tenant stands. Its agents, calls and keys are its own.
        """
        return await self._transport.call(operations.GET_TENANT, (tenant_id,), options=options)

    async def update(self, tenant_id: str, body: Union[TenantPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Tenant:
        """Change a tenant.

        Use it with the operator's key to rename a tenant, or to suspend it with `active` false. Its keys, tokens and live sockets then stop within 5 s; nothing is removed.
        """
        return await self._transport.call(operations.UPDATE_TENANT, (tenant_id,), body=body, options=options)


class AsyncTenantSettingsResource(AsyncResource):
    async def get(self, **options: Unpack[RequestOptions]) -> TenantSettings:
        """Get your tenant's settings.

        Use it to see what holds for the whole tenant, every default filled in, and the tenant's id.
        """
        return await self._transport.call(operations.GET_TENANT_SETTINGS, (), options=options)

    async def update(self, body: Union[TenantSettingsPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> TenantSettings:
        """Change your tenant's settings.

        Use it to change some settings and leave the others (JSON merge patch, RFC 7396); a list is replaced as a whole. Every process follows within 5 s.
        """
        return await self._transport.call(operations.UPDATE_TENANT_SETTINGS, (), body=body, options=options)


class AsyncTenantCapturePolicyResource(AsyncResource):
    async def get(self, **options: Unpack[RequestOptions]) -> CapturePolicy:
        """Get the capture policy.

        Use it to see what of a call is captured - recordings and packets.
        """
        return await self._transport.call(operations.GET_CAPTURE_POLICY, (), options=options)

    async def update(self, body: Union[CapturePolicyPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> CapturePolicy:
        """Change the capture policy.

        Use it to look for a fault on the line, or to capture less (JSON merge patch, RFC 7396). It holds for calls that begin later; fewer days hold for past calls too.
        """
        return await self._transport.call(operations.UPDATE_CAPTURE_POLICY, (), body=body, options=options)


class AsyncTenantResource(AsyncResource):
    @property
    def settings(self) -> AsyncTenantSettingsResource:
        return AsyncTenantSettingsResource(self._transport)

    @property
    def capture_policy(self) -> AsyncTenantCapturePolicyResource:
        return AsyncTenantCapturePolicyResource(self._transport)


class AsyncAgentsVersionsResource(AsyncResource):
    def list(self, agent_id: str, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[AgentVersion]:
        """List an agent's versions.

        Use it to see what was changed when, newest first. A version never changes.
        """
        return self._transport.page(operations.LIST_AGENT_VERSIONS, (agent_id,), query={"limit": limit, "cursor": cursor}, options=options)

    async def get(self, agent_id: str, version: int, **options: Unpack[RequestOptions]) -> AgentVersion:
        """Get one version of an agent.

        Use it to see with which settings a past call began; a call names its agent's version.
        """
        return await self._transport.call(operations.GET_AGENT_VERSION, (agent_id, version,), options=options)


class AsyncAgentsResource(AsyncResource):
    @property
    def versions(self) -> AsyncAgentsVersionsResource:
        return AsyncAgentsVersionsResource(self._transport)

    async def create(self, body: Union[AgentCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Agent:
        """Create an agent.

        Use it once per kind of conversation; a call names the agent that answers it. Settings that are left out take their defaults.
        """
        return await self._transport.call(operations.CREATE_AGENT, (), body=body, options=options)

    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Agent]:
        """List agents.

        Use it to find an agent or to show them all, newest first.
        """
        return self._transport.page(operations.LIST_AGENTS, (), query={"limit": limit, "cursor": cursor}, options=options)

    async def validate(self, body: Mapping[str, Any], *, agent_id: Optional[str] = None, **options: Unpack[RequestOptions]) -> AgentValidation:
        """Try an agent's settings without keeping them.

        Use it in an editor. It answers what `createAgent` would refuse, each wrong place by its pointer; with `agentId`, what `updateAgent` of that agent would refuse.
        """
        return await self._transport.call(operations.VALIDATE_AGENT, (), body=body, query={"agentId": agent_id}, options=options)

    async def get(self, agent_id: str, **options: Unpack[RequestOptions]) -> Agent:
        """Get an agent.

        Use it to read an agent as it stands, by its id or by the name that you gave it.
        """
        return await self._transport.call(operations.GET_AGENT, (agent_id,), options=options)

    async def update(self, agent_id: str, body: Union[AgentPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Agent:
        """Change an agent.

        Use it to change some settings and leave the others (JSON merge patch, RFC 7396). Calls that are live keep the settings they began with.
        """
        return await self._transport.call(operations.UPDATE_AGENT, (agent_id,), body=body, options=options)

    async def delete(self, agent_id: str, **options: Unpack[ChangeOptions]) -> None:
        """Delete an agent.

        Use it when no new call shall reach the agent. Calls that are live go on to their end; past calls stay readable.
        """
        return await self._transport.call(operations.DELETE_AGENT, (agent_id,), options=options)

    async def publish(self, agent_id: str, body: Union[AgentPublish, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Agent:
        """Choose the version that answers new calls.

        Use it to change an agent without callers hearing it until you say so. From the first publishing on, new calls are answered by the published version, and later changes wait.
        """
        return await self._transport.call(operations.PUBLISH_AGENT, (agent_id,), body=body, options=options)

    async def rollback(self, agent_id: str, body: Union[AgentRollback, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Agent:
        """Go back to an earlier version.

        Use it when a change turned out badly. The settings of that version become a new version, which answers new calls at once; the name and the externalId stay as they are.
        """
        return await self._transport.call(operations.ROLLBACK_AGENT, (agent_id,), body=body, options=options)


class AsyncToolsResource(AsyncResource):
    async def create(self, body: Union[ToolCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Tool:
        """Create a tool.

        Use it once per thing that agents may do while they speak; an agent names its tools.
        """
        return await self._transport.call(operations.CREATE_TOOL, (), body=body, options=options)

    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Tool]:
        """List tools.

        Use it to find a tool or to show them all, newest first.
        """
        return self._transport.page(operations.LIST_TOOLS, (), query={"limit": limit, "cursor": cursor}, options=options)

    async def validate(self, body: Union[ToolTrial, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> ToolVerdict:
        """Check a definition or an invocation.

        Use it while you write a tool; nothing is stored and nothing is sent. Each wrong place is named.
        """
        return await self._transport.call(operations.VALIDATE_TOOL, (), body=body, options=options)

    async def get(self, tool_name: str, **options: Unpack[RequestOptions]) -> Tool:
        """Get a tool.

        Use it to read a tool as it stands, by its name or its id.
        """
        return await self._transport.call(operations.GET_TOOL, (tool_name,), options=options)

    async def update(self, tool_name: str, body: Union[ToolPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Tool:
        """Change a tool.

        Use it to change some parts and leave the others (JSON merge patch, RFC 7396). Calls that are live keep the tool they began with.
        """
        return await self._transport.call(operations.UPDATE_TOOL, (tool_name,), body=body, options=options)

    async def delete(self, tool_name: str, **options: Unpack[ChangeOptions]) -> None:
        """Delete a tool.

        Use it when no new call shall have the tool. Agents that name it go on without it.
        """
        return await self._transport.call(operations.DELETE_TOOL, (tool_name,), options=options)

    async def invoke(self, tool_name: str, body: Union[ToolInvocation, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> ToolOutcome:
        """Carry out a tool.

        Use it to try an HTTP tool as an agent would use it - the request is really sent. A failure of the tool is an answer, too.
        """
        return await self._transport.call(operations.INVOKE_TOOL, (tool_name,), body=body, options=options)


class AsyncSecretsResource(AsyncResource):
    async def list(self, **options: Unpack[RequestOptions]) -> SecretList:
        """List secrets.

        Use it to see which secrets exist. Values are never shown.
        """
        return await self._transport.call(operations.LIST_SECRETS, (), options=options)

    async def put(self, secret_name: str, body: Union[SecretValue, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Secret:
        """Set a secret.

        Use it to store a credential that tools send, or to replace it; the next request uses the new value.
        """
        return await self._transport.call(operations.PUT_SECRET, (secret_name,), body=body, options=options)

    async def delete(self, secret_name: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a secret.

        Use it when a credential is withdrawn. Tools that name it fail until it is set again.
        """
        return await self._transport.call(operations.DELETE_SECRET, (secret_name,), options=options)


class AsyncCallsTimelineResource(AsyncResource):
    def get(self, call_id: str, *, limit: Optional[int] = None, cursor: Optional[str] = None, after: Optional[int] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[TimelineEntry]:
        """Read a call's timeline.

        Use it to see what was said and how long every stage took, oldest first, while the call is live or after it.
        """
        return self._transport.page(operations.GET_CALL_TIMELINE, (call_id,), query={"limit": limit, "cursor": cursor, "after": after}, options=options)


class AsyncCallsArtifactsResource(AsyncResource):
    async def get(self, call_id: str, **options: Unpack[RequestOptions]) -> Artifacts:
        """Get links to a call's artifacts.

        Use it after a call has ended. The links need no key and live 5 minutes (FR-CP3); ask again for fresh ones. They lead to this server or to its object store (S3).
        """
        return await self._transport.call(operations.GET_CALL_ARTIFACTS, (call_id,), options=options)


class AsyncCallsResource(AsyncResource):
    @property
    def timeline(self) -> AsyncCallsTimelineResource:
        return AsyncCallsTimelineResource(self._transport)

    @property
    def artifacts(self) -> AsyncCallsArtifactsResource:
        return AsyncCallsArtifactsResource(self._transport)

    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, agent_id: Optional[str] = None, status: Optional[Union[Literal["queued", "ringing", "in_progress", "ended"], str]] = None, started_after: Optional[Union[datetime, str]] = None, started_before: Optional[Union[datetime, str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Call]:
        """List calls.

        Use it to find calls by agent, status or time, newest first.
        """
        return self._transport.page(operations.LIST_CALLS, (), query={"limit": limit, "cursor": cursor, "agentId": agent_id, "status": status, "startedAfter": started_after, "startedBefore": started_before}, options=options)

    async def get(self, call_id: str, *, include: Optional[Union[Literal["messages"], str]] = None, **options: Unpack[RequestOptions]) -> CallDetails:
        """Get a call.

        Use it to see where a call stands or how it ended, what it cost and what it came to, by its id or by the name that you gave it.
        """
        return await self._transport.call(operations.GET_CALL, (call_id,), query={"include": include}, options=options)


class AsyncSessionsEventsResource(AsyncResource):
    def list(self, session_id: str, *, event_type: Optional[Sequence[str]] = None, component: Optional[Union[Literal["control_plane", "voice_pipeline", "adapter", "action_runner"], str]] = None, since: Optional[Union[datetime, str]] = None, until: Optional[Union[datetime, str]] = None, after: Optional[int] = None, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[SessionEvent]:
        """Read a session's events.

        Use it to draw the whole timeline of a call, of whatever component, while it is live or after it. Events come oldest first, in the order of `seq`, as soon as they are stored. `content` is with them where `contentVisible` of the session says so, and `pii` then says what it holds.
        """
        return self._transport.page(operations.LIST_SESSION_EVENTS, (session_id,), query={"event_type": event_type, "component": component, "since": since, "until": until, "after": after, "limit": limit, "cursor": cursor}, options=options)

    def stream(self, session_id: str, *, event_type: Optional[Sequence[str]] = None, component: Optional[Union[Literal["control_plane", "voice_pipeline", "adapter", "action_runner"], str]] = None, after: Optional[int] = None, **options: Unpack[StreamOptions]) -> AsyncIterator[SessionEvent]:
        """Follow a session's events.

        Use it to see events as they happen (server-sent events). Each has `id` (its `seq`), `event` (its type) and `data` (the event as in `listSessionEvents`). What the log has comes first, then each event as soon as it is stored, in order and once; a comment comes every 15 s. A `seq` that the log has not reached is waited for. The last block is `event: stream.end`, without an id, with `{"reason": "session_ended"}` once a call has ended and what is made from it was made, `credential_revoked`, `going_away` or `internal`. No block is longer than 1048576 bytes, its empty line among them. After the last two, or a break, come back with `Last-Event-ID` or `after`. A stream that nobody reads for 30 s is cut. A key has so many streams at once (`quota_exceeded`).
        """
        return self._transport.stream(operations.STREAM_SESSION_EVENTS, (session_id,), query={"event_type": event_type, "component": component, "after": after}, options=options)


class AsyncSessionsCommandsResource(AsyncResource):
    async def send(self, session_id: str, body: Union[SessionCommand, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> SessionCommandResult:
        """Send a command to a live call.

        Use it to end a call, to make the agent say something, or to see more of a session. It is the one door to a live call, whichever server has it. The log has each command as `control.command_received` and `control.command_applied`, under one `correlation_id`, also where it is refused. `pipeline.debug_toggle` needs the role `admin`. A session that has ended is a `conflict`, and its log stays as it is; but to end again what a command has ended is `unchanged`, with `correlationId` and `seq` of that command. Where the server that has the call does not answer within 5 s, the answer is `going_away`: the log tells whether the command was applied.
        """
        return await self._transport.call(operations.SEND_SESSION_COMMAND, (session_id,), body=body, options=options)


class AsyncSessionsResource(AsyncResource):
    @property
    def events(self) -> AsyncSessionsEventsResource:
        return AsyncSessionsEventsResource(self._transport)

    @property
    def commands(self) -> AsyncSessionsCommandsResource:
        return AsyncSessionsCommandsResource(self._transport)

    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, kind: Optional[Union[Literal["call", "peer_call", "tenant"], str]] = None, live: Optional[bool] = None, started_after: Optional[Union[datetime, str]] = None, started_before: Optional[Union[datetime, str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Session]:
        """List sessions.

        Use it to find logs - of calls, of browser-to-browser calls, and of the tenant itself - newest first.
        """
        return self._transport.page(operations.LIST_SESSIONS, (), query={"limit": limit, "cursor": cursor, "kind": kind, "live": live, "startedAfter": started_after, "startedBefore": started_before}, options=options)

    async def get(self, session_id: str, **options: Unpack[RequestOptions]) -> Session:
        """Get a session.

        Use it to see whether a session goes on, how long its log is, and what it lets be seen.
        """
        return await self._transport.call(operations.GET_SESSION, (session_id,), options=options)


class AsyncWebhookEndpointsSecretResource(AsyncResource):
    async def rotate(self, endpoint_id: str, body: Union[WebhookSecretRotate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookSecretRotation:
        """Make a new secret for an endpoint.

        Use it to change a secret without losing an event. From now on `webhook-signature` has a signature of either secret; `X-Signature` stays with the old one until `promoteWebhookSecret`, or until the grace is over. A rotation that has not come to its end is replaced.
        """
        return await self._transport.call(operations.ROTATE_WEBHOOK_SECRET, (endpoint_id,), body=body, options=options)

    async def promote(self, endpoint_id: str, **options: Unpack[RequestOptions]) -> WebhookEndpoint:
        """Sign with the new secret alone.

        Use it when your servers have the new secret. `X-Signature` is of the new secret from now on, and the old one signs nothing more.
        """
        return await self._transport.call(operations.PROMOTE_WEBHOOK_SECRET, (endpoint_id,), options=options)


class AsyncWebhookEndpointsDeliveriesResource(AsyncResource):
    def list(self, endpoint_id: str, *, limit: Optional[int] = None, cursor: Optional[str] = None, state: Optional[Union[Literal["pending", "retrying", "delivered", "dead"], str]] = None, type: Optional[Union[Literal["call.started", "asr.final", "agent.tool_call", "call.ended", "agent.summary", "billing.usage.updated", "qa.flags"], str]] = None, call_id: Optional[str] = None, created_after: Optional[Union[datetime, str]] = None, created_before: Optional[Union[datetime, str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[WebhookDelivery]:
        """List an endpoint's deliveries.

        Use it to see what was posted and what failed, newest first. Dead letters are `state=dead`. Deliveries are kept for 30 days.
        """
        return self._transport.page(operations.LIST_WEBHOOK_DELIVERIES, (endpoint_id,), query={"limit": limit, "cursor": cursor, "state": state, "type": type, "callId": call_id, "createdAfter": created_after, "createdBefore": created_before}, options=options)


class AsyncWebhookEndpointsResource(AsyncResource):
    @property
    def secret(self) -> AsyncWebhookEndpointsSecretResource:
        return AsyncWebhookEndpointsSecretResource(self._transport)

    @property
    def deliveries(self) -> AsyncWebhookEndpointsDeliveriesResource:
        return AsyncWebhookEndpointsDeliveriesResource(self._transport)

    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, state: Optional[Union[Literal["enabled", "paused", "failing", "gone"], str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[WebhookEndpoint]:
        """List webhook endpoints.

        Use it to see where events go, newest first.
        """
        return self._transport.page(operations.LIST_WEBHOOK_ENDPOINTS, (), query={"limit": limit, "cursor": cursor, "state": state}, options=options)

    async def create(self, body: Union[WebhookEndpointCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookEndpointWithSecret:
        """Register a webhook endpoint.

        Use it to have events posted to an HTTPS address of yours. The answer holds the secret, which is not shown again. An address that is not HTTPS, has credentials in it, does not resolve or leads into a private network is refused.
        """
        return await self._transport.call(operations.CREATE_WEBHOOK_ENDPOINT, (), body=body, options=options)

    async def get(self, endpoint_id: str, **options: Unpack[RequestOptions]) -> WebhookEndpoint:
        """Get a webhook endpoint.

        Use it to see how an endpoint stands. Its secret is not shown.
        """
        return await self._transport.call(operations.GET_WEBHOOK_ENDPOINT, (endpoint_id,), options=options)

    async def update(self, endpoint_id: str, body: Union[WebhookEndpointPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> WebhookEndpoint:
        """Change a webhook endpoint.

        Use it to post elsewhere, to choose other events, to pause an endpoint, or to enable one again that was disabled. What happened meanwhile was kept, and is posted by `recoverWebhookDeliveries`.
        """
        return await self._transport.call(operations.UPDATE_WEBHOOK_ENDPOINT, (endpoint_id,), body=body, options=options)

    async def delete(self, endpoint_id: str, **options: Unpack[ChangeOptions]) -> None:
        """Delete a webhook endpoint.

        Use it when nothing shall be posted there any more. Its deliveries go with it.
        """
        return await self._transport.call(operations.DELETE_WEBHOOK_ENDPOINT, (endpoint_id,), options=options)

    async def recover(self, endpoint_id: str, body: Union[WebhookRecovery, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookRecoveryOutcome:
        """Post again what a span of time left undelivered.

        Use it after an outage of yours. It takes up deliveries that are dead, and those that were never tried because the endpoint was disabled, oldest first, at most 10,000 at a time; ask again with `nextCursor` for the rest.
        """
        return await self._transport.call(operations.RECOVER_WEBHOOK_DELIVERIES, (endpoint_id,), body=body, options=options)

    async def test(self, endpoint_id: str, body: Union[WebhookTrial, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookAttempt:
        """Post a sample to an endpoint.

        Use it to see whether your server takes events and verifies them. The sample is signed like any other, its `eventId` begins with `evt_test_`, and it is tried once.
        """
        return await self._transport.call(operations.TEST_WEBHOOK_ENDPOINT, (endpoint_id,), body=body, options=options)


class AsyncWebhookDeliveriesResource(AsyncResource):
    async def get(self, delivery_id: str, **options: Unpack[RequestOptions]) -> WebhookDeliveryDetails:
        """Get a delivery.

        Use it to see the payload and every attempt, with what your server answered.
        """
        return await self._transport.call(operations.GET_WEBHOOK_DELIVERY, (delivery_id,), options=options)

    async def replay(self, delivery_id: str, **options: Unpack[RequestOptions]) -> WebhookDelivery:
        """Post one delivery again.

        Use it for a dead letter, or for an event that you took and lost. `eventId` stays what it was; links in it are made anew.
        """
        return await self._transport.call(operations.REPLAY_WEBHOOK_DELIVERY, (delivery_id,), options=options)


class AsyncIntegrationsLivekitResource(AsyncResource):
    async def get(self, **options: Unpack[RequestOptions]) -> LiveKitProject:
        """Get the tenant's LiveKit project.

        Use it to see whose events are taken.
        """
        return await self._transport.call(operations.GET_LIVE_KIT_PROJECT, (), options=options)

    async def set(self, body: Union[LiveKitProjectSet, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> LiveKitProject:
        """Set the tenant's LiveKit project.

        Use it to let a LiveKit server tell what happens in its rooms. One project a tenant; a key that another tenant has is `conflict`. While secrets are rotated, `previousApiSecret` is good too. Our own processes know the change within 2 s.
        """
        return await self._transport.call(operations.SET_LIVE_KIT_PROJECT, (), body=body, options=options)

    async def remove(self, **options: Unpack[ChangeOptions]) -> None:
        """Remove the tenant's LiveKit project.

        Use it when no event shall be taken any more.
        """
        return await self._transport.call(operations.REMOVE_LIVE_KIT_PROJECT, (), options=options)


class AsyncIntegrationsResource(AsyncResource):
    @property
    def livekit(self) -> AsyncIntegrationsLivekitResource:
        return AsyncIntegrationsLivekitResource(self._transport)


class AsyncRatesResource(AsyncResource):
    def list(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Rate]:
        """List rates.

        Use it to see which prices calls are reckoned by - your own and the platform's defaults, newest first.
        """
        return self._transport.page(operations.LIST_RATES, (), query={"limit": limit, "cursor": cursor}, options=options)

    async def create(self, body: Union[RateCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Rate:
        """Set a rate.

        Use it when your contract with a provider has another price, or its price changes. Rates are never edited - a later one follows an earlier one; what finished calls cost stays.
        """
        return await self._transport.call(operations.CREATE_RATE, (), body=body, options=options)


class AsyncMetricsResource(AsyncResource):
    async def get(self, *, from_: Optional[Union[date, str]] = None, to: Optional[Union[date, str]] = None, **options: Unpack[RequestOptions]) -> Metrics:
        """Sum up calls by day.

        Use it for a dashboard or a bill - calls, minutes and rupees of each day. At most 92 days at once; the last 30 when no day is named.
        """
        return await self._transport.call(operations.GET_METRICS, (), query={"from": from_, "to": to}, options=options)

    async def scrape(self, **options: Unpack[RequestOptions]) -> str:
        """Scrape the metrics of this process.

        Use it as a target of Prometheus, with `METRICS_API_KEY` as its bearer credential; the operator's key opens it too. `metrics.yaml` has every metric. No label names a tenant or a call.
        """
        return await self._transport.call(operations.SCRAPE_METRICS, (), options=options)


class AsyncResources(AsyncResource):
    """Every resource of the API, and each operation by its own name."""

    @property
    def auth(self) -> AsyncAuthResource:
        return AsyncAuthResource(self._transport)

    @property
    def realtime(self) -> AsyncRealtimeResource:
        return AsyncRealtimeResource(self._transport)

    @property
    def api_keys(self) -> AsyncApiKeysResource:
        return AsyncApiKeysResource(self._transport)

    @property
    def tenants(self) -> AsyncTenantsResource:
        return AsyncTenantsResource(self._transport)

    @property
    def tenant(self) -> AsyncTenantResource:
        return AsyncTenantResource(self._transport)

    @property
    def agents(self) -> AsyncAgentsResource:
        return AsyncAgentsResource(self._transport)

    @property
    def tools(self) -> AsyncToolsResource:
        return AsyncToolsResource(self._transport)

    @property
    def secrets(self) -> AsyncSecretsResource:
        return AsyncSecretsResource(self._transport)

    @property
    def calls(self) -> AsyncCallsResource:
        return AsyncCallsResource(self._transport)

    @property
    def sessions(self) -> AsyncSessionsResource:
        return AsyncSessionsResource(self._transport)

    @property
    def webhook_endpoints(self) -> AsyncWebhookEndpointsResource:
        return AsyncWebhookEndpointsResource(self._transport)

    @property
    def webhook_deliveries(self) -> AsyncWebhookDeliveriesResource:
        return AsyncWebhookDeliveriesResource(self._transport)

    @property
    def integrations(self) -> AsyncIntegrationsResource:
        return AsyncIntegrationsResource(self._transport)

    @property
    def rates(self) -> AsyncRatesResource:
        return AsyncRatesResource(self._transport)

    @property
    def metrics(self) -> AsyncMetricsResource:
        return AsyncMetricsResource(self._transport)

    async def create_token(self, body: Union[TokenCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Token:
        """`auth.tokens.create`"""
        return await self.auth.tokens.create(body, **options)

    async def create_ticket(self, body: Union[TicketCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Ticket:
        """`realtime.tickets.create`"""
        return await self.realtime.tickets.create(body, **options)

    async def create_api_key(self, body: Union[ApiKeyCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> CreatedApiKey:
        """`api_keys.create`"""
        return await self.api_keys.create(body, **options)

    def list_api_keys(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[ApiKey]:
        """`api_keys.list`"""
        return self.api_keys.list(limit=limit, cursor=cursor, **options)

    async def get_api_key(self, key_id: str, **options: Unpack[RequestOptions]) -> ApiKey:
        """`api_keys.get`"""
        return await self.api_keys.get(key_id, **options)

    async def update_api_key(self, key_id: str, body: Union[ApiKeyPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> ApiKey:
        """`api_keys.update`"""
        return await self.api_keys.update(key_id, body, **options)

    async def delete_api_key(self, key_id: str, **options: Unpack[ChangeOptions]) -> None:
        """`api_keys.delete`"""
        return await self.api_keys.delete(key_id, **options)

    async def create_tenant(self, body: Union[TenantCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> CreatedTenant:
        """`tenants.create`"""
        return await self.tenants.create(body, **options)

    def list_tenants(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Tenant]:
        """`tenants.list`"""
        return self.tenants.list(limit=limit, cursor=cursor, **options)

    async def get_tenant(self, tenant_id: str, **options: Unpack[RequestOptions]) -> Tenant:
        """`tenants.get`"""
        return await self.tenants.get(tenant_id, **options)

    async def update_tenant(self, tenant_id: str, body: Union[TenantPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Tenant:
        """`tenants.update`"""
        return await self.tenants.update(tenant_id, body, **options)

    async def get_tenant_settings(self, **options: Unpack[RequestOptions]) -> TenantSettings:
        """`tenant.settings.get`"""
        return await self.tenant.settings.get(**options)

    async def update_tenant_settings(self, body: Union[TenantSettingsPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> TenantSettings:
        """`tenant.settings.update`"""
        return await self.tenant.settings.update(body, **options)

    async def get_capture_policy(self, **options: Unpack[RequestOptions]) -> CapturePolicy:
        """`tenant.capture_policy.get`"""
        return await self.tenant.capture_policy.get(**options)

    async def update_capture_policy(self, body: Union[CapturePolicyPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> CapturePolicy:
        """`tenant.capture_policy.update`"""
        return await self.tenant.capture_policy.update(body, **options)

    async def create_agent(self, body: Union[AgentCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Agent:
        """`agents.create`"""
        return await self.agents.create(body, **options)

    def list_agents(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Agent]:
        """`agents.list`"""
        return self.agents.list(limit=limit, cursor=cursor, **options)

    async def validate_agent(self, body: Mapping[str, Any], *, agent_id: Optional[str] = None, **options: Unpack[RequestOptions]) -> AgentValidation:
        """`agents.validate`"""
        return await self.agents.validate(body, agent_id=agent_id, **options)

    async def get_agent(self, agent_id: str, **options: Unpack[RequestOptions]) -> Agent:
        """`agents.get`"""
        return await self.agents.get(agent_id, **options)

    async def update_agent(self, agent_id: str, body: Union[AgentPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Agent:
        """`agents.update`"""
        return await self.agents.update(agent_id, body, **options)

    async def delete_agent(self, agent_id: str, **options: Unpack[ChangeOptions]) -> None:
        """`agents.delete`"""
        return await self.agents.delete(agent_id, **options)

    def list_agent_versions(self, agent_id: str, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[AgentVersion]:
        """`agents.versions.list`"""
        return self.agents.versions.list(agent_id, limit=limit, cursor=cursor, **options)

    async def get_agent_version(self, agent_id: str, version: int, **options: Unpack[RequestOptions]) -> AgentVersion:
        """`agents.versions.get`"""
        return await self.agents.versions.get(agent_id, version, **options)

    async def publish_agent(self, agent_id: str, body: Union[AgentPublish, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Agent:
        """`agents.publish`"""
        return await self.agents.publish(agent_id, body, **options)

    async def rollback_agent(self, agent_id: str, body: Union[AgentRollback, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Agent:
        """`agents.rollback`"""
        return await self.agents.rollback(agent_id, body, **options)

    async def create_tool(self, body: Union[ToolCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Tool:
        """`tools.create`"""
        return await self.tools.create(body, **options)

    def list_tools(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Tool]:
        """`tools.list`"""
        return self.tools.list(limit=limit, cursor=cursor, **options)

    async def validate_tool(self, body: Union[ToolTrial, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> ToolVerdict:
        """`tools.validate`"""
        return await self.tools.validate(body, **options)

    async def get_tool(self, tool_name: str, **options: Unpack[RequestOptions]) -> Tool:
        """`tools.get`"""
        return await self.tools.get(tool_name, **options)

    async def update_tool(self, tool_name: str, body: Union[ToolPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> Tool:
        """`tools.update`"""
        return await self.tools.update(tool_name, body, **options)

    async def delete_tool(self, tool_name: str, **options: Unpack[ChangeOptions]) -> None:
        """`tools.delete`"""
        return await self.tools.delete(tool_name, **options)

    async def invoke_tool(self, tool_name: str, body: Union[ToolInvocation, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> ToolOutcome:
        """`tools.invoke`"""
        return await self.tools.invoke(tool_name, body, **options)

    async def list_secrets(self, **options: Unpack[RequestOptions]) -> SecretList:
        """`secrets.list`"""
        return await self.secrets.list(**options)

    async def put_secret(self, secret_name: str, body: Union[SecretValue, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Secret:
        """`secrets.put`"""
        return await self.secrets.put(secret_name, body, **options)

    async def delete_secret(self, secret_name: str, **options: Unpack[RequestOptions]) -> None:
        """`secrets.delete`"""
        return await self.secrets.delete(secret_name, **options)

    def list_calls(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, agent_id: Optional[str] = None, status: Optional[Union[Literal["queued", "ringing", "in_progress", "ended"], str]] = None, started_after: Optional[Union[datetime, str]] = None, started_before: Optional[Union[datetime, str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Call]:
        """`calls.list`"""
        return self.calls.list(limit=limit, cursor=cursor, agent_id=agent_id, status=status, started_after=started_after, started_before=started_before, **options)

    async def get_call(self, call_id: str, *, include: Optional[Union[Literal["messages"], str]] = None, **options: Unpack[RequestOptions]) -> CallDetails:
        """`calls.get`"""
        return await self.calls.get(call_id, include=include, **options)

    def get_call_timeline(self, call_id: str, *, limit: Optional[int] = None, cursor: Optional[str] = None, after: Optional[int] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[TimelineEntry]:
        """`calls.timeline.get`"""
        return self.calls.timeline.get(call_id, limit=limit, cursor=cursor, after=after, **options)

    async def get_call_artifacts(self, call_id: str, **options: Unpack[RequestOptions]) -> Artifacts:
        """`calls.artifacts.get`"""
        return await self.calls.artifacts.get(call_id, **options)

    def list_sessions(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, kind: Optional[Union[Literal["call", "peer_call", "tenant"], str]] = None, live: Optional[bool] = None, started_after: Optional[Union[datetime, str]] = None, started_before: Optional[Union[datetime, str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Session]:
        """`sessions.list`"""
        return self.sessions.list(limit=limit, cursor=cursor, kind=kind, live=live, started_after=started_after, started_before=started_before, **options)

    async def get_session(self, session_id: str, **options: Unpack[RequestOptions]) -> Session:
        """`sessions.get`"""
        return await self.sessions.get(session_id, **options)

    def list_session_events(self, session_id: str, *, event_type: Optional[Sequence[str]] = None, component: Optional[Union[Literal["control_plane", "voice_pipeline", "adapter", "action_runner"], str]] = None, since: Optional[Union[datetime, str]] = None, until: Optional[Union[datetime, str]] = None, after: Optional[int] = None, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[SessionEvent]:
        """`sessions.events.list`"""
        return self.sessions.events.list(session_id, event_type=event_type, component=component, since=since, until=until, after=after, limit=limit, cursor=cursor, **options)

    def stream_session_events(self, session_id: str, *, event_type: Optional[Sequence[str]] = None, component: Optional[Union[Literal["control_plane", "voice_pipeline", "adapter", "action_runner"], str]] = None, after: Optional[int] = None, **options: Unpack[StreamOptions]) -> AsyncIterator[SessionEvent]:
        """`sessions.events.stream`"""
        return self.sessions.events.stream(session_id, event_type=event_type, component=component, after=after, **options)

    async def send_session_command(self, session_id: str, body: Union[SessionCommand, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> SessionCommandResult:
        """`sessions.commands.send`"""
        return await self.sessions.commands.send(session_id, body, **options)

    def list_webhook_endpoints(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, state: Optional[Union[Literal["enabled", "paused", "failing", "gone"], str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[WebhookEndpoint]:
        """`webhook_endpoints.list`"""
        return self.webhook_endpoints.list(limit=limit, cursor=cursor, state=state, **options)

    async def create_webhook_endpoint(self, body: Union[WebhookEndpointCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookEndpointWithSecret:
        """`webhook_endpoints.create`"""
        return await self.webhook_endpoints.create(body, **options)

    async def get_webhook_endpoint(self, endpoint_id: str, **options: Unpack[RequestOptions]) -> WebhookEndpoint:
        """`webhook_endpoints.get`"""
        return await self.webhook_endpoints.get(endpoint_id, **options)

    async def update_webhook_endpoint(self, endpoint_id: str, body: Union[WebhookEndpointPatch, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> WebhookEndpoint:
        """`webhook_endpoints.update`"""
        return await self.webhook_endpoints.update(endpoint_id, body, **options)

    async def delete_webhook_endpoint(self, endpoint_id: str, **options: Unpack[ChangeOptions]) -> None:
        """`webhook_endpoints.delete`"""
        return await self.webhook_endpoints.delete(endpoint_id, **options)

    async def rotate_webhook_secret(self, endpoint_id: str, body: Union[WebhookSecretRotate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookSecretRotation:
        """`webhook_endpoints.secret.rotate`"""
        return await self.webhook_endpoints.secret.rotate(endpoint_id, body, **options)

    async def promote_webhook_secret(self, endpoint_id: str, **options: Unpack[RequestOptions]) -> WebhookEndpoint:
        """`webhook_endpoints.secret.promote`"""
        return await self.webhook_endpoints.secret.promote(endpoint_id, **options)

    def list_webhook_deliveries(self, endpoint_id: str, *, limit: Optional[int] = None, cursor: Optional[str] = None, state: Optional[Union[Literal["pending", "retrying", "delivered", "dead"], str]] = None, type: Optional[Union[Literal["call.started", "asr.final", "agent.tool_call", "call.ended", "agent.summary", "billing.usage.updated", "qa.flags"], str]] = None, call_id: Optional[str] = None, created_after: Optional[Union[datetime, str]] = None, created_before: Optional[Union[datetime, str]] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[WebhookDelivery]:
        """`webhook_endpoints.deliveries.list`"""
        return self.webhook_endpoints.deliveries.list(endpoint_id, limit=limit, cursor=cursor, state=state, type=type, call_id=call_id, created_after=created_after, created_before=created_before, **options)

    async def recover_webhook_deliveries(self, endpoint_id: str, body: Union[WebhookRecovery, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookRecoveryOutcome:
        """`webhook_endpoints.recover`"""
        return await self.webhook_endpoints.recover(endpoint_id, body, **options)

    async def test_webhook_endpoint(self, endpoint_id: str, body: Union[WebhookTrial, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> WebhookAttempt:
        """`webhook_endpoints.test`"""
        return await self.webhook_endpoints.test(endpoint_id, body, **options)

    async def get_webhook_delivery(self, delivery_id: str, **options: Unpack[RequestOptions]) -> WebhookDeliveryDetails:
        """`webhook_deliveries.get`"""
        return await self.webhook_deliveries.get(delivery_id, **options)

    async def replay_webhook_delivery(self, delivery_id: str, **options: Unpack[RequestOptions]) -> WebhookDelivery:
        """`webhook_deliveries.replay`"""
        return await self.webhook_deliveries.replay(delivery_id, **options)

    async def get_live_kit_project(self, **options: Unpack[RequestOptions]) -> LiveKitProject:
        """`integrations.livekit.get`"""
        return await self.integrations.livekit.get(**options)

    async def set_live_kit_project(self, body: Union[LiveKitProjectSet, Mapping[str, Any]], **options: Unpack[ChangeOptions]) -> LiveKitProject:
        """`integrations.livekit.set`"""
        return await self.integrations.livekit.set(body, **options)

    async def remove_live_kit_project(self, **options: Unpack[ChangeOptions]) -> None:
        """`integrations.livekit.remove`"""
        return await self.integrations.livekit.remove(**options)

    def list_rates(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, **options: Unpack[RequestOptions]) -> AsyncPaginator[Rate]:
        """`rates.list`"""
        return self.rates.list(limit=limit, cursor=cursor, **options)

    async def create_rate(self, body: Union[RateCreate, Mapping[str, Any]], **options: Unpack[RequestOptions]) -> Rate:
        """`rates.create`"""
        return await self.rates.create(body, **options)

    async def get_metrics(self, *, from_: Optional[Union[date, str]] = None, to: Optional[Union[date, str]] = None, **options: Unpack[RequestOptions]) -> Metrics:
        """`metrics.get`"""
        return await self.metrics.get(from_=from_, to=to, **options)

    async def scrape_metrics(self, **options: Unpack[RequestOptions]) -> str:
        """`metrics.scrape`"""
        return await self.metrics.scrape(**options)
