import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '#runtime/adapters/store/migrate.ts'
import { type RedisServer, startRedis } from '#runtime/adapters/testing/redis-server.ts'
import { migrationsFolder } from '#runtime/adapters/testing/store-database.ts'
import { webhookEventId } from '#runtime/domain/projections/webhooks/event-id.ts'
import type { Bench, Outcome } from './bench.ts'
import { startDatabase } from './database.ts'
import { type Child, startChild } from './processes/child.ts'
import type { Received } from './processes/webhook-receiver.ts'
import { appendStarts, makeTenant, openStore, type WebhookTenant } from './webhook-tenants.ts'

/** `WEBHOOK_FAULT_EVENTS=100000 WEBHOOK_FAULT_KILLS=30 node bench/main.ts webhook-faults` is the whole. */
const events = Number(process.env.WEBHOOK_FAULT_EVENTS || 10_000)
const kills = Number(process.env.WEBHOOK_FAULT_KILLS || 6)
const tenants = 4
const endpoints = 5
/** Deliveries that are under way at once: ten for each endpoint, in each of two processes. */
const inFlight = 2 * tenants * endpoints * 10
const KILL_EVERY_MS = 4_000
const LAST_MS = 300_000
const contentKey = Buffer.alloc(32, 3).toString('base64')
/** Who is killed next. PostgreSQL comes back from its own keeper. */
const turns = ['worker', 'redis', 'worker', 'postgres', 'worker', 'redis'] as const

/** Whether any webhook is lost, or comes more often than it must, while everything is killed. */
export const webhookFaults: Bench = {
  name: 'webhook-faults',
  about: `${events} webhooks while two platforms, Redis and PostgreSQL are killed with SIGKILL, ${kills} times`,
  async run(say) {
    const database = await startDatabase()
    const redis = { server: await startRedis() }
    const receiver = startChild('webhook-receiver.ts')
    const workers: Child[] = []
    const settings = {
      ...{ ...database.settings, EGRESS_ALLOW: '127.0.0.1/32', CONTENT_KEY: contentKey, REDIS_URL: redis.server.url },
      ...{ DEEPGRAM_BASE_URL: 'http://127.0.0.1:9', OPENAI_BASE_URL: 'http://127.0.0.1:9', WEBHOOK_TIMEOUT_MS: '5000' },
    }
    try {
      return await measure({ settings, redis, receiver, workers }, say)
    } finally {
      for (const child of [...workers, receiver]) await child.stop()
      await redis.server.stop()
      await database.stop()
    }
  },
}

interface Cast {
  readonly settings: Readonly<Record<'DATABASE_URL' | 'DATA_DIR', string>>
  readonly redis: { server: RedisServer }
  readonly receiver: Child
  readonly workers: Child[]
}

async function measure(cast: Cast, say: (progress: string) => void): Promise<Outcome> {
  const { settings, receiver, workers } = cast
  const url = await receiver.ask<string>('start')
  await migrate(settings.DATABASE_URL, migrationsFolder)
  const store = openStore(settings.DATABASE_URL)
  const made: WebhookTenant[] = []
  for (let n = 0; n < tenants; n++) made.push(await makeTenant(store, { receiver: url, contentKey, endpoints }))
  for (let n = 0; n < 2; n++) workers.push(await startWorker(cast))
  const perTenant = Math.ceil(events / tenants / endpoints)
  say(`${events} webhooks are written, and posted meanwhile`)
  const written = Promise.all(made.map((tenant) => appendStarts(store, tenant, 1, perTenant)))
  let posts = 0
  for (let n = 0; n < kills; n++) {
    await sleep(KILL_EVERY_MS * (0.5 + Math.random()))
    await killNext(cast, turns[n % turns.length]!)
    ;({ posts } = await receiver.ask<Received>('received'))
    say(`kill ${n + 1} of ${kills}, ${turns[n % turns.length]}; ${posts} posts`)
  }
  await written
  await store.close()
  const expected = new Set(
    made.flatMap(({ callId, paths }) =>
      Array.from({ length: perTenant }, (_, i) => webhookEventId(callId, i + 1, 'call.started')).flatMap((id) =>
        paths.map((path) => `${path}/${id}`),
      ),
    ),
  )
  const seen = await allSeen(receiver, expected)
  const lost = [...expected].filter((key) => !seen.has(key)).length
  const strange = [...seen.keys()].filter((key) => !expected.has(key)).length
  const duplicates = [...seen.values()].reduce((sum, count) => sum + count - 1, 0)
  return {
    rows: [{ webhooks: expected.size, kills, lost, strange, duplicates, 'in flight': inFlight }],
    figures: [
      { what: 'webhooks lost', value: lost, unit: '', aim: { atMost: 0 } },
      { what: 'webhooks of events that never were', value: strange, unit: '', aim: { atMost: 0 } },
      {
        what: 'duplicates, each with the same eventId',
        value: duplicates,
        unit: '',
        aim: { atMost: kills * inFlight },
      },
    ],
  }
}

async function startWorker({ settings }: Cast): Promise<Child> {
  for (;;) {
    const worker = startChild('platform.ts')
    try {
      await worker.ask('start', settings)
      return worker
    } catch {
      // The database is away in this moment.
      await worker.kill()
      await sleep(300)
    }
  }
}

async function killNext(cast: Cast, who: (typeof turns)[number]): Promise<void> {
  if (who === 'worker') {
    await cast.workers.shift()?.kill()
    cast.workers.push(await startWorker(cast))
  }
  if (who === 'redis') {
    const { port } = cast.redis.server
    await cast.redis.server.stop('SIGKILL')
    cast.redis.server = await startRedis(port)
  }
  if (who === 'postgres') {
    const [pid] = (await readFile(join(cast.settings.DATA_DIR, 'pg', 'postmaster.pid'), 'utf8')).split('\n')
    process.kill(Number(pid), 'SIGKILL')
  }
}

/** Waits until everything came, and a while for what comes twice. */
async function allSeen(receiver: Child, expected: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  for (let waited = 0; waited < LAST_MS; waited += 500) {
    if ((await receiver.ask<Received>('received')).events >= expected.size) break
    await sleep(500)
  }
  await sleep(3_000)
  return new Map(await receiver.ask<[string, number][]>('seen'))
}
