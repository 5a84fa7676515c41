import { randomBytes } from 'node:crypto'
import type { CallEvent, EventOf } from '#generated/events.gen.ts'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import { uuidV7Ids } from '#runtime/core/ids.ts'
import type { KeptLine } from '#runtime/core/kept-line.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'

const AT = '2026-02-03T04:05:06.789Z'

/** Fresh ids, as the platform mints them. */
export const ids = uuidV7Ids(systemClock(), randomBytes)

/** An agent of its own, under a name that no other has. */
export function newAgent(differences: Partial<Agent> = {}): Agent {
  const id = ids.next('agent')
  return sampleAgent({ id, externalId: null, version: 1, name: `Agent ${id}`, firstMessage: 'Namaste', ...differences })
}

export function sampleCall(agent: Agent, differences: Partial<Call> = {}): Call {
  return {
    id: ids.next('call'),
    externalId: null,
    agentId: agent.id,
    agentVersion: agent.version,
    agentConfigAtCallStart: {
      asr: { ...agent.asr, language: agent.locale },
      llm: agent.llm,
      tts: agent.tts,
      endpointing: agent.endpointing,
    },
    direction: 'inbound',
    status: 'queued',
    endReason: null,
    createdAt: AT,
    answeredAt: null,
    endedAt: null,
    durationSec: null,
    metadata: {},
    ...differences,
  }
}

/** What a transcriber heard of a call, in a minute. */
export const sampleLine: KeptLine = {
  ...{ type: 'stt', provider: 'deepgram', model: 'nova-3', unit: 'seconds', quantityMilli: 62_125n },
  ...{ estimated: true, priced: true, microInr: 693_729n },
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
