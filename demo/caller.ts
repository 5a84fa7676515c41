import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { RealtimeClientHandlers } from '#sdks/browser/generated/realtime.gen.ts'
import { handle, RealtimeClient, type RealtimeClientOptions } from '#sdks/browser/realtime-client.ts'

const RATE = 16_000
const FRAME_BYTES = (RATE / 50) * 2
const FRAME_MS: Millis = 20

type Listener = Partial<RealtimeClientHandlers>

/** A caller made of recordings: a microphone that is never silent for the socket, and a loudspeaker that is recorded. */
export class Caller {
  readonly #clock: Clock
  readonly #client: RealtimeClient
  readonly #connected = Promise.withResolvers<void>()
  #said: (() => void) | null = null
  /** What the loudspeaker played: each piece of agent audio at the instant it was heard, in milliseconds of the call. */
  readonly #heard: { atMs: Millis; audio: Uint8Array }[] = []
  #speech: Uint8Array = new Uint8Array()
  #startedAt: Millis = 0
  #playsUntil: Millis = 0
  #hungUp = false

  constructor(clock: Clock, options: RealtimeClientOptions, listener: Listener) {
    this.#clock = clock
    this.#client = new RealtimeClient(
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
        agentAudio: (audio) => this.#play(audio),
        controlBargein: (message) => {
          this.#dropUnheard()
          listener.controlBargein?.(message)
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

  /** The agent's audio as it was heard, silence between, PCM16 at 16 kHz. */
  recording(): Int16Array {
    const endMs = Math.max(0, ...this.#heard.map(({ atMs, audio }) => atMs + audio.length / 2 / (RATE / 1000)))
    const samples = new Int16Array(Math.ceil(endMs * (RATE / 1000)))
    for (const { atMs, audio } of this.#heard) {
      samples.set(new Int16Array(audio.slice().buffer), Math.round(atMs * (RATE / 1000)))
    }
    return samples
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

  #play(audio: Uint8Array): void {
    const atMs = Math.max(this.#playsUntil, this.#clock.now() - this.#startedAt)
    this.#heard.push({ atMs, audio })
    this.#playsUntil = atMs + audio.length / 2 / (RATE / 1000)
  }

  /** `control.bargein`: what is buffered is never heard. */
  #dropUnheard(): void {
    const now = this.#clock.now() - this.#startedAt
    while (this.#heard.length > 0 && this.#heard.at(-1)!.atMs >= now) this.#heard.pop()
    this.#playsUntil = now
  }
}
