import { readFile } from 'node:fs/promises'
import type { Agent } from '#generated/openapi.gen.ts'
import { createPool } from '#runtime/adapters/store/pool.ts'
import { postgresStore } from '#runtime/adapters/store/postgres.ts'
import { sampleCall } from '#runtime/adapters/testing/samples.ts'
import { idFromUuid } from '#runtime/core/ids.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { Store } from '#runtime/ports/store.ts'
import { contentPlace } from '#runtime/sessions/log/call-log.ts'
import type { Bench, Outcome, Row } from './bench.ts'
import { type BenchDatabase, startDatabase } from './database.ts'
import { type Child, startChild } from './processes/child.ts'
import { percentile, rounded } from './statistics.ts'

const events = 20_000
const spanMs = 3_600_000
const batch = 1_000
const rounds = 80
const warmUp = 20
const contentKey = Buffer.alloc(32, 7)
/** The tenant of `INVORTO_DEV_API_KEY`. */
const tenantId = idFromUuid('tenant', '00000000-0000-7000-8000-000000000001')
const golden = new URL('../runtime/domain/projections/golden/call.log.jsonl', import.meta.url)

/** A page of the log of an hour, read in every way in which programs read it (OBS-00 3.9.4). */
export const timeline: Bench = {
  name: 'timeline',
  about: 'pages of a call of an hour, 20,000 events, at its beginning, middle and end',
  async run(say) {
    say('PostgreSQL and the platform start')
    const database = await startDatabase()
    const platform = startChild('platform.ts')
    try {
      return await measure(database, platform, say)
    } finally {
      await platform.stop()
      await database.stop()
    }
  },
}

async function measure({ settings }: BenchDatabase, platform: Child, say: (what: string) => void): Promise<Outcome> {
  const nobody = { DEEPGRAM_BASE_URL: 'http://127.0.0.1:9', OPENAI_BASE_URL: 'http://127.0.0.1:9' }
  const content = { CONTENT_KEY: contentKey.toString('base64') }
  const url = await platform.ask<string>('start', { ...settings, ...nobody, ...content })
  const headers = { authorization: `Bearer ${settings.INVORTO_DEV_API_KEY}`, 'content-type': 'application/json' }
  say('the log is written')
  const store = postgresStore(createPool({ url: settings.DATABASE_URL }), systemClock())
  const callId = await writeLog(store, url, headers)
  await store.close()
  say('pages are read, one of each in turn')
  const pages = pagesOf(callId).map(([page, path]) => ({ page, url: `${url}${path}`, took: [] as number[], text: '' }))
  for (let round = -warmUp; round < rounds; round++) {
    for (const one of pages) {
      const from = performance.now()
      const answer = await fetch(one.url, { headers })
      one.text = await answer.text()
      if (!answer.ok) throw new Error(`${one.page}: ${one.text}`)
      if (round >= 0) one.took.push(performance.now() - from)
    }
  }
  const rows = pages.map(rowOf)
  const figures = rows.map((row) => ({
    what: `${row.page}: p95`,
    value: Number(row['p95 ms']),
    unit: 'ms',
    aim: { atMost: 50 },
  }))
  return { rows, figures }
}

function pagesOf(callId: string): (readonly [page: string, path: string])[] {
  const places = [
    ['first', 0],
    ['middle', events / 2],
    ['last', events - 200],
  ] as const
  const middle = instantOf(events / 2)
  return [
    ...places.map(([name, after]) => [`events, ${name} page`, `/v1/sessions/${callId}/events?after=${after}`] as const),
    ...places.map(
      ([name, after]) => [`timeline, ${name} page`, `/v1/calls/${callId}/timeline?after=${after}`] as const,
    ),
    ['events, of one type', `/v1/sessions/${callId}/events?event_type=call.ended`],
    ['events, of one component', `/v1/sessions/${callId}/events?component=control_plane`],
    ['events, since the middle', `/v1/sessions/${callId}/events?since=${middle}`],
  ]
}

const instantOf = (seq: number): string =>
  new Date(Date.parse('2026-02-03T04:05:06.000Z') + (seq * spanMs) / events).toISOString()

function rowOf({ page, took, text }: { page: string; took: readonly number[]; text: string }): Row {
  const ms = (share: number): number => rounded(percentile(took, share))
  const { data } = JSON.parse(text) as { data: unknown[] }
  return { page, events: data.length, kB: Math.round(text.length / 1_000), 'p50 ms': ms(0.5), 'p95 ms': ms(0.95) }
}

/** The golden call again and again, until an hour is full; gives the call's id. */
async function writeLog(store: Store, url: string, headers: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ name: 'Hour', prompt: 'p', events: { content: true } })
  const agent = (await (await fetch(`${url}/v1/agents`, { method: 'POST', headers, body })).json()) as Agent
  const sample = sampleCall(agent)
  const config = { ...sample.agentConfigAtCallStart, events: { content: true } }
  const call = { ...sample, agentConfigAtCallStart: config }
  await store.calls.create(tenantId, call)
  const sealer = aesSealer(contentKey, (length) => Buffer.alloc(length, 1))
  const lines = (await readFile(golden, 'utf8')).trim().split('\n')
  const log = lines.map((line) => JSON.parse(line) as LoggedEvent)
  const [end, middle] = [log.filter(({ event }) => event.event_type === 'call.ended'), log.slice(3, 100)]
  for (let from = 1; from <= events; from += batch) {
    const seqs = Array.from({ length: batch }, (_, i) => from + i)
    const logged = seqs.map((seq) => {
      const { event, content } = seq === events ? end[0]! : middle[seq % middle.length]!
      return { event: { ...event, session_id: call.id, seq, ts: instantOf(seq) } as typeof event, content }
    })
    await store.events.append(tenantId, {
      sessionId: call.id,
      events: logged.map(({ event }) => event),
      content: logged.flatMap(({ event: { seq }, content }) =>
        content === undefined ? [] : [{ seq, sealed: sealer.seal(content, contentPlace(call.id, seq)) }],
      ),
    })
  }
  return call.id
}
