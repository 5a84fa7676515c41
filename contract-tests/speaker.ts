import { readFile } from 'node:fs/promises'
import { CallSocket, type CallSocketOptions, type Closed } from '#sdks/browser/call-socket.ts'
import type { ServerMessage } from '#sdks/browser/generated/realtime.gen.ts'
import { fromBytes, readWav, toBytes } from '#simulators/speech/wav.ts'
import { until } from './until.ts'

const FRAME_MS = 20

/** Agent audio and where it began and ended among the messages. */
export interface Heard {
  readonly utteranceId: string
  readonly pcm: Int16Array
}

/** A caller on the browser's SDK: a microphone that never rests, and ears that write everything down. */
export class Speaker {
  readonly messages: ServerMessage[] = []
  readonly #client: CallSocket
  readonly #rate: 8000 | 16000
  readonly #audio = new Map<string, Uint8Array[]>()
  #speech = new Uint8Array()
  #utteranceId = 'none'
  #over = false

  constructor(options: CallSocketOptions, rate: 8000 | 16000 = 16_000) {
    this.#rate = rate
    this.#client = new CallSocket(options, {
      agentAudio: (frame) => this.#hear(frame),
      message: (message) => this.#note(message as ServerMessage),
    })
  }

  get closed(): Promise<Closed> {
    return this.#client.closed.finally(() => {
      this.#over = true
    })
  }

  /** Waits for `connected`, starts the call and the microphone. */
  async call(): Promise<void> {
    await this.got('connected')
    this.#client.send.start({ audio: { sampleRateHz: this.#rate } })
    void this.#microphone()
  }

  say(pcm: Int16Array): void {
    this.#speech = new Uint8Array(toBytes(pcm))
  }

  ping(): void {
    this.#client.send.ping()
  }

  hangUp(): Promise<Closed> {
    this.#client.send.endCall({ reason: 'hangup' })
    return this.closed
  }

  all<T extends ServerMessage['t']>(kind: T): Extract<ServerMessage, { t: T }>[] {
    return this.messages.filter((message): message is Extract<ServerMessage, { t: T }> => message.t === kind)
  }

  got<T extends ServerMessage['t']>(kind: T, count = 1): Promise<Extract<ServerMessage, { t: T }>> {
    const have = (): string => JSON.stringify(this.messages.slice(-4))
    return until(`"${kind}" number ${count}`, () => this.all(kind)[count - 1], 20_000).catch((error: Error) => {
      throw new Error(`${error.message}; the last were ${have()}`)
    }) as never
  }

  /** The audio of an utterance; what lay between utterances is at 'none'. */
  heard(utteranceId: string): Int16Array {
    return fromBytes(Buffer.concat(this.#audio.get(utteranceId) ?? []))
  }

  #note(message: ServerMessage): void {
    if (message.t === 'tts.started') this.#utteranceId = message.utteranceId
    if (message.t === 'tts.stopped') this.#utteranceId = 'none'
    this.messages.push(message)
  }

  #hear(frame: Uint8Array): void {
    const pieces = this.#audio.get(this.#utteranceId) ?? []
    pieces.push(frame)
    this.#audio.set(this.#utteranceId, pieces)
  }

  async #microphone(): Promise<void> {
    const bytes = ((this.#rate * FRAME_MS) / 1000) * 2
    const begun = performance.now()
    for (let frame = 1; !this.#over; frame++) {
      const next = new Uint8Array(bytes)
      next.set(this.#speech.subarray(0, bytes))
      this.#speech = this.#speech.subarray(bytes)
      this.#client.send.callerAudio(next)
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, begun + frame * FRAME_MS - performance.now())))
    }
  }
}

const voices = new URL('../simulators/voices/', import.meta.url)

/** A recording of the simulators' callers, 16 kHz. */
export async function recording(name: string): Promise<Int16Array> {
  return readWav(await readFile(new URL(`${name}.wav`, voices))).samples
}
