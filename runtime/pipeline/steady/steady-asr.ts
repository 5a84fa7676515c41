import { bytesOf, frameMs, msOf } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { Wheel } from '#runtime/core/wheel.ts'
import type { RetryPolicy } from '#runtime/domain/providers/retry.ts'
import { isQuiet } from '#runtime/pipeline/voice-detector.ts'
import type { Asr, AsrOptions, AsrSink, AsrStream, FinalHeard, Heard } from '#runtime/ports/asr.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { type AttemptPorts, Attempts } from './attempts.ts'
import { AudioPlaces } from './audio-places.ts'
import { AudioRing } from './audio-ring.ts'

const policy: RetryPolicy = { tries: 6, firstMs: 200, longestMs: 2_000, patienceMs: 6_000 }
/** A caller who is not heard for so long is not tried for any longer. */
const LONGEST_LOSS_MS: Millis = 10_000
/** How much of the caller is kept: what may lie since the last final words, and the loss itself. */
export const keptMs: Millis = 20_000
/** Deepgram wants audio that was missed no faster than this (developers.deepgram.com, recovering from connection errors). */
const REPLAY_SPEED = 1.25
/** So much silence ends words; more of it is left out while we are late. */
const KEPT_SILENCE_FRAMES = 20
/** How long the answer to `finalize` is waited for before we are no longer late. */
const ANSWER_MS: Millis = 700
/** A stream that gave words for so long, or was just there for longer, was sound: its loss is a new one. */
const SOUND_MS: Millis = 5_000
const SOUND_IN_SILENCE_MS: Millis = 30_000
/** So much of a voice without news of the transcriber makes its words late… */
const SUSPECT_MS: Millis = 1_000
/** …and less of it, or words that are still open, when the voice has ended; without news for so long then… */
const SUSPECT_END_MS: Millis = 600
const NO_NEWS_MS: Millis = 1_000
/** …or for so much more of a voice, the stream is held to be lost. */
const STALLED_MS: Millis = 6_000
/** Gaps in a voice that are no pauses. */
const GAP_FRAMES = 10
/** A second of quiet: by then a transcriber that listens for ends has found the end. */
const SILENCE_FRAMES = 50

export interface SteadyAsrPorts extends AttemptPorts {
  /** The process's 20 ms wheel. */
  readonly wheel: Wheel
}

/**
 * A transcriber that survives the loss of its stream (NFR 4.3): a new one is opened and given what the caller said since
 * the last final words, somewhat faster than it was spoken, while live audio queues behind. Final words are given once;
 * partial ones begin again. `finalize` is answered when the replay has come to it.
 */
export function steadyAsr(inner: Asr, ports: SteadyAsrPorts): Asr {
  return { name: inner.name, open: (options, sink) => new SteadyAsrStream(inner, ports, options, sink) }
}

class SteadyAsrStream implements AsrStream {
  readonly #asr: Asr
  readonly #ports: SteadyAsrPorts
  readonly #options: AsrOptions
  readonly #sink: AsrSink
  readonly #attempts: Attempts
  readonly #ring: AudioRing
  readonly #frame: Buffer
  /** `away`: there is no stream, or it is opening. `late`: it is being given what it missed. */
  #phase: 'live' | 'away' | 'late' | 'over' = 'live'
  #stream: AsrStream | null = null
  #places = new AudioPlaces(0)
  /** Bytes that the stream was given. */
  #given = 0
  /** The next byte of the caller that it is given. */
  #next = 0
  /** What was said before this byte is final. */
  #finalUntil = 0
  #partial: Heard | null = null
  /** `finalize`s that were not answered: where the caller was, and how often this stream was told. */
  #asked: { readonly at: number; readonly count: number; readonly told: 'each' | 'once' | 'not_yet' } | null = null
  #isLate = false
  #replayedBytes = 0
  #quietFrames = 0
  #creditMs: Millis = 0
  #tickedAt: Millis = 0
  #openedAt: Millis | null = null
  #hasHeard = false
  #lostAt: Millis | null = null
  /** How much of a voice was sent since the transcriber had news; not counted before it ever had any. */
  #unheardMs: Millis | null = null
  #cancelStall: () => void = () => {}
  #cancel: () => void = () => {}
  #leaveWheel: () => void = () => {}

