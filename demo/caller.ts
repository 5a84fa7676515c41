import type { Clock, Millis } from '#runtime/core/clock.ts'
import { CallSocket, type CallSocketOptions, handle } from '#sdks/browser/call-socket.ts'
import type { RealtimeClientHandlers } from '#sdks/browser/generated/realtime.gen.ts'

const RATE = 16_000
const FRAME_BYTES = (RATE / 50) * 2
const FRAME_MS: Millis = 20

type Listener = Partial<RealtimeClientHandlers>

/** A caller made of recordings, with a microphone that is never silent for the socket. */
export class Caller {
  readonly #clock: Clock
  readonly #client: CallSocket
  readonly #connected = Promise.withResolvers<void>()
  #said: (() => void) | null = null
  #speech: Uint8Array = new Uint8Array()
  #startedAt: Millis = 0
  #hungUp = false

  constructor(clock: Clock, options: CallSocketOptions, listener: Listener) {
    this.#clock = clock
    this.#client = new CallSocket(
      options,
      handle({
        ...listener,
        error: (message) => {
          this.#connected.reject(new Error(`${message.code}: ${message.message}`))
          listener.error?.(message)
        },
        connected: (message) => {
          this.#connected.resolve()
          listener.connected?.(message)
        },
      }),
    )
  }

  /** Starts the call and the microphone; rejects when the platform refuses. */
  async call(): Promise<void> {
    await this.#connected.promise
    this.#client.send.start({ audio: { sampleRateHz: RATE } })
    this.#startedAt = this.#clock.now()
    void this.#microphone()
  }

  /** Speaks a recording (PCM16, 16 kHz); resolves when its last sample was sent. */
  say(recording: Uint8Array): Promise<void> {
    this.#speech = recording
    return new Promise((resolve) => {
      this.#said = resolve
    })
  }

  async hangUp(): Promise<{ code: number }> {
    this.#client.send.endCall({ reason: 'hangup' })
    const closed = await this.#client.closed
    this.#hungUp = true
    return closed
  }

  async #microphone(): Promise<void> {
    for (let frame = 0; !this.#hungUp; frame++) {
      this.#client.send.callerAudio(this.#nextFrame())
      await this.#clock.sleep(Math.max(0, this.#startedAt + (frame + 1) * FRAME_MS - this.#clock.now()))
    }
  }

  #nextFrame(): Uint8Array {
    const frame = new Uint8Array(FRAME_BYTES)
    if (this.#speech.length === 0) return frame
    frame.set(this.#speech.subarray(0, FRAME_BYTES))
    this.#speech = this.#speech.subarray(FRAME_BYTES)
    if (this.#speech.length === 0) this.#said?.()
    return frame
  }
}
