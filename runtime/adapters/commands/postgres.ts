import pg from 'pg'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Commands, Serve } from '#runtime/ports/commands.ts'
import { PendingAsks } from './pending-asks.ts'

export interface PostgresCommandsOptions {
  readonly url: string
  readonly clock: Clock
  readonly processId: string
  readonly serve: Serve
  readonly onError?: (error: Error) => void
}

interface Message {
  readonly id: number
  /** The process that asks; an answer has none. */
  readonly from?: string
  readonly body: string
}

const TRY_AGAIN_MS: Millis = 1_000
const ANSWER_MS: Millis = 5_000
const session = { keepAlive: true, query_timeout: ANSWER_MS, application_name: 'invorto' }
const channelOf = (processId: string): string => `commands_${processId}`

/**
 * Over `NOTIFY`, for processes that share a database and no Redis. One connection of its own, which must be a session: behind a
 * pooler of transactions nothing is heard, and every question is `unreachable`. A message has at most 8000 bytes.
 */
export function postgresCommands({
  url,
  clock,
  processId,
  serve,
  onError = () => {},
}: PostgresCommandsOptions): Commands {
  const asks = new PendingAsks(clock)
  let client: pg.Client | null = null
  let closed = false
  let cancelRetry = (): void => {}

  const inTurn = oneAtATime()
  const notify = (to: string, message: Message): Promise<unknown> =>
    inTurn(async () => {
      if (client === null) throw new Error('the database is away')
      await client.query('select pg_notify($1, $2)', [channelOf(to), JSON.stringify(message)])
    })
  const heard = async (text: string): Promise<void> => {
    const { id, from, body } = JSON.parse(text) as Message
    const bytes = Buffer.from(body, 'base64')
    if (from === undefined) return asks.answered(id, bytes)
    await notify(from, { id, body: (await serve(bytes)).toString('base64') })
  }
  const lost = (own: pg.Client, error?: Error): void => {
    if (error && !closed) onError(error)
    own.end().catch(() => {})
    if (client === own) client = null
    cancelRetry()
    if (!closed) cancelRetry = clock.wakeAt(clock.now() + TRY_AGAIN_MS, () => void listen())
  }
  const listen = async (): Promise<void> => {
    const own = new pg.Client({ connectionString: url, ...session })
    own.on('error', (error) => lost(own, error))
    // Who asked and is gone is not answered; who sent nonsense is none of ours.
    own.on('notification', ({ payload }) => void heard(payload ?? '').catch(() => {}))
    try {
      await own.connect()
      await own.query(`listen "${channelOf(processId)}"`)
      if (closed) return lost(own)
      client = own
    } catch (error) {
      lost(own, error as Error)
    }
  }
  void listen()
  return {
    ask: (to, body, ms) => asks.ask(ms, (id) => notify(to, { id, from: processId, body: body.toString('base64') })),
    async close() {
      closed = true
      cancelRetry()
      asks.close()
      await client?.end()
    },
  }
}

/** A connection has one query under way. */
function oneAtATime(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
