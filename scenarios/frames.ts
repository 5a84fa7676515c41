import { checkServerMessage, decodeClientMessage, type ServerMessage } from '#generated/realtime.gen.ts'
import { bytesPerSample } from '#runtime/core/audio.ts'

/** What a frame may have at most (`connected.limits.maxFrameBytes`). */
const MAX_BYTES = 128 * 1024

export type End = 'client' | 'server'

/** Sees every frame, after it was judged. */
export type Watch = (end: End, frame: string | Buffer) => void

/** Every frame of both ends of a call, held against the contract's compiled validators. */
export class Frames {
  readonly #watch: Watch
  /** What was wrong, in order. */
  readonly complaints: string[] = []
  readonly seen = { client: 0, server: 0 }

  constructor(watch: Watch = () => {}) {
    this.#watch = watch
  }

  /** A text or a message of the client, or its audio. */
  client(frame: string | object | Buffer): void {
    this.seen.client += 1
    this.#watch('client', typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
    if (Buffer.isBuffer(frame)) return this.#audio('client', frame)
    const decoded = decodeClientMessage(typeof frame === 'string' ? frame : JSON.stringify(frame))
    if (!decoded.ok) this.#complain('client', frame, decoded.message)
  }

  server(frame: string | Buffer): void {
    this.seen.server += 1
    this.#watch('server', frame)
    if (Buffer.isBuffer(frame)) return this.#audio('server', frame)
    try {
      const violation = checkServerMessage(JSON.parse(frame) as ServerMessage)
      if (violation) this.#complain('server', frame, `${violation.pointer} ${violation.message}`)
    } catch (error) {
      this.#complain('server', frame, (error as Error).message)
    }
  }

  /** PCM16: whole samples, and no more of them than a frame may have. */
  #audio(end: End, { length }: Buffer): void {
    if (length === 0 || length % bytesPerSample !== 0 || length > MAX_BYTES)
      this.complaints.push(`the ${end} sent ${length} bytes of audio`)
  }

  #complain(end: End, frame: string | object, why: string): void {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
    this.complaints.push(`the ${end} sent ${text.slice(0, 500)}: ${why}`)
  }
}
