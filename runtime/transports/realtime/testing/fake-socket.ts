import { EventEmitter } from 'node:events'
import type { WebSocket } from 'ws'
import type { ServerMessage } from '#generated/realtime.gen.ts'

/** The client's side of a socket, without a socket: what the server does is written down, what the client does is called. */
export class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  paused = false
  pings = 0
  answersPings = false
  readonly messages: ServerMessage[] = []
  readonly audio: Buffer[] = []
  /** How the server ended it. */
  ended: string | null = null

  /** As `ws` has it, to the extent that the server uses it. */
  get asWebSocket(): WebSocket {
    return this as unknown as WebSocket
  }

  send(data: string | Buffer): void {
    if (typeof data === 'string') this.messages.push(JSON.parse(data))
    else this.audio.push(data)
  }

  close(code: number, reason: string): void {
    this.ended ??= `${code} ${reason}`
    this.leave(code)
  }

  terminate(): void {
    this.ended ??= 'terminated'
    this.leave(1006)
  }

  ping(): void {
    this.pings += 1
    if (this.answersPings) this.emit('pong')
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
  }

  /** The client sends a message, a text as it is, or audio. */
  say(message: object | string | Buffer): void {
    if (Buffer.isBuffer(message)) this.emit('message', message, true)
    else this.emit('message', Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)), false)
  }

  /** The connection is gone. */
  leave(code: number): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.emit('close', code, Buffer.alloc(0))
  }

  /** The kinds of the server's messages, but for what it tells of usage. */
  get kinds(): string[] {
    return this.messages.map(({ t }) => t).filter((t) => t !== 'usage.updated')
  }
}
