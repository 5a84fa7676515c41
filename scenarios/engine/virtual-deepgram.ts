import { EventEmitter } from 'node:events'
import type { WebSocket } from 'ws'
import type { DeepgramAccess } from '#runtime/adapters/deepgram/socket.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { ListenSession } from '#simulators/deepgram/listen.ts'
import { listenOptions } from '#simulators/deepgram/listen-query.ts'
import { SpeakSession } from '#simulators/deepgram/speak.ts'
import { speakOptions } from '#simulators/deepgram/speak-query.ts'
import { Synthesizer } from '#simulators/deepgram/synthesizer.ts'
import { type Chunk, Line, type LineEnd } from '#simulators/faults/line.ts'
import type { FaultPlan, Opening } from '#simulators/faults/plan.ts'

/** One way between us and a provider. */
export const WIRE_MS: Millis = 20

const refusals: Readonly<Record<string, number>> = { '401': 401, '429': 429, '500': 500 }

interface Far {
  message(text: string): void
  audio(bytes: Buffer): void
  end(): void
}

export type Plans = Readonly<Record<'listen' | 'speak' | 'chat', FaultPlan>>

/** Deepgram's simulator behind the real adapters, on the virtual clock: the wire is a function call that takes its time. */
export function virtualDeepgram(clock: Clock, plans: Plans): DeepgramAccess {
  const synthesizer = new Synthesizer()
  let count = 0
  const newId = (): string => `virtual-${++count}`
  const begin = (url: URL, line: Line, close: (code: number, reason: string) => void): Far => {
    const parts = { clock, newId, requestId: newId(), line, close }
    if (url.pathname === '/v1/speak') {
      return new SpeakSession({ ...parts, synthesizer, options: speakOptions(url.searchParams, 'websocket') })
    }
    const session = new ListenSession({
      ...parts,
      options: listenOptions(url.searchParams),
      send(message) {
        void line.send(JSON.stringify(message))
        if (message.type === 'Results' && message.is_final) line.begin()
      },
    })
    return { message: (text) => session.text(text), audio: (bytes) => session.audio(bytes), end: () => session.end() }
  }
  return {
    apiKey: 'virtual',
    baseUrl: 'http://deepgram.virtual',
    dial(url) {
      const plan = url.pathname === '/v1/listen' ? plans.listen : plans.speak
      return new VirtualSocket(clock, plan, (line, close) => begin(url, line, close)).asWebSocket
    },
  }
}

/** The client's end, with as much of `ws` as the adapters use. */
class VirtualSocket extends EventEmitter {
  readyState = 0
  readonly bufferedAmount = 0
  readonly #clock: Clock
  readonly #gone = new AbortController()
  readonly #timers = new Set<() => void>()
  #far: Far | null = null

  constructor(
    clock: Clock,
    plan: FaultPlan,
    begin: (line: Line, close: (code: number, reason: string) => void) => Far,
  ) {
    super()
    this.#clock = clock
    this.#later(() => {
      const opening = plan.takeOpening()
      if (opening !== undefined && opening.kind !== 'stall') return this.#refused(opening)
      const line = new Line(plan, clock, this.#end(), this.#gone.signal)
      if (opening) line.stall()
      this.#far = begin(line, (code, reason) => {
        void line.settled().then(() => line.isSilent || this.#later(() => this.#close(code, reason)))
      })
      this.readyState = 1
      this.emit('open')
    }, 2 * WIRE_MS)
  }

  get asWebSocket(): WebSocket {
    return this as unknown as WebSocket
  }

  send(data: string | Buffer): void {
    const kept = typeof data === 'string' ? data : Buffer.from(data)
    this.#later(() => (typeof kept === 'string' ? this.#far?.message(kept) : this.#far?.audio(kept)))
  }

  close(code = 1000): void {
    this.#close(code, '')
  }

  terminate(): void {
    this.#close(1006, '')
  }

  #end(): LineEnd {
    return {
      deliver: (chunk: Chunk) => {
        const isBinary = typeof chunk !== 'string'
        this.#later(() => this.emit('message', isBinary ? chunk : Buffer.from(chunk), isBinary))
        return undefined
      },
      error: () => this.#later(() => this.#close(1011, 'NET-0000')),
      disconnect: () => this.#later(() => this.#close(1006, '')),
      garbage: () => '{"type": "Resul\u0007',
    }
  }

  #refused({ kind, retryAfterMs }: Opening): void {
    const statusCode = refusals[kind]
    if (statusCode === undefined) {
      this.emit('error', new Error('refused'))
      return this.#close(1006, '')
    }
    const headers = retryAfterMs === undefined ? {} : { 'retry-after': `${Math.ceil(retryAfterMs / 1000)}` }
    this.emit('unexpected-response', { destroy() {} }, { statusCode, headers })
  }

  #close(code: number, reason: string): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.#far?.end()
    this.#gone.abort()
    for (const cancel of this.#timers) cancel()
    this.emit('close', code, Buffer.from(reason))
  }

  /** After the way of the wire, in order, and only while the socket is there. */
  #later(happen: () => void, ms: Millis = WIRE_MS): void {
    if (this.readyState === 3) return
    const cancel = this.#clock.wakeAt(this.#clock.now() + ms, () => {
      this.#timers.delete(cancel)
      happen()
    })
    this.#timers.add(cancel)
  }
}
