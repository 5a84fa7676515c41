import { Loudspeaker, type Played } from './loudspeaker.ts'
import { Microphone, type MicrophoneOptions } from './microphone.ts'

/** Often enough that the log knows what was heard, seldom enough to cost nothing. */
const MARK_EVERY_MS = 200

export interface CallAudioOptions
  extends Partial<Pick<MicrophoneOptions, 'constraints' | 'workletUrl' | 'sampleRateHz'>> {
  /** Yours, for a mixer or a meter; it is not closed then. */
  readonly context?: AudioContext
  /** Where the agent's voice goes; the context's own loudspeaker unless you say otherwise. */
  readonly into?: AudioNode
  /** Hears how loud the caller is, 50 times a second, from 0 to 1. */
  readonly onLoudness?: (loudness: number) => void
}

/** What the sound needs of a `RealtimeClient`. */
export interface SpeakingClient {
  readonly isInCall: boolean
  readonly send: { playbackMark(played: Played): void }
  sendAudio(pcm16: Int16Array): void
  on(event: 'audio', listener: (pcm16: Uint8Array) => void): () => void
  on(event: 'tts.started', listener: (utterance: Utterance) => void): () => void
  on(event: 'interrupted' | 'closed', listener: () => void): () => void
}

/** What of `tts.started` says how its audio is played. */
export interface Utterance {
  readonly utteranceId: string
  readonly sampleRateHz: number
  readonly fromMs?: number
}

/**
 * The sound of a client's calls: the microphone goes to the agent, its voice to the loudspeaker; when the caller speaks what is
 * not yet played is dropped (FR-E3), and the platform is told how much was heard. To be opened in the handler of a click, or
 * browsers play nothing.
 */
export class CallAudio {
  readonly #client: SpeakingClient
  readonly #context: AudioContext
  readonly #ownsContext: boolean
  readonly #loudspeaker: Loudspeaker
  readonly #microphone: Microphone
  readonly #stop: readonly (() => void)[]
  #marked = ''
  #closing: Promise<void> | null = null

  private constructor(
    client: SpeakingClient,
    context: { readonly context: AudioContext; readonly owned: boolean },
    loudspeaker: Loudspeaker,
    microphone: Microphone,
  ) {
    this.#client = client
    this.#context = context.context
    this.#ownsContext = context.owned
    this.#loudspeaker = loudspeaker
    this.#microphone = microphone
    const marks = setInterval(() => this.#mark(loudspeaker.played()), MARK_EVERY_MS)
    this.#stop = [
      () => clearInterval(marks),
      client.on('tts.started', ({ utteranceId, sampleRateHz, fromMs }) =>
        loudspeaker.begin(utteranceId, sampleRateHz, fromMs),
      ),
      client.on('audio', (bytes) => loudspeaker.play(bytes)),
      client.on('interrupted', () => this.#mark(loudspeaker.clear())),
      client.on('closed', () => loudspeaker.clear()),
    ]
  }

  /** Asks the caller for the microphone; rejects with the browser's `DOMException` where it is refused. */
  static async open(client: SpeakingClient, options: CallAudioOptions = {}): Promise<CallAudio> {
    const { context = new AudioContext(), onLoudness, ...asked } = options
    const owned = options.context === undefined
    try {
      // Not awaited: without a click it waits for one.
      void context.resume()
      const loudspeaker = await Loudspeaker.open(context, asked)
      const onFrame: MicrophoneOptions['onFrame'] = (frame, loudness) => {
        onLoudness?.(loudness)
        if (client.isInCall) client.sendAudio(frame)
      }
      const microphone = await Microphone.open(context, { ...asked, onFrame })
      return new CallAudio(client, { context, owned }, loudspeaker, microphone)
    } catch (error) {
      if (owned) await context.close()
      throw error
    }
  }

  /** A muted caller is silent, and the call goes on. */
  get muted(): boolean {
    return this.#microphone.muted
  }

  set muted(muted: boolean) {
    this.#microphone.muted = muted
  }

  /** Lets go of the microphone and the loudspeaker; a second time changes nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#shut()
    return this.#closing
  }

  async #shut(): Promise<void> {
    for (const stop of this.#stop) stop()
    this.#microphone.close()
    this.#loudspeaker.close()
    if (this.#ownsContext) await this.#context.close()
  }

  #mark(played: Played | null): void {
    if (played === null || !this.#client.isInCall) return
    const mark = `${played.utteranceId} ${played.playedMs}`
    if (mark === this.#marked) return
    this.#marked = mark
    this.#client.send.playbackMark(played)
  }
}
