import type { Entry } from './rest.ts'

/** What is counted below, or is only a clock. */
const left = ['stt.partial', 'usage.recorded', 'silence.timer_started', 'session.state_changed']
const columns = { at: 9, turn: 8, what: 26, took: 22 }

/** The timeline as a table: when, which turn, what, how long it took, and the words. */
export function timelineTable(entries: readonly Entry[]): string {
  const start = Date.parse(entries[0]?.ts ?? '')
  const row = (at: string, turn: string, what: string, took: string, words: string): string =>
    `${at.padStart(columns.at)}  ${turn.padEnd(columns.turn)}${what.padEnd(columns.what)}${took.padEnd(columns.took)}${shortened(words)}`.trimEnd()
  const head = row('ms', 'turn', 'event', 'took', 'words')
  const rows = entries
    .filter(({ type }) => !left.includes(type))
    .map((entry) =>
      row(
        String(Date.parse(entry.ts) - start),
        entry.turnId?.replace('turn_', '') ?? '',
        [entry.type, entry.mark].filter(Boolean).join(' '),
        took(entry),
        words(entry),
      ),
    )
  return [head, '-'.repeat(head.length + 20), ...rows].join('\n')
}

const MOST_WORDS = 90
const shortened = (text: string): string => (text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text)

function took({ type, mark, latencyMs, waitMs, heardMs }: Entry): string {
  if (type === 'tool.succeeded') return `answered in ${latencyMs} ms`
  if (type === 'endpointing.delay_applied') return `silence ${waitMs} ms`
  if (type === 'stt.final') return latencyMs === undefined ? '' : `asr ${latencyMs} ms`
  if (type === 'llm.delta') return `${mark === 'first' ? 'first token' : 'all tokens'} ${latencyMs} ms`
  if (type === 'tts.chunk' && mark === 'first')
    return latencyMs === undefined ? 'resumed' : `first audio ${latencyMs} ms`
  if (type === 'tts.chunk') return `heard ${Math.round(heardMs ?? 0)} ms`
  return ''
}

function words(entry: Entry): string {
  const { type, mark, text, textHeard, cause, reason, name, args, httpStatus, artifact, costInr } = entry
  if (type === 'tts.chunk' && mark === 'last')
    return cause === 'completed' ? 'completed' : `${cause}: heard "${textHeard}"`
  if (text !== undefined) return text
  if (args !== undefined) return `${name}(${JSON.stringify(args)})`
  if (httpStatus !== undefined) return `${name}: ${httpStatus}`
  if (costInr !== undefined) return `${costInr} rupees`
  return reason ?? artifact ?? ''
}

/** For each turn of the caller: its last sound to the agent's first audio, and what of it was the policy's wait. */
export function responseTimes(entries: readonly Entry[]): string[] {
  return entries.flatMap((wait) => {
    if (wait.type !== 'endpointing.delay_applied') return []
    const speech = entries.find(
      ({ type, mark, turnId }) => type === 'tts.chunk' && mark === 'first' && turnId === wait.turnId,
    )
    if (speech === undefined) return []
    const rest = Date.parse(speech.ts) - Date.parse(wait.ts)
    const waited = wait.waitMs ?? 0
    return [
      `${wait.turnId}: the caller waited ${Math.round(waited + rest)} ms = ${Math.round(waited)} ms silence (policy) + ${rest} ms platform and providers`,
    ]
  })
}
