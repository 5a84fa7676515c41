import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import pg from 'pg'
import { migrate } from '#runtime/adapters/store/migrate.ts'
import { startRedis } from '#runtime/adapters/testing/redis-server.ts'
import { migrationsFolder } from '#runtime/adapters/testing/store-database.ts'
import type { Bench, Outcome } from './bench.ts'
import { startDatabase } from './database.ts'
import { type Child, startChild } from './processes/child.ts'
import type { Appended, Burst, Writing } from './processes/log-writer.ts'
import { rounded } from './statistics.ts'

const processes = 2
const calls = 150
const warmUp = 5_000
/** Of both processes together; what they can do shows in how soon it is published and stored. */
const rate = 24_000
const seconds = 5
/** What 300 calls say, and for how long Redis and PostgreSQL answer nothing meanwhile. */
const everyday = { rate: 3_000, seconds: 6 }
const pauseMs = 3_000
const givenUpMs = 120_000

/** The logs of many calls at once: appended, acknowledged by Redis, stored in PostgreSQL. */
export const events: Bench = {
  name: 'events',
  about: `${processes * calls} calls of ${processes} processes append ${rate} events a second for ${seconds} s: Redis, PostgreSQL, and what it costs who appends`,
  async run(say) {
    const [database, redis] = [await startDatabase(), await startRedis()]
    const client = new Redis(redis.url)
    const pool = new pg.Pool({ connectionString: database.settings.DATABASE_URL })
    const writers = Array.from({ length: processes }, () => startChild('log-writer.ts'))
    try {
      await migrate(database.settings.DATABASE_URL, migrationsFolder)
      const writing = { databaseUrl: database.settings.DATABASE_URL, redisUrl: redis.url, calls } satisfies Writing
      await Promise.all(writers.map((writer) => writer.ask('start', writing)))
      return await measure({ writers, client, pool }, say)
    } finally {
      for (const writer of writers) await writer.stop()
      client.disconnect()
      await pool.end()
      await redis.stop()
      await database.stop()
    }
  },
}

interface Cast {
  readonly writers: readonly Child[]
  readonly client: Redis
  readonly pool: pg.Pool
}

async function measure(cast: Cast, say: (progress: string) => void): Promise<Outcome> {
  say('the processes warm up')
  await bursted(cast, 0, { rate: warmUp, seconds: 1 })
  say(`${rate * seconds} events`)
  const flood = await bursted(cast, warmUp, { rate, seconds })
  say(`${everyday.rate * everyday.seconds} events, while neither Redis nor PostgreSQL answers for ${pauseMs / 1_000} s`)
  const paused = sleep(1_000).then(() => pause(cast))
  const stalled = await bursted(cast, warmUp + rate * seconds, everyday)
  await paused
  const all = warmUp + rate * seconds + everyday.rate * everyday.seconds
  const { rows } = await cast.pool.query<{ rows: number; gaps: number }>(`
    select sum(stored)::int as rows, count(*) filter (where last <> stored)::int as gaps
    from (select count(*) as stored, max(seq) as last from events group by session_id) as logs`)
  const lost = all - rows[0]!.rows + rows[0]!.gaps
  return {
    rows: [rowOf('flood', flood), rowOf('nobody answers', stalled)],
    figures: [
      { what: 'published, acknowledged by Redis', value: flood.publishedPerSec, unit: '/s', aim: { atLeast: 20_000 } },
      { what: 'stored, until nothing waits', value: flood.storedPerSec, unit: '/s', aim: { atLeast: 10_000 } },
      { what: 'lost, or stored with a gap', value: lost, unit: '', aim: { atMost: 0 } },
      ...ofCaller('flood', flood),
      ...ofCaller('nobody answers', stalled),
    ],
  }
}

/** What it is to the audio path, which shares its thread with who appends. */
const ofCaller = (when: string, { p99Us, lagP99Ms }: Bursted): Outcome['figures'] => [
  { what: `${when}: what an append costs its caller, p99`, value: p99Us, unit: 'us', aim: { atMost: 1_000 } },
  { what: `${when}: loop lag p99`, value: lagP99Ms, unit: 'ms' },
]

const rowOf = (what: string, one: Bursted): Outcome['rows'][number] => ({
  ...{ what, events: one.events, calls: processes * calls, 'published /s': rounded(one.publishedPerSec) },
  ...{ 'stored /s': rounded(one.storedPerSec), 'most not stored': one.most, 'append p50 us': rounded(one.p50Us) },
})

/** Both take connections and answer nothing. */
async function pause({ client, pool }: Cast): Promise<void> {
  await client.call('CLIENT', 'PAUSE', pauseMs, 'WRITE')
  const connection = await pool.connect()
  await connection.query('begin; lock table events in exclusive mode')
  await sleep(pauseMs)
  await connection.query('rollback')
  connection.release()
}

interface Bursted extends Appended {
  readonly events: number
  readonly publishedPerSec: number
  readonly storedPerSec: number
  /** The longest the database was behind Redis, in events. */
  readonly most: number
}

/** Until all of the burst is published and stored; `before` were so already. */
async function bursted(
  { writers, client }: Cast,
  before: number,
  { rate, seconds }: typeof everyday,
): Promise<Bursted> {
  const events = rate * seconds
  const [from, total] = [performance.now(), before + events]
  const share = { rate: rate / processes, events: events / processes } satisfies Burst
  const asked = Promise.all(writers.map((writer) => writer.ask<Appended>('burst', share)))
  let [publishedMs, storedMs, most] = [0, 0, 0]
  while (publishedMs === 0 || storedMs === 0) {
    const tookMs = performance.now() - from
    if (tookMs > givenUpMs) throw new Error('Not all events were published and stored.')
    const [published, stored] = [await added(client), await storedBy(writers)]
    if (publishedMs === 0 && published >= total) publishedMs = performance.now() - from
    if (storedMs === 0 && stored >= total) storedMs = performance.now() - from
    most = Math.max(most, published - stored)
    await sleep(50)
  }
  const appended = await asked
  const worst = (what: keyof Appended): number => Math.max(...appended.map((one) => one[what]))
  return {
    ...{ events, most, publishedPerSec: (events / publishedMs) * 1_000, storedPerSec: (events / storedMs) * 1_000 },
    ...{ p50Us: worst('p50Us'), p99Us: worst('p99Us'), lagP99Ms: worst('lagP99Ms') },
  }
}

async function added(client: Redis): Promise<number> {
  const [, calls = '0', failed = '0'] =
    /cmdstat_xadd:calls=(\d+).*failed_calls=(\d+)/.exec(await client.info('commandstats')) ?? []
  return Number(calls) - Number(failed)
}

async function storedBy(writers: readonly Child[]): Promise<number> {
  const all = await Promise.all(writers.map((writer) => writer.ask<number>('stored')))
  return all.reduce((sum, one) => sum + one, 0)
}
