import { readFile } from 'node:fs/promises'
import type { RealtimeClientHandlers, ServerMessage } from '#sdks/browser/generated/realtime.gen.ts'
import { type Closed, RealtimeClient, type RealtimeClientOptions } from '#sdks/browser/realtime-client.ts'
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
  readonly #client: RealtimeClient
  readonly #rate: 8000 | 16000
  readonly #audio = new Map<string, Uint8Array[]>()
  #speech = new Uint8Array()
  #utteranceId = 'none'
  #over = false

  constructor(options: RealtimeClientOptions, rate: 8000 | 16000 = 16_000) {
    this.#rate = rate
    const note = (message: ServerMessage): void => void this.messages.push(message)
    const handlers: RealtimeClientHandlers = {
      connected: note,
      resumed: note,
      resumeFailed: note,
      goingAway: note,
      turnStarted: note,
      sttPartial: note,
      sttFinal: note,
      turnEnded: note,
      ttsChunk: note,
      llmDelta: note,
      toolCall: note,
      ttsStarted: (message) => {
        this.#utteranceId = message.utteranceId
        note(message)
      },
      ttsStopped: (message) => {
        this.#utteranceId = 'none'
        note(message)
      },
      agentAudio: (frame) => this.#hear(frame),
      controlBargein: note,
      usageUpdated: note,
      dtmfReceived: note,
      pong: note,
      error: note,
      end: note,
      unknown: (message) => note(message as never),
    }
    this.#client = new RealtimeClient(options, handlers)
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
