import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { WebSocket } from 'ws'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { type Platform, startPlatform } from '../contract-tests/platform.ts'
import type { Bench, Outcome, Row } from './bench.ts'
import { startDatabase } from './database.ts'
import { type Child, startChild } from './processes/child.ts'
import type { Received } from './processes/webhook-receiver.ts'

const calls = 50
/** From the restart, or where nothing restarts, from the kill. */
const aimS = 60
const givenUpS = 90

const settings = {
  KEY_PEPPER: Buffer.alloc(32, 1).toString('base64'),
  CONTENT_KEY: Buffer.alloc(32, 3).toString('base64'),
  URL_SIGNING_KEY: 'u'.repeat(32),
  EGRESS_ALLOW: '127.0.0.1/32',
}
/** What a tenant is told of a call that is over. */
const eventTypes = ['call.ended', 'agent.summary']

/** A gateway is killed with live calls: what is left of them, and when. */
export const orphans: Bench = {
  name: 'orphans',
  about: `kill -9 of a gateway with ${calls} live calls: it starts again, or another process takes over; until the last webhook is delivered`,
  async run(say) {
    const simulators = await startSimulators()
    const receiver = startChild('webhook-receiver.ts')
    try {
      const outside = { simulators, receiver, receiverUrl: await receiver.ask<string>('start') }
      const restarted = await killed('restarted', outside, say)
      const takenOver = await killed('taken over', outside, say)
      return { rows: [restarted.row, takenOver.row], figures: [...restarted.figures, ...takenOver.figures] }
    } finally {
      await receiver.stop()
      await simulators.close()
    }
  },
}

interface Outside {
  readonly simulators: Simulators
  readonly receiver: Child
  readonly receiverUrl: string
}

interface Killed extends Pick<Outcome, 'figures'> {
  readonly row: Row
}

async function killed(
  how: 'restarted' | 'taken over',
  { simulators: to, receiver, receiverUrl }: Outside,
  say: (told: string) => void,
): Promise<Killed> {
  await receiver.ask('begin')
  const database = await startDatabase()
  const platforms: Platform[] = []
  // A connection that ends with its database is no news.
  const pool = new pg.Pool({ connectionString: database.settings.DATABASE_URL }).on('error', () => {})
  const start = async (name: string): Promise<Platform> => {
    const providers = { DEEPGRAM_BASE_URL: to.deepgramUrl, OPENAI_BASE_URL: to.openaiUrl, DRAIN_TIMEOUT_MS: '0' }
    const DATA_DIR = join(database.settings.DATA_DIR, name)
    const platform = await startPlatform(database.settings.DATA_DIR, {
      ...{ ...settings, ...providers, ...database.settings, DATA_DIR },
    })
    platforms.push(platform)
    return platform
  }
  try {
    const doomed = await start('a')
    if (how === 'taken over') await start('b')
    await create(doomed, '/v1/agents', agent)
    await create(doomed, '/v1/webhook-endpoints', { url: `${receiverUrl}/calls`, eventTypes })
    say(`${how}: ${calls} calls begin`)
    await Promise.all(Array.from({ length: calls }, (_, index) => begin(doomed, `orphan-${index}`)))
    await sleep(3_000)
    doomed.signal('SIGKILL')
    await doomed.ended
    const since = performance.now()
    if (how === 'restarted') await start('a')
    return await watched(how, pool, receiver, since)
  } finally {
    await Promise.all(platforms.map((platform) => platform.stop()))
    await pool.end()
    await database.stop()
  }
}

async function watched(how: string, pool: pg.Pool, receiver: Child, since: number): Promise<Killed> {
  const seconds = (): number => (performance.now() - since) / 1000
  let [closedS, summarisedS] = [Number.NaN, Number.NaN]
  for (;;) {
    const { rows } = await pool.query<{ closed: number; told: number; finished: number; complete: number }>(`
      select count(distinct session_id) filter (where event_type = 'call.ended')::int as closed,
        count(*) filter (where event_type = 'call.finished')::int as told,
        count(distinct session_id) filter (where event_type = 'call.finished')::int as finished,
        count(*) filter (where event_type = 'call.finished' and envelope #>> '{data,complete}' = 'true')::int as complete
      from events`)
    const { closed, told, finished, complete } = rows[0]!
    if (closed === calls && Number.isNaN(closedS)) closedS = seconds()
    if (finished === calls && Number.isNaN(summarisedS)) summarisedS = seconds()
    const delivered = await receiver.ask<Received>('received')
    if ((finished < calls || delivered.events < calls * eventTypes.length) && seconds() < givenUpS) {
      await sleep(100)
      continue
    }
    const figures: Outcome['figures'] = [
      { what: `${how}: calls closed and summarised`, value: finished, unit: '', aim: { atLeast: calls } },
      { what: `${how}: until the last is closed`, value: closedS, unit: 's' },
      { what: `${how}: until the last is summarised`, value: summarisedS, unit: 's', aim: { atMost: aimS } },
      ...deliveredOf(how, delivered, seconds()),
      { what: `${how}: summarised more than once`, value: told - finished, unit: '', aim: { atMost: 0 } },
    ]
    return {
      row: {
        gateway: how,
        calls,
        closed,
        summarised: finished,
        'nothing missing': complete,
        webhooks: delivered.events,
      },
      figures,
    }
  }
}

/** `eventId` tells a webhook that comes twice; one that was under way when its process was killed may. */
const deliveredOf = (how: string, { events, posts }: Received, tookS: number): Outcome['figures'] => [
  {
    what: `${how}: webhooks of the ends delivered`,
    value: events,
    unit: '',
    aim: { atLeast: calls * eventTypes.length },
  },
  { what: `${how}: until the last is delivered`, value: tookS, unit: 's', aim: { atMost: aimS } },
  { what: `${how}: webhooks delivered twice`, value: posts - events, unit: '' },
]

const firstMessage = 'Hello, this is a greeting that goes on for quite a while, so that the call is busy meanwhile.'
const agent = { name: 'Orphan', externalId: 'orphan', prompt: 'Sell plans.', firstMessage }

async function create({ url, apiKey }: Platform, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const { status } = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (status !== 201) throw new Error(`POST ${path} answers ${status}`)
}

/** A call in which the agent speaks. */
async function begin({ url, apiKey }: Platform, name: string): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/realtime/${name}?agentId=orphan`, {
    headers: { authorization: `Bearer ${apiKey}` },
  })
  const speaks = Promise.withResolvers<void>()
  socket.on('error', () => {})
  socket.on('close', () => speaks.reject(new Error('the call was refused')))
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) return
    const text = data.toString()
    if (text.includes('"connected"')) socket.send('{"t":"start"}')
    if (text.includes('"tts.started"')) speaks.resolve()
  })
  await speaks.promise
}
