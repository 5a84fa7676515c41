import { randomBytes } from 'node:crypto'
import type { CallEvent, EventOf } from '#generated/events.gen.ts'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import { uuidV7Ids } from '#runtime/core/ids.ts'
import { systemClock } from '#runtime/core/system-clock.ts'

const AT = '2026-02-03T04:05:06.789Z'

/** Fresh ids, as the platform mints them. */
export const ids = uuidV7Ids(systemClock(), randomBytes)

export function sampleAgent(differences: Partial<Agent> = {}): Agent {
  const id = ids.next('agent')
  return {
    id,
    externalId: null,
    version: 1,
    name: `Agent ${id}`,
    prompt: 'You are a helpful customer support agent.',
    firstMessage: 'Namaste, this is Invorto. How can I help?',
    locale: 'en-IN',
    interruptible: true,
    asr: { provider: 'deepgram', model: 'nova-3' },
    llm: { provider: 'openai', model: 'gpt-4o-mini', temperature: 0.6, maxTokens: 256 },
    tts: { provider: 'deepgram', voiceId: 'aura-2-thalia-en' },
    endpointing: { silenceMs: 220, minWords: 2 },
    createdAt: AT,
    updatedAt: AT,
    ...differences,
  }
}

export function sampleCall(agent: Agent, differences: Partial<Call> = {}): Call {
  return {
    id: ids.next('call'),
    externalId: null,
    agentId: agent.id,
    agentVersion: agent.version,
    direction: 'inbound',
    status: 'queued',
    endReason: null,
    createdAt: AT,
    answeredAt: null,
    endedAt: null,
    durationSec: null,
    ...differences,
  }
}

/** A `turn.started`, the shortest event there is. */
export function sampleEvent(sessionId: string, seq: number): EventOf<'turn.started'> {
  return {
    ts: new Date(Date.parse(AT) + seq * 20).toISOString(),
    session_id: sessionId,
    seq,
    component: 'voice_pipeline',
    event_type: 'turn.started',
    severity: 'info',
    correlation_id: `turn_${seq}`,
    pii: { contains_pii: false, fields: [], handling: 'none' },
    data: { initiator: 'caller' },
  }
}

/** Events `from` to `to`, both among them. */
export const sampleEvents = (sessionId: string, from: number, to: number): CallEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => sampleEvent(sessionId, from + i))
