import { createHash } from 'node:crypto'
import type { Clock } from '#runtime/core/clock.ts'
import { parseJson } from '../http/answer.ts'
import { mulawToSamples } from '../speech/mulaw.ts'
import type { ListenOptions } from './listen-query.ts'
import type { ListenMessage } from './results.ts'
import { Transcriber } from './transcriber.ts'

export interface ListenParts {
  readonly options: ListenOptions
  readonly clock: Clock
  readonly newId: () => string
  readonly requestId: string
  send(message: ListenMessage): void
  /** Closes the connection once what was sent has gone out; called once. */
  close(code: number, reason: string): void
}

/** Without audio or KeepAlive for so long the connection is closed. */
const silentMs = 10_000

/**
 * One connection of `/v1/listen`, without its socket: audio and text in, messages and the close out.
 * https://developers.deepgram.com/docs/lower-level-websockets
 */
export class ListenSession {
  readonly #parts: ListenParts
  readonly #transcriber: Transcriber
  readonly #sha256 = createHash('sha256')
  readonly #created: string
  #closed = false
  #activeAt: number
  #cancelWatch: () => void = () => {}

  constructor(parts: ListenParts) {
    const { options, clock, newId, requestId } = parts
    this.#parts = parts
    this.#transcriber = new Transcriber(options, { requestId, modelId: newId() }, (message) => parts.send(message))
    this.#created = new Date(clock.now()).toISOString()
    this.#activeAt = clock.now()
    this.#watch()
  }

  /** Audio in the encoding of the options; a sample may be split between pieces. An empty piece ends the stream. */
  audio(bytes: Buffer): void {
    if (this.#closed) return
    if (bytes.length === 0) return this.#closeStream()
    this.#activeAt = this.#parts.clock.now()
    this.#sha256.update(bytes)
    if (this.#parts.options.encoding === 'mulaw') this.#transcriber.hearSamples(mulawToSamples(bytes))
    else this.#transcriber.hear(bytes)
  }

  /** KeepAlive, Finalize or CloseStream; anything else closes the connection with DATA-0000. */
  text(text: string): void {
    if (this.#closed) return
    const message = parseJson(text) as { type?: unknown } | null | undefined
    switch (message?.type) {
      case 'KeepAlive':
        this.#activeAt = this.#parts.clock.now()
        return
      case 'Finalize':
        return this.#transcriber.finalize(true)
      case 'CloseStream':
        return this.#closeStream()
      default:
        return this.#close(1008, 'DATA-0000')
    }
  }

  /** The socket is gone. */
  end(): void {
    this.#closed = true
    this.#cancelWatch()
  }

  #closeStream(): void {
    this.#transcriber.finalize(false)
    this.#parts.send({
      type: 'Metadata',
      transaction_key: 'deprecated',
      request_id: this.#parts.requestId,
      sha256: this.#sha256.digest('hex'),
      created: this.#created,
      duration: this.#transcriber.heardMs / 1000,
      channels: 1,
    })
    this.#close(1000, '')
  }

  #watch(): void {
    this.#cancelWatch = this.#parts.clock.wakeAt(this.#activeAt + silentMs, () => {
      if (this.#parts.clock.now() - this.#activeAt >= silentMs) this.#close(1011, 'NET-0001')
      else this.#watch()
    })
  }

  #close(code: number, reason: string): void {
    this.end()
    this.#parts.close(code, reason)
  }
}
