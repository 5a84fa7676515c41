import { CodeReader } from './codes.ts'
import { begin, end, slotMs, slotsPerCode } from './format.ts'
import { lenient, slotDetector, strict, unclear } from './slot-detector.ts'
import { Spectrum } from './spectrum.ts'
import { cutBetween, type Flaw, flawOf, type Reading, readingOf, tapeStep } from './tape.ts'
import { fromBytes } from './wav.ts'

/** What the reader heard; `atMs` is the stream's time, 0 at its first sample, where the mark begins. */
export type Mark =
  | { readonly type: 'began'; readonly atMs: number }
  | { readonly type: 'letter'; readonly letter: string; readonly atMs: number }
  /** So many codes are missing here, counted modulo 8. */
  | { readonly type: 'gap'; readonly codes: number; readonly atMs: number }
  | { readonly type: 'ended'; readonly atMs: number }

export interface ReaderSink {
  mark(mark: Mark): void
  flaw?(flaw: Flaw): void
  /** Every 2.5 ms of audio: its mean square, full scale being 1, and the stream's time at its end. */
  hop?(meanSquare: number, atMs: number): void
}

/** How long a mark lasts. */
export const codeMs = slotMs * slotsPerCode
/** Without a reading for so long, the tape has stopped for now. */
const pauseMs = 100
/** A slot is not read twice where noise makes a hole in it; a longer one is damage. */
const mostHoleMs = 7.5

/**
 * Reads marked speech from a stream of PCM16 in pieces of any size, as it arrives. A letter is told about 30 ms after it
 * begins. README.md describes the format.
 */
export class MarkReader {
  readonly #spectrum: Spectrum
  readonly #sink: ReaderSink
  readonly #letters = new CodeReader()
  #atMs = 0
  #value = unclear
  #run: Reading | undefined
  #before: Reading | undefined
  #last: Reading | undefined
  #step = 1
  #carriedMs = 0
  #tape = 0
  #synced = false
  #ended = false
  #lastMarkedMs = -1
  #oddByte: number | undefined

