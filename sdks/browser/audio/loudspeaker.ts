import { loadWorklet } from './load-worklet.ts'
import { samplesOf } from './pcm16.ts'
import { Resampler } from './resampler.ts'
import type { PlayedReport } from './worklet.ts'

/** How much waits for a context that does not run: more would be heard long after it was said. */
const WAITING_SEC = 10

/** What was played of an utterance: the fields of `playback.mark`. */
export interface Played {
  readonly utteranceId: string
  readonly playedMs: number
}

/** An utterance that is played: where it begins among the samples since the last `clear`. */
interface Utterance {
  readonly id: string
  readonly begin: number
  readonly fromMs: number
}

/** Plays the agent's voice, piece after piece, and knows how much of it was heard. */
export class Loudspeaker {
  readonly #context: AudioContext
  readonly #node: AudioWorkletNode
  #resampler: Resampler | null = null
  #rateHz = 0
  #utterance: Utterance | null = null
  /** Samples that were sent and played since the last `clear`. */
  #sent = 0
  #played = 0
  #clears = 0

  private constructor(context: AudioContext, node: AudioWorkletNode) {
    this.#context = context
    this.#node = node
    node.port.onmessage = ({ data }: MessageEvent<PlayedReport>) => {
      if (data.clears === this.#clears) this.#played = data.played
    }
  }

  /** `into`: where the sound goes; the context's own loudspeaker unless you say otherwise. */
  static async open(
    context: AudioContext,
    { workletUrl, into = context.destination }: { readonly workletUrl?: string; readonly into?: AudioNode } = {},
  ): Promise<Loudspeaker> {
    await loadWorklet(context, workletUrl)
    const node = new AudioWorkletNode(context, 'invorto-loudspeaker', { numberOfInputs: 0, outputChannelCount: [1] })
    node.connect(into)
    return new Loudspeaker(context, node)
  }

  /** What follows belongs to this utterance, as `tts.started` says. */
  begin(utteranceId: string, sampleRateHz: number, fromMs = 0): void {
    this.#utterance = { id: utteranceId, begin: this.#sent, fromMs }
    if (sampleRateHz === this.#rateHz) return
    this.#rateHz = sampleRateHz
    this.#resampler = new Resampler(sampleRateHz, this.#context.sampleRate)
  }

  /** PCM16 little-endian, mono; what comes before an utterance began is left out. */
  play(bytes: Uint8Array): void {
    const samples = this.#resampler?.push(samplesOf(bytes))
    if (samples === undefined || samples.length === 0 || this.#isFull) return
    this.#sent += samples.length
    this.#node.port.postMessage(samples, [samples.buffer])
  }

  get #isFull(): boolean {
    const { state, sampleRate } = this.#context
    return state !== 'running' && this.#sent - this.#played >= WAITING_SEC * sampleRate
  }

  /** Null where nothing is known: no utterance, or a context that does not run. */
  played(): Played | null {
    if (this.#utterance === null || this.#context.state !== 'running') return null
    const { id, begin, fromMs } = this.#utterance
    const rate = this.#context.sampleRate
    // What left us is not yet heard: the device has some of it.
    const heard = this.#played === this.#sent ? this.#played : this.#played - (this.#context.outputLatency || 0) * rate
    const playedMs = fromMs + (Math.max(0, heard - begin) / rate) * 1000
    return { utteranceId: id, playedMs: Math.floor(playedMs) }
  }

  /** Drops what is not yet played (FR-E3), and tells what was heard until then. */
  clear(): Played | null {
    const played = this.played()
    this.#node.port.postMessage('clear')
    this.#clears += 1
    this.#sent = 0
    this.#played = 0
    this.#utterance = null
    this.#resampler = null
    this.#rateHz = 0
    return played
  }

  close(): void {
    this.clear()
    this.#node.disconnect()
  }
}
