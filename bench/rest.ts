import { idFromUuid } from '#runtime/core/ids.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import type { Bench, Outcome, Row } from './bench.ts'
import { type BenchDatabase, startDatabase } from './database.ts'
import type { BareStart } from './processes/bare-rest.ts'
import { type Child, startChild } from './processes/child.ts'
import type { Load, LoadResult } from './processes/rest-load.ts'
import type { Usage } from './processes/usage.ts'
import { median, pairedRatio, percentile, rounded } from './statistics.ts'

const busyConnections = 8
const rounds = 7
const busyMs = 900
const quietMs = 400

/** The tenant of `INVORTO_DEV_API_KEY`. */
const tenantId = idFromUuid('tenant', '00000000-0000-7000-8000-000000000001')
const {
  id: _id,
  externalId: _name,
  version: _version,
  publishedVersion: _published,
  createdAt: _at,
  updatedAt: _then,
  ...agent
} = sampleAgent({
  name: 'Bench {n}',
  prompt: 'You are a helpful customer support agent. '.repeat(10),
})

/** A server, and how it did in each round. */
interface Side {
  readonly server: Child
  readonly port: number
  readonly perSecond: number[]
  readonly cpuUs: number[]
  readonly busyUs: number[]
  readonly aloneUs: number[]
}

type Sides = Readonly<Record<'ours' | 'bare' | 'usual', Side>>

/** What our stack adds to a request, against bare Fastify doing the same transaction. */
export const rest: Bench = {
  name: 'rest',
  about:
    'the REST stack, against bare Fastify doing the same transactions (bare: in as many round trips; usual: in three each)',
  async run(say) {
    say('PostgreSQL and the servers start')
    const database = await startDatabase()
    const children = ['platform.ts', 'bare-rest.ts', 'bare-rest.ts', 'rest-load.ts'].map(startChild)
    try {
      return await measure(database, children as [Child, Child, Child, Child], say)
    } finally {
      await Promise.all(children.map((child) => child.stop()))
      await database.stop()
    }
  },
}

async function measure(
  { settings }: BenchDatabase,
  [platform, bare, usual, load]: readonly [Child, Child, Child, Child],
  say: (progress: string) => void,
): Promise<Outcome> {
  // Nothing calls these; addresses of one's own keep the sandbox from starting.
  const nobody = { DEEPGRAM_BASE_URL: 'http://127.0.0.1:9', OPENAI_BASE_URL: 'http://127.0.0.1:9' }
  const ourUrl = await platform.ask<string>('start', { ...settings, ...nobody, MAX_AGENTS_PER_TENANT: '1000000' })
  const startBare = (server: Child, trips: BareStart['trips']): Promise<string> =>
    server.ask<string>('start', { url: settings.DATABASE_URL, tenantId, trips } satisfies BareStart)
  const [bareUrl, usualUrl] = [await startBare(bare, 'one'), await startBare(usual, 'three')]
  const headers = { authorization: `Bearer ${settings.INVORTO_DEV_API_KEY}`, 'content-type': 'application/json' }
  const id = await seed(ourUrl, headers)

  const operations: [string, Omit<Load, 'port' | 'connections' | 'durationMs'>][] = [
    ['getAgent', { method: 'GET', path: `/v1/agents/${id}`, headers: { authorization: headers.authorization } }],
    ['listAgents', { method: 'GET', path: '/v1/agents', headers: { authorization: headers.authorization } }],
    ['createAgent', { method: 'POST', path: '/v1/agents', headers, body: JSON.stringify(agent) }],
  ]
  const limited = { authorization: `Bearer ${await limitedKey(ourUrl, headers)}` }
  const keyed = { ...headers, ...limited, 'idempotency-key': '{n}' }
  operations.push(
    ['getAgent, limited', { method: 'GET', path: `/v1/agents/${id}`, headers: limited }],
    ['createAgent, limited, once', { method: 'POST', path: '/v1/agents', headers: keyed, body: JSON.stringify(agent) }],
  )
  const rows: Row[] = []
  for (const [name, request] of operations) {
    say(`${name}, ${rounds} rounds in turns, with ${busyConnections} connections and with one`)
    const sides = { ours: sideOf(platform, ourUrl), bare: sideOf(bare, bareUrl), usual: sideOf(usual, usualUrl) }
    const turns = Object.values(sides)
    for (const side of turns) await drive(load, side, { ...request, connections: 4, durationMs: 800 })
    for (let round = 0; round < rounds; round++) {
      for (const side of round % 2 === 0 ? turns : turns.toReversed()) await oneRound(load, side, request)
    }
    rows.push(rowOf(name, sides))
  }
  return { rows, figures: [...rows.flatMap(figuresOf), ...featuresOf(rows)] }
}

