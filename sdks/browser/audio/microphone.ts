import { loadWorklet } from './load-worklet.ts'
import { loudnessOf } from './pcm16.ts'

export interface MicrophoneOptions {
  /** Gets 20 ms of PCM16 mono at a time, and how loud they are, from 0 to 1. */
  readonly onFrame: (frame: Int16Array, loudness: number) => void
  /** Samples a second of the frames. Default: 16,000. */
  readonly sampleRateHz?: number
  /** What is asked of the browser. Default: one channel without echo and noise, its level held. */
  readonly constraints?: MediaTrackConstraints
  /** Where `dist/worklet.js` of this package is served; without it a `blob:` is used. */
  readonly workletUrl?: string
}

const spoken: MediaTrackConstraints = {
  channelCount: 1,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
}

/** The caller's microphone. */
export class Microphone {
  readonly #stream: MediaStream
  readonly #nodes: readonly AudioNode[]

  private constructor(stream: MediaStream, nodes: readonly AudioNode[]) {
    this.#stream = stream
    this.#nodes = nodes
  }

  /** Asks the caller. Rejects with the browser's own `DOMException`: `NotAllowedError`, `NotFoundError`. */
  static async open(context: AudioContext, options: MicrophoneOptions): Promise<Microphone> {
    if (navigator.mediaDevices === undefined)
      throw new TypeError('A browser gives the microphone over https or on localhost alone.')
    const { onFrame, sampleRateHz: rateHz = 16_000, constraints = spoken, workletUrl } = options
    await loadWorklet(context, workletUrl)
    const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints })
    const source = context.createMediaStreamSource(stream)
    const node = new AudioWorkletNode(context, 'invorto-microphone', {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
      processorOptions: { rateHz },
    })
    node.port.onmessage = ({ data }: MessageEvent<Int16Array<ArrayBuffer>>) => onFrame(data, loudnessOf(data))
    source.connect(node)
    return new Microphone(stream, [source, node])
  }

  /** A muted microphone goes on with frames of silence: to stop them, close it. */
  get muted(): boolean {
    return this.#stream.getAudioTracks().every(({ enabled }) => !enabled)
  }

  set muted(muted: boolean) {
    for (const track of this.#stream.getAudioTracks()) track.enabled = !muted
  }

  close(): void {
    for (const node of this.#nodes) node.disconnect()
    for (const track of this.#stream.getTracks()) track.stop()
  }
}
