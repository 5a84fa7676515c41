import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { migrate } from '#runtime/adapters/store/migrate.ts'
import { migrationsFolder } from '#runtime/adapters/testing/store-database.ts'
import type { Bench, Outcome } from './bench.ts'
import { type BenchDatabase, startDatabase } from './database.ts'
import { type Child, startChild } from './processes/child.ts'
import type { Received } from './processes/webhook-receiver.ts'
import { percentile, rounded } from './statistics.ts'
import { appendStarts, makeTenant, openStore } from './webhook-tenants.ts'

const events = 6_000
const endpoints = 20
const calls = 40
const contentKey = Buffer.alloc(32, 3).toString('base64')
const allow = { EGRESS_ALLOW: '127.0.0.1/32', CONTENT_KEY: contentKey }
/** Nothing of the providers is used; addresses of one's own keep the sandbox from starting. */
const nobody = { DEEPGRAM_BASE_URL: 'http://127.0.0.1:9', OPENAI_BASE_URL: 'http://127.0.0.1:9' }

/** How fast one process posts webhooks, and how soon. */
export const webhooks: Bench = {
  name: 'webhooks',
  about: `${events} webhooks that wait, posted by one process to ${endpoints} endpoints; and how soon those of a call come`,
  async run(say) {
    say('PostgreSQL starts')
    const database = await startDatabase()
    const children = ['webhook-receiver.ts', 'platform.ts'].map(startChild) as [Child, Child]
    try {
      return await measure(database, children, say)
    } finally {
      for (const child of children) await child.stop()
      await database.stop()
    }
  },
}

async function measure(
  { settings }: BenchDatabase,
  [receiver, platform]: readonly [Child, Child],
  say: (progress: string) => void,
): Promise<Outcome> {
  const url = await receiver.ask<string>('start')
  await migrate(settings.DATABASE_URL, migrationsFolder)
  const store = openStore(settings.DATABASE_URL)
  const tenant = await makeTenant(store, { receiver: url, contentKey, endpoints })
  say(`${events} webhooks are written`)
  await appendStarts(store, tenant, 1, events / endpoints)
  await store.close()
  say('the platform starts, and posts them')
  const api = await platform.ask<string>('start', { ...settings, ...allow, ...nobody })
  const all = await came(receiver, events)
  const perSecond = ((all.events - 1) / (all.lastAt - all.firstAt)) * 1000

  say(`${calls} calls, one after the other`)
  await receiver.ask('begin')
  await playCalls(api, settings.INVORTO_DEV_API_KEY, url)
  const { latenciesMs, posts } = await came(receiver, 2 * calls)
  const [p50, p95] = [percentile(latenciesMs, 0.5), percentile(latenciesMs, 0.95)]
  return {
    rows: [
      {
        webhooks: all.events,
        posts: all.posts,
        'per second': rounded(perSecond),
        calls,
        'of calls': posts,
        'p50 ms': rounded(p50),
        'p95 ms': rounded(p95),
      },
    ],
    figures: [
      { what: 'deliveries, one process', value: perSecond, unit: '/s', aim: { atLeast: 1_000 } },
      { what: 'event to first byte at the receiver, idle, p50', value: p50, unit: 'ms' },
      { what: 'event to first byte at the receiver, idle, p95', value: p95, unit: 'ms', aim: { atMost: 150 } },
    ],
  }
}

async function came(receiver: Child, count: number): Promise<Received> {
  for (let waited = 0; waited < 1_200; waited++) {
    const received = await receiver.ask<Received>('received')
    if (received.events >= count) return received
    await sleep(100)
  }
  throw new Error(`Of ${count} webhooks not all came.`)
}

/** Calls that begin and end at once; their events are those of a platform that has nothing else to do. */
async function playCalls(api: string, key: string, receiver: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const post = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
  }
  await post('/v1/agents', { name: 'Desk', externalId: 'desk', prompt: 'You sell.' })
  const eventTypes = ['call.started', 'call.ended']
  await post('/v1/webhook-endpoints', { url: `${receiver}/calls`, eventTypes })
  for (let n = 1; n <= calls; n++) {
    const socket = new WebSocket(`${api.replace(/^http/, 'ws')}/v1/realtime/bench-${n}?agentId=desk`, { headers })
    await new Promise<void>((over, failed) => {
      socket.on('error', failed).on('close', () => over())
      socket.on('message', (data, isBinary) => {
        const kind = isBinary ? '' : JSON.parse(String(data)).t
        if (kind === 'connected') for (const t of ['start', 'end']) socket.send(JSON.stringify({ t }))
      })
    })
    await sleep(50)
  }
}
