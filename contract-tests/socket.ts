import { WebSocket } from 'ws'
import type { ServerMessage } from '#sdks/browser/generated/realtime.gen.ts'
import type { MessageContract } from './contract.ts'
import { until } from './until.ts'

type Kind = ServerMessage['t']
type Of<T extends Kind> = Extract<ServerMessage, { t: T }>

export interface Ended {
  readonly code: number
  readonly reason: string
}

/** A bare socket, for what a sound client never sends. Every message that comes is held against the document. */
export interface Dialled {
  readonly socket: WebSocket
  readonly messages: readonly ServerMessage[]
  readonly audioBytes: () => number
  /** The subprotocol that was chosen, once the socket is open. */
  readonly opened: Promise<string>
  readonly closed: Promise<Ended>
  /** The `count`-th message of this kind. */
  got<T extends Kind>(kind: T, count?: number): Promise<Of<T>>
  /** Those of this kind that are here now. */
  all<T extends Kind>(kind: T): Of<T>[]
  send(message: unknown): void
  audio(bytes: Uint8Array): void
  /** What the document was broken by, if it was. */
  readonly complaints: readonly string[]
}

export interface DialOptions {
  /** Sent in the header; null sends none. */
  readonly key?: string | null
  readonly protocols?: string[]
  /** As a browser sends it. */
  readonly origin?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function dial(url: string, path: string, contract: MessageContract, options: DialOptions): Dialled {
  const { key, protocols = [], origin, headers } = options
  const socket = new WebSocket(new URL(path, url.replace(/^http/, 'ws')), protocols, {
    headers: { ...headers, ...(key && { authorization: `Bearer ${key}` }) },
    ...(origin !== undefined && { origin }),
    perMessageDeflate: false,
  })
  const messages: ServerMessage[] = []
  const complaints: string[] = []
  let audioBytes = 0
  let ended: Ended | null = null
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      audioBytes += data.length
      return
    }
    const message = JSON.parse(data.toString()) as ServerMessage
    try {
      contract.judge(message)
    } catch (error) {
      complaints.push((error as Error).message)
    }
    messages.push(message)
  })
  const opened = Promise.withResolvers<string>()
  opened.promise.catch(() => {})
  socket.on('open', () => opened.resolve(socket.protocol))
  const closed = new Promise<Ended>((resolve) => {
    socket.on('close', (code, reason) => {
      ended = { code, reason: reason.toString() }
      resolve(ended)
    })
  })
  socket.on('error', (error) => opened.reject(error))
  const all = <T extends Kind>(kind: T): Of<T>[] => messages.filter((message): message is Of<T> => message.t === kind)
  return {
    socket,
    messages,
    complaints,
    audioBytes: () => audioBytes,
    opened: opened.promise,
    closed,
    all,
    got(kind, count = 1) {
      const look = () => {
        const found = all(kind)[count - 1]
        if (!found && ended) throw new Error(`closed (${ended.code}) before "${kind}": ${JSON.stringify(messages)}`)
        return found
      }
      return until(`"${kind}" (have ${JSON.stringify(messages.slice(-3))})`, look) as never
    },
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    audio: (bytes) => socket.send(bytes, { binary: true }),
  }
}

/** The chain of the log's numbers on one socket: each message names the one before it. */
export function chainOf(messages: readonly ServerMessage[]): { seq: number; prevSeq: number }[] {
  return messages.flatMap((message) =>
    'prevSeq' in message && message.seq !== undefined ? [{ seq: message.seq, prevSeq: message.prevSeq ?? -1 }] : [],
  )
}
