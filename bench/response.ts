import { setTimeout as sleep } from 'node:timers/promises'
import { type EventNames, eventNames } from '#generated/names.gen.ts'
import type { Agent, Timeline, TimelineEntry } from '#generated/openapi.gen.ts'
import type { Bench, Outcome, Row } from './bench.ts'
import { withCast } from './cast.ts'
import type { BenchDatabase } from './database.ts'
import type { Child } from './processes/child.ts'
import type { Speakers } from './processes/speakers.ts'
import { percentile, rounded } from './statistics.ts'

const calls = 12
const turns = 4
const silenceMs = 220
/** A caller's frame, and the pipeline: what may come on top of the wait. */
const restAimMs = 60 + 20

/** One exchange, in milliseconds. */
interface Turn {
  /** From the caller's last sound to the decision that the turn is over. */
  readonly waitMs: number
  /** From there to the agent's first audio. */
  readonly restMs: number
  readonly firstTokenMs: number
  readonly firstChunkMs: number
}

/** How long a caller waits for an answer, what the policy of turns wants of it and what is the rest. */
export const response: Bench = {
  name: 'response',
  about: `${calls * turns} turns of ${calls} calls at once, providers that take no time; baseline: the agent's own silenceMs of ${silenceMs}`,
  run(say) {
    say('PostgreSQL, simulators and the platform start')
    return withCast(['providers.ts', 'platform.ts', 'speakers.ts'], (database, cast) => measure(database, cast, say))
  },
}

async function measure(
  { settings }: BenchDatabase,
  [providers, platform, speakers]: readonly [Child, Child, Child],
  say: (progress: string) => void,
): Promise<Outcome> {
  const reply = 'Our starter plan is 999 rupees a month.'
  const { deepgramUrl, openaiUrl } = await providers.ask<Record<string, string>>('start', { reply })
  const addresses = { DEEPGRAM_BASE_URL: deepgramUrl, OPENAI_BASE_URL: openaiUrl }
  const url = await platform.ask<string>('start', { ...settings, ...addresses })
  const apiKey = settings.INVORTO_DEV_API_KEY
  const endpointing = { silenceMs, minWords: 2 }
  const agent = await ask<Agent>(url, apiKey, '/v1/agents', { name: 'Bench', prompt: 'Sell plans.', endpointing })

  say(`${calls} callers ask ${turns} times each and hear the whole answer`)
  const asked: Speakers = { url, apiKey, agentId: agent.id, calls, turns, voice: 'what-are-your-plans' }
  const { callIds, responsesMs } = await speakers.ask<{ callIds: string[]; responsesMs: number[] }>('speak', asked)
  await sleep(500)
  const timelines = callIds.map((id) => ask<Timeline>(url, apiKey, `/v1/calls/${id}/timeline?limit=1000`))
  const measured = (await Promise.all(timelines)).flatMap(({ data }) => turnsOf(data))
  if (measured.length !== calls * turns || responsesMs.length !== calls * turns)
    throw new Error(`${measured.length} turns were logged and ${responsesMs.length} heard of ${calls * turns}`)
  return outcomeOf(measured, responsesMs)
}

async function ask<Answer>(url: string, apiKey: string, path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(url + path, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** The exchanges of one timeline. */
function turnsOf(entries: readonly TimelineEntry[]): Turn[] {
  const isOf = (type: keyof typeof eventNames, turnId?: string) => (entry: TimelineEntry) => {
    const { timeline, mark }: EventNames = eventNames[type]
    return entry.type === timeline && entry.mark === mark && (turnId === undefined || entry.turnId === turnId)
  }
  return entries.filter(isOf('endpointing.delay_applied')).map((decided) => {
    const started = entries.find(isOf('tts.started', decided.turnId))
    const token = entries.find(isOf('llm.first_token', decided.turnId))
    return {
      waitMs: decided.waitMs ?? Number.NaN,
      restMs: Date.parse(started?.ts ?? '') - Date.parse(decided.ts),
      firstTokenMs: token?.latencyMs ?? Number.NaN,
      firstChunkMs: started?.latencyMs ?? Number.NaN,
    }
  })
}

function outcomeOf(measured: readonly Turn[], responsesMs: readonly number[]): Outcome {
  const spans: [string, readonly number[]][] = [
    ['wait: last sound to end of turn', measured.map(({ waitMs }) => waitMs)],
    [`wait beyond silenceMs (${silenceMs})`, measured.map(({ waitMs }) => waitMs - silenceMs)],
    ['rest: end of turn to first audio sent', measured.map(({ restMs }) => restMs)],
    ['  of it first token', measured.map(({ firstTokenMs }) => firstTokenMs)],
    ['  of it first chunk of the voice', measured.map(({ firstChunkMs }) => firstChunkMs)],
    ['whole, as the caller sees it', responsesMs],
    ['whole without silenceMs', responsesMs.map((ms) => ms - silenceMs)],
  ]
  const row = ([span, values]: (typeof spans)[number]): Row => ({
    span,
    turns: values.length,
    'p50 ms': rounded(percentile(values, 0.5)),
    'p95 ms': rounded(percentile(values, 0.95)),
    'max ms': rounded(Math.max(...values)),
  })
  const p = (index: number, share: number): number => percentile(spans[index]![1], share)
  return {
    rows: spans.map(row),
    figures: [
      { what: 'policy wait p50', value: p(0, 0.5), unit: 'ms' },
      { what: 'policy wait p95', value: p(0, 0.95), unit: 'ms' },
      { what: 'rest p50', value: p(2, 0.5), unit: 'ms' },
      { what: 'rest p95', value: p(2, 0.95), unit: 'ms', aim: { atMost: restAimMs } },
      { what: 'all but silenceMs, at the caller, p95', value: p(6, 0.95), unit: 'ms', aim: { atMost: restAimMs } },
    ],
  }
}
