import { bytesPerSample } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'

/** A caller's frame that is later than this follows a gap: a muted or held microphone, or audio that was lost. */
const GAP_MS: Millis = 60
/** How long audio is kept back, so that what comes late still finds its place. */
const HOLD_MS: Millis = 500
/** How far the caller's samples may be ahead of the clock before the recording goes by them alone. */
const AHEAD_MS: Millis = 500
/** What is handed on at once. */
const BLOCK_MS: Millis = 400
const BLOCKS = Math.ceil((HOLD_MS + AHEAD_MS) / BLOCK_MS) + 2
/** Agent audio that begins this close to the end of what was played before goes on from there. */
const SEAM_MS: Millis = 10

/** What a call is recorded from. Nothing of it blocks. */
export interface Tape {
  /** Caller audio, PCM16 LE mono, that came at the instant `at`; the buffer may be reused after the call. */
  caller(pcm: Buffer, at: Millis): void
  /** Agent audio that the caller heard from the instant `from` on. */
  agent(pcm: Buffer, from: Millis): void
}

export interface RecorderSink {
  /**
   * PCM16 LE, and how many bytes of the recording lie before it. What is never written is silence. The buffer may be given
   * back to `done` for further use, once it is not needed any more.
   */
  write(pcm: Buffer, at: number, done: (pcm: Buffer) => void): void
}

export interface RecordedAs {
  readonly sampleRateHz: number
  readonly channels: 1 | 2
}

/**
 * Puts a call on two tracks, the caller on the left, the agent on the right, or their sum on one channel (FR-D3, FR-CP1). The
 * recording's clock is the caller's sample count: every sample that came is kept, in order. Where none came the clock goes on without them, and
 * late audio fills the gap again. The agent stands where the caller heard it.
 */
