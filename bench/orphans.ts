import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { WebSocket } from 'ws'
import { type Simulators, startSimulators } from '#simulators/start.ts'
import { type Platform, startPlatform } from '../contract-tests/platform.ts'
import type { Bench, Outcome, Row } from './bench.ts'
import { startDatabase } from './database.ts'

const calls = 50
/** From the restart, or where nothing restarts, from the kill. */
const aimS = 60
const givenUpS = 90

const settings = {
  KEY_PEPPER: Buffer.alloc(32, 1).toString('base64'),
  CONTENT_KEY: Buffer.alloc(32, 3).toString('base64'),
  URL_SIGNING_KEY: 'u'.repeat(32),
}

/** A gateway is killed with live calls: what is left of them, and when. */
export const orphans: Bench = {
  name: 'orphans',
  about: `kill -9 of a gateway with ${calls} live calls: it starts again, or another process takes over`,
  async run(say) {
    const simulators = await startSimulators()
    try {
      const restarted = await killed('restarted', simulators, say)
      const takenOver = await killed('taken over', simulators, say)
      return { rows: [restarted.row, takenOver.row], figures: [...restarted.figures, ...takenOver.figures] }
    } finally {
      await simulators.close()
    }
  },
}

interface Killed extends Pick<Outcome, 'figures'> {
  readonly row: Row
}

async function killed(how: 'restarted' | 'taken over', to: Simulators, say: (told: string) => void): Promise<Killed> {
  const database = await startDatabase()
  const platforms: Platform[] = []
  const pool = new pg.Pool({ connectionString: database.settings.DATABASE_URL })
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
    await createAgent(doomed)
    say(`${how}: ${calls} calls begin`)
    await Promise.all(Array.from({ length: calls }, (_, index) => begin(doomed, `orphan-${index}`)))
    await sleep(3_000)
    doomed.signal('SIGKILL')
    await doomed.ended
    if (how === 'restarted') await start('a')
    return await watched(how, pool)
  } finally {
    await Promise.all(platforms.map((platform) => platform.stop()))
    await pool.end()
    await database.stop()
  }
}

async function watched(how: string, pool: pg.Pool): Promise<Killed> {
  const since = performance.now()
  const seconds = (): number => (performance.now() - since) / 1000
  let closedS = Number.NaN
  for (;;) {
    const { rows } = await pool.query<{ closed: number; told: number; finished: number; complete: number }>(`
      select count(distinct session_id) filter (where event_type = 'call.ended')::int as closed,
        count(*) filter (where event_type = 'call.finished')::int as told,
        count(distinct session_id) filter (where event_type = 'call.finished')::int as finished,
        count(*) filter (where event_type = 'call.finished' and envelope #>> '{data,complete}' = 'true')::int as complete
      from events`)
    const { closed, told, finished, complete } = rows[0]!
    if (closed === calls && Number.isNaN(closedS)) closedS = seconds()
    if (finished < calls && seconds() < givenUpS) {
      await sleep(100)
      continue
    }
    const figures: Outcome['figures'] = [
      { what: `${how}: calls closed and summarised`, value: finished, unit: '', aim: { atLeast: calls } },
      { what: `${how}: until the last is closed`, value: closedS, unit: 's' },
      { what: `${how}: until the last is summarised`, value: seconds(), unit: 's', aim: { atMost: aimS } },
      { what: `${how}: summarised more than once`, value: told - finished, unit: '', aim: { atMost: 0 } },
    ]
    return { row: { gateway: how, calls, closed, summarised: finished, 'nothing missing': complete }, figures }
  }
}

async function createAgent({ url, apiKey }: Platform): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const firstMessage = 'Hello, this is a greeting that goes on for quite a while, so that the call is busy meanwhile.'
  const body = JSON.stringify({ name: 'Orphan', externalId: 'orphan', prompt: 'Sell plans.', firstMessage })
  const { status } = await fetch(`${url}/v1/agents`, { method: 'POST', headers, body })
  if (status !== 201) throw new Error(`createAgent answers ${status}`)
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
