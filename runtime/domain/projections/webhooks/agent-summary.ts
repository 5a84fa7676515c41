import type { EventOf, EventType } from '#generated/events.gen.ts'
import type { AgentSummaryPayload, Call, SummaryArtifacts } from '#generated/openapi.gen.ts'
import { callUsage, keptLines } from '#runtime/domain/costs/call-usage.ts'
import { callConclusion } from '../call-conclusion.ts'
import type { LoggedEvent } from '../event-text.ts'
import { callMessages, typesOfMessages } from '../messages.ts'
import { callKpis } from './kpis.ts'
import { toolCallReports } from './tool-calls.ts'

/** What `agentSummary` reads, and how much of it at the most: the facts of a call come last, and none may be cut off. */
export const readingsOfSummary: readonly Reading[] = [
  {
    types: ['call.started', 'call.answered', 'call.ended', 'call.summarized', 'call.evaluated', 'cost.computed'],
    limit: 100,
  },
  { types: ['action.requested', 'action.completed', 'action.failed'], limit: 2_000 },
  {
    types: [...typesOfMessages, 'dtmf.received', 'stt.partial', 'endpointing.delay_applied', 'llm.first_token'],
    limit: 20_000,
  },
]

/** Events of a log, by their types. */
export interface Reading {
  readonly types: readonly EventType[]
  readonly limit: number
}

export type SummaryLinks = SummaryArtifacts

export const noLinks: SummaryLinks = {
  recording: null,
  transcript: null,
  metrics: null,
  sipPcap: null,
  rtpPcap: null,
  bundleZip: null,
}

/** Messages and uses of tools that are told; the whole is in the transcript and the timeline. */
const MOST_MESSAGES = 2_000
const MOST_TOOL_CALLS = 1_000

type Body = Omit<AgentSummaryPayload, 'type' | 'schemaVersion' | 'eventId' | 'callId' | 'tenantId'>

interface Source {
  readonly told: LoggedEvent
  readonly log: readonly LoggedEvent[]
  readonly call: Pick<Call, 'agentConfigAtCallStart'> | null
  readonly links: SummaryLinks
}

/** What a call came to (SRS 7.4.1, 7.7, FR-TC4). What nobody measures yet is null. */
export function agentSummary({ told, log, call, links }: Source): Body {
  const [started, answered, ended] = [first(log, 'call.started'), first(log, 'call.answered'), first(log, 'call.ended')]
  const costs = first(log, 'cost.computed')
  const startedAt = started?.ts ?? told.event.ts
  const { summary, analysis } = callConclusion(log)
  return {
    startedAt,
    endedAt: ended?.data.last_event_ts ?? ended?.ts ?? told.event.ts,
    durationSec: (ended?.data.duration_ms ?? 0) / 1000,
    carrier: null,
    media: null,
    kpis: callKpis(log),
    usage: costs === undefined ? null : callUsage(keptLines(costs.data)),
    summary,
    emotion: { enabled: false, dominant: null, valence: null, arousal: null },
    artifacts: links,
    artifact: { messages: callMessages(log, answered?.ts ?? startedAt).slice(0, MOST_MESSAGES) },
    ...(call?.agentConfigAtCallStart && { agentConfigAtCallStart: call.agentConfigAtCallStart }),
    destination: null,
    analysis,
    toolCalls: toolCallReports(log).slice(0, MOST_TOOL_CALLS),
  }
}

const first = <T extends EventType>(log: readonly LoggedEvent[], type: T): EventOf<T> | undefined =>
  log.find(({ event }) => event.event_type === type)?.event as EventOf<T> | undefined
