/** The reader's microphone; each frame is 20 ms of PCM16 at 16 kHz, and how loud it is, from 0 to 1. */
export class Microphone {
  readonly #stream: MediaStream
  readonly #nodes: readonly AudioNode[]

  private constructor(stream: MediaStream, nodes: readonly AudioNode[]) {
    this.#stream = stream
    this.#nodes = nodes
  }

  /** Asks the reader; rejects where it is refused, or where there is none. */
  static async open(
    context: AudioContext,
    worklet: string,
    onFrame: (frame: Uint8Array, loudness: number) => void,
  ): Promise<Microphone> {
    if (navigator.mediaDevices === undefined)
      throw new Error('A browser gives the microphone over https or on localhost alone.')
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    })
    await context.audioWorklet.addModule(worklet)
    const source = context.createMediaStreamSource(stream)
    const node = new AudioWorkletNode(context, 'microphone', {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
    })
    node.port.onmessage = ({ data }: MessageEvent<Int16Array<ArrayBuffer>>) =>
      onFrame(new Uint8Array(data.buffer), loudnessOf(data))
    source.connect(node)
    return new Microphone(stream, [source, node])
  }

  close(): void {
    for (const node of this.#nodes) node.disconnect()
    for (const track of this.#stream.getTracks()) track.stop()
  }
}

function loudnessOf(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Math.min(1, Math.sqrt(sum / samples.length) / 8_000)
}