  /** Throws RangeError for a rate other than 8, 16, 24, 32 or 48 kHz. */
  constructor(sampleRate: number, sink: ReaderSink) {
    const detect = slotDetector(sampleRate)
    this.#sink = sink
    this.#spectrum = new Spectrum(sampleRate, (powers, meanSquare) => {
      this.#atMs += this.#spectrum.hopMs
      this.#window(meanSquare === 0 ? unclear : detect(powers, this.#synced ? lenient : strict))
      sink.hop?.(meanSquare, this.#atMs)
    })
  }

  /** Milliseconds of audio read so far, in steps of 2.5. */
  get heardMs(): number {
    return this.#atMs
  }

  /** The stream's time at the end of the last tones that were read; negative before any. */
  get markedMs(): number {
    return this.#last?.lastMs ?? this.#lastMarkedMs
  }

  push(samples: Int16Array): void {
    this.#spectrum.push(samples)
  }

  /** Little-endian PCM16; a sample may be split between two pieces. */
  pushBytes(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    let rest = bytes
    if (this.#oddByte !== undefined) {
      this.push(Int16Array.of((bytes[0]! << 8) | this.#oddByte))
      rest = bytes.subarray(1)
    }
    this.#oddByte = rest.length % 2 === 1 ? rest[rest.length - 1] : undefined
    this.push(fromBytes(rest))
  }

  /** Collects windows that say the same into one reading; two of them make it believable. */
  #window(value: number): void {
    const at = this.#atMs
    if (value === unclear) {
      if (this.#last && at - this.#last.lastMs === pauseMs) this.#pause(this.#last)
      return
    }
    const run = this.#run
    if (run && this.#value === value && at - run.lastMs <= mostHoleMs) {
      run.lastMs = at
      run.windows++
      if (run.windows === 2) this.#reading(run)
      return
    }
    this.#value = value
    this.#run = readingOf(value, at)
  }

  #reading(reading: Reading): void {
    const last = this.#last
    if (!this.#synced) {
      this.#last = reading
      if (last && tapeStep(last, reading) === 1 && reading.firstMs - last.lastMs <= 2 * slotMs)
        this.#sync(last, reading)
      return
    }
    this.#judge()
    if (reading.code === begin && last?.code !== begin) return this.#restart(reading)
    this.#advance(last!, reading)
  }

  #sync(first: Reading, second: Reading): void {
    this.#synced = true
    this.#forgetTiming()
    this.#last = first
    if (first.code === begin) this.#began(first)
    else this.#joined(first)
    this.#advance(first, second)
  }

  /** A new utterance without silence before it. */
  #restart(reading: Reading): void {
    this.#forgetTiming()
    this.#last = reading
    this.#began(reading)
  }

  #began(reading: Reading): void {
    this.#ended = false
    this.#tape = reading.place
    this.#letters.read(begin)
    this.#sink.mark({ type: 'began', atMs: startOf(reading) })
    if (reading.place > 0) this.#flaw({ kind: 'lost', atMs: startOf(reading), ms: reading.place * slotMs })
  }

  /** The beginning was not heard: what is missing of it is known modulo 8. */
  #joined(reading: Reading): void {
    const counter = Math.floor(reading.place / slotsPerCode)
    const missing = (counter + 7) & 7
    this.#ended = false
    this.#tape = reading.place
    this.#letters.read(begin)
    this.#sink.mark({ type: 'began', atMs: startOf(reading) })
    if (missing > 0) this.#sink.mark({ type: 'gap', codes: missing, atMs: startOf(reading) })
    this.#flaw({ kind: 'lost', atMs: startOf(reading), ms: (missing + 1) * codeMs })
    this.#code(reading)
  }

  #advance(last: Reading, reading: Reading): void {
    const step = tapeStep(last, reading)
    const codeBefore = Math.floor(this.#tape / slotsPerCode)
    this.#tape += step
    const moved = Math.floor(this.#tape / slotsPerCode) - codeBefore
    this.#before = last
    this.#last = reading
    this.#step = step
    if (moved > 1) {
      this.#letters.skip()
      this.#sink.mark({ type: 'gap', codes: moved - 1, atMs: last.lastMs })
    }
    if (moved !== 0 || reading.code !== last.code) this.#code(reading)
  }

  #code(reading: Reading): void {
    if (reading.code === end) {
      this.#ended = true
      this.#sink.mark({ type: 'ended', atMs: startOf(reading) })
      return
    }
    const letter = this.#letters.read(reading.code)
    if (letter) this.#sink.mark({ type: 'letter', letter, atMs: startOf(reading) })
  }

  /** Compares the last step, and the last two together, with the time they took, now that their readings are whole. */
  #judge(): void {
    if (!this.#before || !this.#last) return
    const cutMs = cutBetween(this.#before, this.#last, this.#step)
    const flaw = flawOf(this.#before, this.#step, cutMs) ?? flawOf(this.#before, 1, cutMs + this.#carriedMs)
    this.#carriedMs = flaw ? 0 : cutMs
    if (flaw) this.#flaw(flaw)
  }

  #pause(last: Reading): void {
    this.#run = undefined
    if (!this.#synced) return
    this.#judge()
    this.#forgetTiming()
    if (!this.#ended) return
    const missing = slotsPerCode - 1 - (last.place % slotsPerCode)
    if (missing > 0) this.#flaw({ kind: 'lost', atMs: last.lastMs, ms: missing * slotMs })
    this.#synced = false
    this.#lastMarkedMs = last.lastMs
    this.#last = undefined
  }

  #forgetTiming(): void {
    this.#before = undefined
    this.#carriedMs = 0
  }

  #flaw(flaw: Flaw): void {
    this.#sink.flaw?.(flaw)
  }
}

/** Where the code that a reading belongs to begins in the stream. */
function startOf(reading: Reading): number {
  return Math.max(0, reading.firstMs - slotMs - (reading.place % slotsPerCode) * slotMs)
}