export class Recorder implements Tape {
  readonly #samplesPerMs: number
  readonly #startedAt: Millis
  readonly #sink: RecorderSink
  readonly #channels: 1 | 2
  readonly #frameBytes: number
  readonly #block: number
  readonly #capacity: number
  /** The two tracks from `#written` on, as rings of whole blocks; what was not put there is zero. */
  readonly #left: Buffer
  readonly #right: Buffer
  readonly #left16: Uint16Array
  readonly #right16: Uint16Array
  /** A block that was written. */
  #spare: Buffer | null = null
  readonly #done = (block: Buffer): void => {
    this.#spare = block
  }
  #written = 0
  #callerEnd = 0
  #agentEnd = 0
  /** Samples by which the caller's count has outrun the clock. */
  #skew = 0
  /** The caller's last gap, which late audio may fill: where it ends, and its samples. */
  #gapEnd = 0
  #gap = 0

  constructor({ sampleRateHz, channels }: RecordedAs, startedAt: Millis, sink: RecorderSink) {
    this.#channels = channels
    this.#frameBytes = channels * bytesPerSample
    this.#samplesPerMs = sampleRateHz / 1000
    this.#startedAt = startedAt
    this.#sink = sink
    this.#block = this.#samples(BLOCK_MS)
    this.#capacity = this.#block * BLOCKS
    this.#left16 = new Uint16Array(this.#capacity)
    this.#right16 = new Uint16Array(this.#capacity)
    this.#left = Buffer.from(this.#left16.buffer)
    this.#right = Buffer.from(this.#right16.buffer)
  }

  caller(pcm: Buffer, at: Millis): void {
    const samples = Math.floor(pcm.length / bytesPerSample)
    if (samples === 0) return
    this.#handOn(this.#now(at) - samples - this.#samples(HOLD_MS))
    const late = this.#now(at) - this.#callerEnd - samples
    if (late > this.#samples(GAP_MS) || (late > 0 && this.#callerEnd === 0)) this.#leaveGap(late)
    else if (late < 0) this.#fillGap(-late)
    for (let from = 0; from < samples; ) {
      const piece = Math.min(this.#block, samples - from)
      this.#skew += Math.max(0, this.#callerEnd + piece - this.#now(at) - this.#samples(AHEAD_MS))
      this.#put(this.#left, pcm, from, this.#callerEnd, piece)
      this.#callerEnd += piece
      from += piece
    }
  }

  agent(pcm: Buffer, from: Millis): void {
    const samples = Math.floor(pcm.length / bytesPerSample)
    const heardAt = this.#now(from)
    const seam = heardAt - this.#agentEnd <= this.#samples(SEAM_MS)
    let end = Math.max(seam ? this.#agentEnd : heardAt, this.#written)
    for (let done = 0; done < samples; ) {
      const piece = Math.min(this.#block, samples - done)
      this.#put(this.#right, pcm, done, end, piece)
      end += piece
      done += piece
    }
    this.#agentEnd = Math.max(this.#agentEnd, end)
  }

  /** Hands on what is left. The bytes of the whole recording; it lasts until `at`, or until its last sample. */
  finish(at: Millis): number {
    const heard = Math.max(this.#callerEnd, this.#agentEnd)
    while (this.#written < heard) this.#handOnBlock(Math.min(this.#block, heard - this.#written))
    return Math.max(heard, this.#now(at)) * this.#frameBytes
  }

  /** The place in the recording of what is heard at this instant. */
  #now(at: Millis): number {
    return Math.max(0, Math.floor((at - this.#startedAt) * this.#samplesPerMs)) + this.#skew
  }

  #samples(ms: Millis): number {
    return ms * this.#samplesPerMs
  }

  /** Silence of `late` samples, less what the caller's count was ahead of the clock. */
  #leaveGap(late: number): void {
    const back = Math.min(this.#skew, late)
    this.#skew -= back
    this.#gap = late - back
    this.#callerEnd += this.#gap
    this.#gapEnd = this.#callerEnd
  }

  /** What came after the gap moves into it, as far as `early` and what is still in our hands allow. */
  #fillGap(early: number): void {
    const open = Math.min(this.#gap, this.#gapEnd - this.#written)
    const back = Math.min(early, open)
    if (back <= 0) return
    for (let from = this.#gapEnd; from < this.#callerEnd; from++) {
      this.#left16[(from - back) % this.#capacity] = this.#left16[from % this.#capacity]!
    }
    this.#callerEnd -= back
    for (let from = this.#callerEnd; from < this.#callerEnd + back; from++) this.#left16[from % this.#capacity] = 0
    this.#gapEnd -= back
    this.#gap -= back
  }

  #put(track: Buffer, pcm: Buffer, from: number, at: number, samples: number): void {
    this.#handOn(at + samples - this.#capacity + this.#block)
    const begin = from * bytesPerSample
    const place = at % this.#capacity
    const untilTurn = Math.min(samples, this.#capacity - place)
    const middle = begin + untilTurn * bytesPerSample
    pcm.copy(track, place * bytesPerSample, begin, middle)
    if (untilTurn < samples) pcm.copy(track, 0, middle, begin + samples * bytesPerSample)
  }

  /** Hands on the whole blocks that lie before `until`. */
  #handOn(until: number): void {
    while (this.#written + this.#block <= until) {
      const empty = Math.max(this.#callerEnd, this.#agentEnd) <= this.#written
      if (empty) this.#written = until - (until % this.#block)
      else this.#handOnBlock(this.#block)
    }
    this.#callerEnd = Math.max(this.#callerEnd, this.#written)
  }

  #handOnBlock(samples: number): void {
    const place = this.#written % this.#capacity
    const bytes = samples * this.#frameBytes
    const block = this.#spare?.length === bytes ? this.#spare : Buffer.allocUnsafeSlow(bytes)
    this.#spare = null
    if (this.#channels === 2) this.#interleave(block, place)
    else this.#mix(block, place)
    this.#left16.fill(0, place, place + samples)
    this.#right16.fill(0, place, place + samples)
    this.#sink.write(block, this.#written * this.#frameBytes, this.#done)
    this.#written += samples
  }

  #interleave(block: Buffer, place: number): void {
    const stereo = new Uint32Array(block.buffer, block.byteOffset, block.length / 4)
    for (let i = 0; i < stereo.length; i++) stereo[i] = this.#left16[place + i]! | (this.#right16[place + i]! << 16)
  }

  /** What is louder than 16 bits is cut off. */
  #mix(block: Buffer, place: number): void {
    const mono = new Int16Array(block.buffer, block.byteOffset, block.length / 2)
    for (let i = 0; i < mono.length; i++) {
      const sum = signed(this.#left16[place + i]!) + signed(this.#right16[place + i]!)
      mono[i] = Math.max(-32_768, Math.min(32_767, sum))
    }
  }
}

const signed = (sample: number): number => (sample << 16) >> 16
