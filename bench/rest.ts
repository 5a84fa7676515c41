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

type Request = Omit<Load, 'port' | 'connections' | 'durationMs'>

/** A server asked in one way, and how it did in each round. */
interface Side {
  readonly server: Child
  readonly port: number
  readonly request: Request
  readonly perSecond: number[]
  readonly cpuUs: number[]
  readonly busyUs: number[]
  readonly aloneUs: number[]
}

/** An operation: ours as it is, with limits, and for a POST with an Idempotency-Key as well. */
interface Operation {
  readonly name: string
  readonly plain: Request
  readonly limited?: Request
  readonly once?: Request
}

type Sides = Readonly<{ ours: Side; bare: Side; usual: Side; limited?: Side; once?: Side }>

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

  const get = (path: string, key = headers.authorization): Request => ({
    method: 'GET',
    path,
    headers: { authorization: key },
  })
  const post = (more: Record<string, string> = {}): Request => ({
    method: 'POST',
    path: '/v1/agents',
    headers: { ...headers, ...more },
    body: JSON.stringify(agent),
  })
  const authorization = `Bearer ${await limitedKey(ourUrl, headers)}`
  const operations: Operation[] = [
    { name: 'getAgent', plain: get(`/v1/agents/${id}`), limited: get(`/v1/agents/${id}`, authorization) },
    { name: 'listAgents', plain: get('/v1/agents') },
    {
      name: 'createAgent',
      plain: post(),
      limited: post({ authorization }),
      once: post({ authorization, 'idempotency-key': '{n}' }),
    },
  ]
  const rows: Row[] = []
  const features: Outcome['figures'][number][] = []
  for (const { name, plain, limited, once } of operations) {
    say(`${name}, ${rounds} rounds in turns, with ${busyConnections} connections and with one`)
    const sides: Sides = {
      ours: sideOf(platform, ourUrl, plain),
      bare: sideOf(bare, bareUrl, plain),
      usual: sideOf(usual, usualUrl, plain),
      ...(limited && { limited: sideOf(platform, ourUrl, limited) }),
      ...(once && { once: sideOf(platform, ourUrl, once) }),
    }
    const turns = Object.values(sides)
    for (const side of turns) await drive(load, side, { ...side.request, connections: 4, durationMs: 800 })
    for (let round = 0; round < rounds; round++) {
      for (const side of round % 2 === 0 ? turns : turns.toReversed()) await oneRound(load, side)
    }
    rows.push(...rowsOf(name, sides))
    features.push(...featuresOf(name, sides))
  }
  return { rows, figures: [...rows.flatMap(figuresOf), ...features] }
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

const sideOf = (server: Child, url: string, request: Request): Side => ({
  server,
  port: Number(new URL(url).port),
  request,
  perSecond: [],
  cpuUs: [],
  busyUs: [],
  aloneUs: [],
})

const drive = (load: Child, { port }: Side, request: Omit<Load, 'port'>): Promise<LoadResult> =>
  load.ask<LoadResult>('load', { ...request, port } satisfies Load)

async function oneRound(load: Child, side: Side): Promise<void> {
  const { request } = side
  await side.server.ask('begin')
  const busy = await drive(load, side, { ...request, connections: busyConnections, durationMs: busyMs })
  const { cpuMs } = await side.server.ask<Usage>('end')
  const alone = await drive(load, side, { ...request, connections: 1, durationMs: quietMs })
  side.perSecond.push((busy.requests / busy.wallMs) * 1000)
  side.cpuUs.push((cpuMs * 1000) / busy.requests)
  side.busyUs.push(...busy.latenciesUs)
  side.aloneUs.push(percentile(alone.latenciesUs, 0.5))
}

/** One row for each way in which ours was asked. */
function rowsOf(name: string, { ours, limited, once, ...others }: Sides): Row[] {
  const ways = [
    [name, ours],
    [`${name}, limited`, limited],
    [`${name}, limited, once`, once],
  ] as const
  return ways.flatMap(([operation, side]) => (side === undefined ? [] : [rowOf(operation, { ...others, ours: side })]))
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

/** What each rule that operations inherit adds to the CPU of ours, from rounds side by side. */
function featuresOf(name: string, { ours, limited, once }: Sides): Outcome['figures'] {
  const added = (what: string, side: Side | undefined, base: Side | undefined): Outcome['figures'] =>
    side === undefined || base === undefined
      ? []
      : [
          {
            what: `${name}: CPU that ${what}`,
            value: median(side.cpuUs.map((us, round) => us - base.cpuUs[round]!)),
            unit: 'us',
          },
        ]
  return [
    ...added('limits add', limited, ours),
    ...added('an Idempotency-Key adds, its transactions too', once, limited),
  ]
}