  constructor(asr: Asr, ports: SteadyAsrPorts, options: AsrOptions, sink: AsrSink) {
    this.#asr = asr
    this.#ports = ports
    this.#options = options
    this.#sink = sink
    this.#attempts = new Attempts(ports, policy)
    this.#ring = new AudioRing(bytesOf(keptMs, options.sampleRateHz))
    this.#frame = Buffer.alloc(bytesOf(frameMs, options.sampleRateHz))
    this.#connect()
  }

  send(pcm: Buffer): void {
    if (this.#phase === 'over') return
    this.#ring.push(pcm)
    if (this.#phase !== 'live') return
    this.#given += pcm.length
    this.#next += pcm.length
    this.#quietFrames = isQuiet(pcm) ? this.#quietFrames + 1 : 0
    this.#stream?.send(pcm, this.#quietFrames > SILENCE_FRAMES)
    this.#watch(pcm)
  }

  finalize(): void {
    if (this.#phase === 'over') return
    const isLive = this.#phase === 'live'
    this.#asked = { at: this.#ring.end, count: (this.#asked?.count ?? 0) + 1, told: isLive ? 'each' : 'not_yet' }
    if (!isLive) return this.#late(true)
    this.#stream?.finalize()
    if (this.#unheardMs === null) return
    if (this.#partial !== null || this.#unheardMs >= SUSPECT_END_MS) this.#suspect()
  }

  close(): void {
    this.#phase = 'over'
    this.#cancel()
    this.#cancelStall()
    this.#leaveWheel()
    this.#stream?.close()
    this.#stream = null
  }

  #connect(): void {
    const refused = this.#attempts.ask()
    // Not at once: whoever opens us may not know us yet.
    if (refused) return this.#later(0, () => this.#lost(refused))
    this.#openedAt = null
    this.#hasHeard = false
    this.#stream = this.#asr.open(this.#options, {
      opened: () => this.#opened(),
      progressed: () => this.#progressed(),
      partial: (heard) => this.#heardSoFar(heard),
      final: (heard) => this.#heard(heard),
      failed: (error) => this.#lost(error),
    })
  }

  #opened(): void {
    this.#openedAt = this.#ports.clock.now()
    this.#attempts.accepted()
    if (this.#phase !== 'away') return
    this.#phase = 'late'
    this.#next = Math.max(this.#finalUntil, this.#ring.start)
    this.#places = new AudioPlaces(this.#next)
    this.#given = 0
    this.#quietFrames = 0
    this.#creditMs = 0
    this.#tickedAt = this.#openedAt
    this.#leaveWheel = this.#ports.wheel.join((at) => this.#catchUp(at))
  }

  #lost(error: ProviderError): void {
    if (this.#phase === 'over') return
    const now = this.#ports.clock.now()
    this.#leaveWheel()
    this.#cancel()
    this.#cancelStall()
    if (this.#unheardMs !== null) this.#unheardMs = 0
    this.#stream = null
    this.#phase = 'away'
    const servedMs = this.#openedAt === null ? 0 : now - this.#openedAt
    if (servedMs >= (this.#hasHeard ? SOUND_MS : SOUND_IN_SILENCE_MS)) {
      this.#attempts.reset()
      this.#lostAt = null
    }
    this.#lostAt ??= now
    if (this.#asked) this.#asked = { ...this.#asked, told: 'not_yet' }
    const isTooLong = now - this.#lostAt >= LONGEST_LOSS_MS
    const wait = isTooLong ? this.#attempts.gaveUp(error) : this.#attempts.failed(error)
    if (wait === null) {
      this.close()
      return this.#sink.failed(error)
    }
    // What was heard so far is heard anew: nobody is to take half of it for all.
    const partial = this.#partial
    this.#partial = null
    if (partial) this.#sink.partial({ ...partial, text: '' })
    this.#late(true)
    this.#later(wait, () => this.#connect())
  }

  /** A voice of which the transcriber says nothing. */
  #watch(pcm: Buffer): void {
    if (this.#unheardMs === null) return
    if (this.#quietFrames > (this.#unheardMs > 0 ? GAP_FRAMES : 0)) return
    this.#unheardMs += msOf(pcm.length, this.#options.sampleRateHz)
    if (this.#unheardMs >= SUSPECT_MS) this.#late(true)
    if (this.#unheardMs >= STALLED_MS) this.#stalled()
  }

  #suspect(): void {
    this.#late(true)
    this.#cancelStall()
    const { clock } = this.#ports
    this.#cancelStall = clock.wakeAt(clock.now() + NO_NEWS_MS, () => this.#stalled())
  }

  #stalled(): void {
    this.#stream?.close()
    this.#lost(new ProviderError('timeout', 'It hears a voice and says nothing'))
  }

  #progressed(): void {
    this.#unheardMs = 0
    this.#cancelStall()
    if (this.#phase === 'live' && this.#lostAt === null) this.#late(false)
  }

  #catchUp(at: Millis): void {
    this.#creditMs = Math.min(10 * frameMs, this.#creditMs + (at - this.#tickedAt) * REPLAY_SPEED)
    this.#tickedAt = at
    while (this.#phase === 'late' && this.#creditMs >= frameMs && this.#next + this.#frame.length <= this.#ring.end) {
      this.#giveFrame()
    }
    if (this.#phase !== 'late' || this.#next + this.#frame.length <= this.#ring.end) return
    this.#leaveWheel()
    this.#phase = 'live'
    if (this.#next < this.#ring.end) this.#give(Buffer.alloc(this.#ring.end - this.#next))
    this.#tellAsked()
    this.#onTime()
  }

  #giveFrame(): void {
    if (this.#next < this.#ring.start) {
      this.#next = this.#ring.start
      this.#places.leftOut(this.#given, this.#next)
    }
    this.#ring.copy(this.#next, this.#frame)
    this.#quietFrames = isQuiet(this.#frame) ? this.#quietFrames + 1 : 0
    if (this.#quietFrames <= KEPT_SILENCE_FRAMES) {
      this.#creditMs -= frameMs
      this.#give(this.#frame)
    } else {
      this.#next += this.#frame.length
      this.#places.leftOut(this.#given, this.#next)
    }
    this.#tellAsked()
  }

  #give(audio: Buffer): void {
    this.#ring.copy(this.#next, audio)
    this.#next += audio.length
    this.#given += audio.length
    this.#replayedBytes += audio.length
    this.#stream?.send(audio)
  }

  #tellAsked(): void {
    if (this.#asked?.told !== 'not_yet' || this.#next < this.#asked.at) return
    this.#asked = { ...this.#asked, told: 'once' }
    this.#stream?.finalize()
    this.#later(ANSWER_MS, () => {
      this.#asked = null
      this.#onTime()
    })
  }

  #late(isLate: boolean): void {
    if (this.#isLate === isLate) return
    this.#isLate = isLate
    this.#sink.late?.(isLate)
  }

  /** Words are on time again, unless some are still awaited. */
  #onTime(): void {
    if (this.#asked !== null || this.#phase === 'away' || this.#phase === 'over') return
    this.#late(false)
    if (this.#lostAt === null) return
    this.#lostAt = null
    const replayedMs = msOf(this.#replayedBytes, this.#options.sampleRateHz)
    this.#replayedBytes = 0
    this.#attempts.serves({ replayedMs })
  }

  #heardSoFar(heard: Heard): void {
    this.#hasHeard = true
    this.#partial = heard
    this.#sink.partial(heard)
  }

  #heard(heard: FinalHeard): void {
    this.#hasHeard = true
    this.#partial = null
    const until = heard.untilMs === undefined ? this.#given : bytesOf(heard.untilMs, this.#options.sampleRateHz)
    this.#finalUntil = Math.max(this.#finalUntil, this.#places.callerAt(until))
    if (this.#phase === 'live') this.#ring.forget(this.#finalUntil)
    const answers = heard.finalized ? this.#answered() : 0
    if (heard.text !== '' || answers > 0 || heard.endsSpeech) this.#sink.final({ ...heard, finalized: answers > 0 })
    for (let more = 1; more < answers; more++) this.#sink.final({ ...heard, text: '', finalized: true })
    if (answers > 0) this.#onTime()
  }

  /** How many `finalize`s this answers. */
  #answered(): number {
    const asked = this.#asked
    if (asked === null || asked.told === 'not_yet') return 0
    if (asked.told === 'each' && asked.count > 1) {
      this.#asked = { ...asked, count: asked.count - 1 }
      return 1
    }
    this.#asked = null
    this.#cancel()
    return asked.count
  }

  #later(ms: Millis, happen: () => void): void {
    this.#cancel()
    this.#cancel = this.#ports.clock.wakeAt(this.#ports.clock.now() + ms, happen)
  }
}
