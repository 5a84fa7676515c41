/** What was played of an utterance. */
export interface Played {
  readonly utteranceId: string
  readonly playedMs: number
}

/** How far ahead of now the first piece is put, so that a late one leaves no gap. */
const LEAD_SEC = 0.04

/** Plays the agent's voice, piece after piece, and knows how much of it was heard. */
export class Loudspeaker {
  readonly #context: AudioContext
  #playing: AudioBufferSourceNode[] = []
  /** When the last piece ends, on the context's clock. */
  #end = 0
  #utteranceId: string | null = null
  #rateHz = 16_000
  #fromMs = 0
  #queuedMs = 0

  constructor(context: AudioContext) {
    this.#context = context
  }

  begin(utteranceId: string, rateHz: number, fromMs: number): void {
    this.#utteranceId = utteranceId
    this.#rateHz = rateHz
    this.#fromMs = fromMs
    this.#queuedMs = 0
  }

  /** PCM16 mono. */
  play(bytes: Uint8Array): void {
    const count = bytes.length >> 1
    if (count === 0) return
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const buffer = this.#context.createBuffer(1, count, this.#rateHz)
    const samples = buffer.getChannelData(0)
    for (let index = 0; index < count; index += 1) samples[index] = view.getInt16(index * 2, true) / 0x8000
    const source = this.#context.createBufferSource()
    source.buffer = buffer
    source.connect(this.#context.destination)
    this.#end = Math.max(this.#end, this.#context.currentTime + LEAD_SEC)
    source.start(this.#end)
    this.#end += buffer.duration
    this.#queuedMs += buffer.duration * 1000
    this.#playing.push(source)
    source.addEventListener('ended', () => {
      this.#playing = this.#playing.filter((other) => other !== source)
    })
  }

  /** Null where nothing is known: no utterance, or a context that does not run. */
  played(): Played | null {
    if (this.#utteranceId === null || this.#context.state !== 'running') return null
    const left = Math.max(0, this.#end - this.#context.currentTime) * 1000
    return { utteranceId: this.#utteranceId, playedMs: Math.floor(this.#fromMs + Math.max(0, this.#queuedMs - left)) }
  }

  /** Drops what is buffered (FR-E3), and tells what was heard until then. */
  clear(): Played | null {
    const played = this.played()
    for (const source of this.#playing.splice(0)) source.stop()
    this.#end = 0
    this.#utteranceId = null
    return played
  }
}