/** Enough agents for a full page; the id of one. */
async function seed(url: string, headers: Record<string, string>): Promise<string> {
  let id = ''
  for (let n = 0; n < 30; n++) {
    const body = JSON.stringify({ ...agent, name: `Seed ${n}` })
    const response = await fetch(`${url}/v1/agents`, { method: 'POST', headers, body })
    if (response.status !== 201) throw new Error(`createAgent answers ${response.status}: ${await response.text()}`)
    id = ((await response.json()) as { id: string }).id
  }
  return id
}

/** A key whose requests are counted; a bench does not reach its limit. */
async function limitedKey(url: string, headers: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ name: 'bench', role: 'admin', limits: { restPerMinute: 60_000 } })
  const response = await fetch(`${url}/v1/api-keys`, { method: 'POST', headers, body })
  if (response.status !== 201) throw new Error(`createApiKey answers ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { key: string }).key
}

const sideOf = (server: Child, url: string): Side => ({
  server,
  port: Number(new URL(url).port),
  perSecond: [],
  cpuUs: [],
  busyUs: [],
  aloneUs: [],
})

const drive = (load: Child, { port }: Side, request: Omit<Load, 'port'>): Promise<LoadResult> =>
  load.ask<LoadResult>('load', { ...request, port } satisfies Load)

async function oneRound(load: Child, side: Side, request: Omit<Load, 'port' | 'connections' | 'durationMs'>) {
  await side.server.ask('begin')
  const busy = await drive(load, side, { ...request, connections: busyConnections, durationMs: busyMs })
  const { cpuMs } = await side.server.ask<Usage>('end')
  const alone = await drive(load, side, { ...request, connections: 1, durationMs: quietMs })
  side.perSecond.push((busy.requests / busy.wallMs) * 1000)
  side.cpuUs.push((cpuMs * 1000) / busy.requests)
  side.busyUs.push(...busy.latenciesUs)
  side.aloneUs.push(percentile(alone.latenciesUs, 0.5))
}

function rowOf(operation: string, { ours, bare, usual }: Sides): Row {
  const ms = (values: readonly number[], share: number): number => rounded(percentile(values, share) / 1000)
  return {
    operation,
    'req/s': Math.round(median(ours.perSecond)),
    'bare req/s': Math.round(median(bare.perSecond)),
    'usual req/s': Math.round(median(usual.perSecond)),
    ratio: rounded(pairedRatio(ours.perSecond, bare.perSecond)),
    'ratio to usual': rounded(pairedRatio(ours.perSecond, usual.perSecond)),
    'cpu us': Math.round(median(ours.cpuUs)),
    'bare cpu us': Math.round(median(bare.cpuUs)),
    'usual cpu us': Math.round(median(usual.cpuUs)),
    'alone p50 us': Math.round(median(ours.aloneUs)),
    'bare alone p50 us': Math.round(median(bare.aloneUs)),
    'p50 ms': ms(ours.busyUs, 0.5),
    'p95 ms': ms(ours.busyUs, 0.95),
    'bare p50 ms': ms(bare.busyUs, 0.5),
    'bare p95 ms': ms(bare.busyUs, 0.95),
  }
}

function figuresOf(row: Row): Outcome['figures'] {
  const added = (column: string): number => Number(row[column]) - Number(row[`bare ${column}`])
  return [
    { what: `${row.operation}: req/s, ours / bare`, value: Number(row.ratio), unit: '', aim: { atLeast: 0.85 } },
    { what: `${row.operation}: CPU added to a request`, value: added('cpu us'), unit: 'us', aim: { atMost: 60 } },
    { what: `${row.operation}: req/s, ours / three round trips`, value: Number(row['ratio to usual']), unit: '' },
    { what: `${row.operation}: added to a request alone, p50`, value: added('alone p50 us'), unit: 'us' },
  ]
}

/** What each rule that operations inherit adds to the CPU of ours; a key is looked up in every row. */
function featuresOf(rows: readonly Row[]): Outcome['figures'] {
  const cpu = (operation: string): number =>
    Number(rows.find((row) => row.operation === operation)?.['cpu us'] ?? Number.NaN)
  const limits = cpu('getAgent, limited') - cpu('getAgent')
  const once = cpu('createAgent, limited, once') - cpu('createAgent') - limits
  return [
    { what: 'limits: CPU added to a request', value: limits, unit: 'us' },
    { what: 'an Idempotency-Key: CPU added to a request, its two transactions too', value: once, unit: 'us' },
  ]
}
