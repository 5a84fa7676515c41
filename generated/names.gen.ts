// Generated from specs/names.yaml by scripts/generate.ts. Do not edit.
import type { EndReason, Envelope, EventType } from './events.gen.ts'
import type { WebhookType } from './webhooks.gen.ts'

export interface EventNames {
  readonly component: Envelope['component']
  /** The message of the realtime socket, where the fact shows there. */
  readonly socket?: string
  /** Its name in a timeline. */
  readonly timeline?: string
  /** Whether it is the first or the last piece of a stream in the timeline. */
  readonly mark?: 'first' | 'last'
  /** The webhook that tells of it. */
  readonly webhook?: WebhookType
}

export const eventNames = {
  'call.started': { component: 'control_plane', timeline: 'call.started', webhook: 'call.started' },
  'call.answered': { component: 'control_plane', timeline: 'call.answered' },
  'call.ended': { component: 'control_plane', socket: 'end', timeline: 'call.ended', webhook: 'call.ended' },
  'artifact.stored': { component: 'control_plane', timeline: 'artifact.stored' },
  'artifact.erased': { component: 'control_plane', timeline: 'artifact.erased' },
  'session.state_changed': { component: 'control_plane', timeline: 'session.state_changed' },
  'turn.started': { component: 'voice_pipeline', socket: 'turn.started', timeline: 'turn.started' },
  'endpointing.delay_applied': { component: 'voice_pipeline', socket: 'turn.ended', timeline: 'endpointing.delay_applied' },
  'consent.prompted': { component: 'voice_pipeline', timeline: 'consent.prompted' },
  'consent.completed': { component: 'voice_pipeline', timeline: 'consent.completed' },
  'text.received': { component: 'voice_pipeline', timeline: 'text.received' },
  'dtmf.received': { component: 'voice_pipeline', timeline: 'dtmf.received' },
  'dtmf.sent': { component: 'voice_pipeline', socket: 'dtmf.received', timeline: 'dtmf.sent' },
  'silence.timer_started': { component: 'voice_pipeline', timeline: 'silence.timer_started' },
  'silence.timer_fired': { component: 'voice_pipeline', timeline: 'silence.timer_fired' },
  'ux.delay_acknowledged': { component: 'voice_pipeline', timeline: 'ux.delay_acknowledged' },
  'stt.partial': { component: 'voice_pipeline', socket: 'stt.partial', timeline: 'stt.partial' },
  'stt.final': { component: 'voice_pipeline', socket: 'stt.final', timeline: 'stt.final', webhook: 'asr.final' },
  'stt.rejected': { component: 'voice_pipeline', timeline: 'stt.rejected' },
  'llm.request': { component: 'voice_pipeline', timeline: 'llm.request' },
  'llm.first_token': { component: 'voice_pipeline', timeline: 'llm.delta', mark: 'first' },
  'llm.response': { component: 'voice_pipeline', timeline: 'llm.delta', mark: 'last' },
  'guardrail.blocked': { component: 'voice_pipeline', timeline: 'guardrail.blocked' },
  'action.requested': { component: 'action_runner', socket: 'tool.call', timeline: 'tool.requested' },
  'action.completed': { component: 'action_runner', timeline: 'tool.succeeded', webhook: 'agent.tool_call' },
  'action.failed': { component: 'action_runner', timeline: 'tool.failed', webhook: 'agent.tool_call' },
  'tts.started': { component: 'voice_pipeline', socket: 'tts.started', timeline: 'tts.chunk', mark: 'first' },
  'tts.stopped': { component: 'voice_pipeline', socket: 'tts.stopped', timeline: 'tts.chunk', mark: 'last' },
  'barge_in.detected': { component: 'voice_pipeline', socket: 'control.bargein', timeline: 'barge_in.detected' },
  'usage.recorded': { component: 'voice_pipeline', socket: 'usage.updated', timeline: 'usage.recorded' },
  'call.summarized': { component: 'control_plane', timeline: 'call.summarized' },
  'call.evaluated': { component: 'control_plane', timeline: 'call.evaluated' },
  'cost.computed': { component: 'control_plane', timeline: 'cost.computed' },
  'call.finished': { component: 'control_plane', timeline: 'call.finished', webhook: 'agent.summary' },
  'provider.request_failed': { component: 'adapter', timeline: 'provider.request_failed' },
  'provider.rate_limited': { component: 'adapter', timeline: 'provider.rate_limited' },
  'provider.retry_scheduled': { component: 'adapter', timeline: 'provider.retry_scheduled' },
  'provider.recovered': { component: 'adapter', timeline: 'provider.recovered' },
  'provider.circuit_opened': { component: 'adapter', timeline: 'provider.circuit_opened' },
  'provider.circuit_closed': { component: 'adapter', timeline: 'provider.circuit_closed' },
  'control.command_received': { component: 'control_plane', timeline: 'control.command_received' },
  'control.command_applied': { component: 'control_plane', timeline: 'control.command_applied' },
  'pipeline.debug': { component: 'voice_pipeline', timeline: 'pipeline.debug' },
  'ux.recoverable_error_message': { component: 'voice_pipeline', timeline: 'ux.recoverable_error_message' },
  'webhook.delivered': { component: 'action_runner' },
  'webhook.attempt_failed': { component: 'action_runner' },
  'webhook.dead_lettered': { component: 'action_runner' },
  'webhook.endpoint_disabled': { component: 'action_runner' },
  'billing.usage_updated': { component: 'control_plane', webhook: 'billing.usage.updated' },
  'livekit.room.created': { component: 'control_plane', timeline: 'livekit.room.created' },
  'livekit.participant.joined': { component: 'control_plane', timeline: 'livekit.participant.joined' },
  'livekit.participant.left': { component: 'control_plane', timeline: 'livekit.participant.left' },
  'livekit.track.published': { component: 'control_plane', timeline: 'livekit.track.published' },
  'livekit.track.unpublished': { component: 'control_plane', timeline: 'livekit.track.unpublished' },
} as const satisfies Record<EventType, EventNames>

/** The SRS's word for each end reason, used in webhooks. */
export const endReasonClass = {
  'caller_hangup': 'hangup',
  'agent_hangup': 'hangup',
  'user_silence_timeout': 'hangup',
  'max_duration': 'hangup',
  'transfer': 'transfer',
  'provider_unavailable': 'error',
  'quota_exceeded': 'error',
  'cancelled': 'hangup',
  'owner_lost': 'error',
  'client_lost': 'hangup',
  'store_unavailable': 'error',
  'internal': 'error',
} as const satisfies Record<EndReason, 'hangup' | 'error' | 'transfer'>
