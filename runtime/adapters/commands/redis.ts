import type { Clock } from '#runtime/core/clock.ts'
import type { Commands, Serve } from '#runtime/ports/commands.ts'
import { connectRedis } from '../redis/connect.ts'
import { PendingAsks } from './pending-asks.ts'

export interface RedisCommandsOptions {
  readonly url: string
  readonly clock: Clock
  readonly processId: string
  readonly serve: Serve
  /** Told about every failure of a connection; both are made again by themselves. */
  readonly onError?: (error: Error) => void
}

interface Message {
  readonly id: number
  /** The process that asks; an answer has none. */
  readonly from?: string
  readonly body: string
}

const KEEP_ALIVE_MS = 2_000
const channelOf = (processId: string): string => `commands:${processId}`

/** Over Redis publish/subscribe: one channel a process, for questions and answers alike. Two connections. */
export function redisCommands({ url, clock, processId, serve, onError = () => {} }: RedisCommandsOptions): Commands {
  const sending = connectRedis(url, onError)
  const hearing = connectRedis(url, onError)
  const asks = new PendingAsks(clock)
  // A subscriber that hears nothing would be taken for dead.
  let stopAlive = (): void => {}
  const stayAlive = (): void => {
    stopAlive = clock.wakeAt(clock.now() + KEEP_ALIVE_MS, () => {
      if (hearing.status === 'ready') hearing.ping().catch(() => {})
      stayAlive()
    })
  }
  stayAlive()

  const publish = async (to: string, message: Message): Promise<void> => {
    const heard = await sending.publish(channelOf(to), JSON.stringify(message))
    if (heard === 0) throw new Error('nobody listens')
  }
  const answer = async ({ id, from, body }: Message): Promise<void> => {
    const bytes = Buffer.from(body, 'base64')
    if (from === undefined) return asks.answered(id, bytes)
    const reply = await serve(bytes)
    await publish(from, { id, body: reply.toString('base64') })
  }
  hearing.on('ready', () => void hearing.subscribe(channelOf(processId)).catch(onError))
  hearing.on('message', (_channel: string, text: string) => {
    // Who asked and is gone is not answered; who sent nonsense is none of ours.
    Promise.resolve()
      .then(() => answer(JSON.parse(text) as Message))
      .catch(() => {})
  })
  return {
    ask: (to, body, ms) => asks.ask(ms, (id) => publish(to, { id, from: processId, body: body.toString('base64') })),
    async close() {
      stopAlive()
      asks.close()
      hearing.disconnect()
      sending.disconnect()
    },
  }
}
