import type { StopCause } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { guard, guarded } from '#runtime/core/guarded.ts'
import type { Wheel } from '#runtime/core/wheel.ts'
import { Playout } from '#runtime/pipeline/playout.ts'
import type { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts, TtsOptions, TtsSink, TtsStream } from '#runtime/ports/tts.ts'

/** An utterance, as it stands when something is told of it. */
export interface UtteranceReport {
  readonly utteranceId: string
  readonly turnId: string
  readonly text: string
  readonly textHeard: string
  readonly heardMs: Millis
  readonly totalMs: Millis
  /** How it is known what was heard. */
  readonly method: 'marks' | 'rate_estimate'
}

export interface VoiceOutput {
  audio(frame: Buffer): void
  /** What the caller heard of it, from the instant `from` on. */
  heard?(pcm: Buffer, from: Millis): void
  /** Its first audio goes out now (`fromMs` 0), or goes on after a false alarm. */
  speaking(report: UtteranceReport, fromMs: Millis, latencyMs: Millis | undefined): void
  /** Its audio has ended; only for utterances that were `speaking`. */
  silent(report: UtteranceReport, cause: StopCause, latencyMs: Millis): void
  /** The agent has said all of its utterance. */
  done(report: UtteranceReport): void
  failed(error: ProviderError): void
  /** Something of ours broke while the voice went on by itself. */
  fault(error: unknown): void
}

/** Fewer milliseconds a character than any voice needs: how long words last at least whose audio has not come. */
const LEAST_MS_PER_CHARACTER: Millis = 50
/** More than any voice needs, also for a number that is one character a digit; and its pauses. */
const MOST_MS_PER_CHARACTER: Millis = 500
const LONGEST_BREATH_MS: Millis = 5_000

interface Utterance {
  readonly id: string
  readonly turnId: string
  readonly playout: Playout
  readonly leaveWheel: () => void
  text: string
  /** Whether the audio of all of `text` has come. */
  whole: boolean
  firstWordsAt: Millis | null
  announcedAt: Millis | null
  heldAt: Millis | null
  /** How far the client says that it has played, and when it said so. */
  mark: { readonly playedMs: Millis; readonly at: Millis } | null
}

/** The agent's voice: words in, paced audio out, one utterance at a time, and what of it was heard. */
export class AgentVoice {
  readonly #clock: Clock
  readonly #wheel: Wheel
  readonly #options: TtsOptions
  readonly #output: VoiceOutput
  readonly #tts: TtsStream
  #utterance: Utterance | null = null
  #count = 0
  /** Why it is silent though it has something to say: the caller speaks, or nobody is there to hear it. */
  #held = false
  #away = false

  constructor(ports: { tts: Tts; clock: Clock; wheel: Wheel }, options: TtsOptions, output: VoiceOutput) {
    this.#clock = ports.clock
    this.#wheel = ports.wheel
    this.#options = options
    this.#output = output
    const sink: TtsSink = {
      audio: (pcm) => this.#utterance?.playout.push(pcm, this.#clock.now()),
      finished: () => this.#finished(),
      failed: (error) => output.failed(error),
    }
    this.#tts = ports.tts.open(options, guarded(sink, output.fault))
  }

  /** A new utterance begins; what was being said must have ended. */
  begin(turnId: string): void {
    const at = this.#clock.now()
    const playout = new Playout(this.#options.sampleRateHz, at, {
      sendAudio: (frame) => this.#send(frame),
      ...(this.#output.heard && { heard: this.#output.heard }),
      played: () => this.#played(),
    })
    this.#held = false
    if (this.#away) playout.hold(at)
    this.#utterance = {
      id: `u_${++this.#count}`,
      turnId,
      playout,
      leaveWheel: this.#wheel.join((now) => guard(() => playout.tick(now), this.#output.fault)),
      text: '',
      whole: false,
      firstWordsAt: null,
      announcedAt: null,
      heldAt: this.#away ? at : null,
      mark: null,
    }
  }

  say(text: string): void {
    const utterance = this.#utterance
    if (utterance === null) return
    utterance.text = `${utterance.text} ${text}`.trim()
    utterance.firstWordsAt ??= this.#clock.now()
    utterance.playout.limit(LONGEST_BREATH_MS + utterance.text.length * MOST_MS_PER_CHARACTER)
    this.#tts.say(text)
  }

  finish(): void {
    if (this.#utterance !== null) this.#tts.finish()
  }

  /** Whether it is saying words that will come to their end. */
  get speaks(): boolean {
    return this.#utterance !== null && this.#utterance.text !== '' && !this.#utterance.playout.isHeld
  }

  /** Audio that waits to be sent. */
  get unsentMs(): Millis {
    return this.#utterance?.playout.unsentMs ?? 0
  }

  /** Falls silent so that it can go on; a report when it was audible. */
  hold(): UtteranceReport | null {
    const utterance = this.#utterance
    this.#held = true
    if (utterance === null || this.#away) return null
    this.#hush(utterance)
    return utterance.announcedAt === null ? null : this.#report(utterance)
  }

  resume(): void {
    this.#held = false
    if (!this.#away) this.#goOn()
  }

  /** Nobody hears it any more: what it says waits. */
  leave(): void {
    this.#away = true
    if (this.#utterance !== null && !this.#held) this.#hush(this.#utterance)
  }

  /** Somebody hears it again. */
  comeBack(): void {
    this.#away = false
    if (!this.#held) this.#goOn()
  }

  #hush(utterance: Utterance): void {
    utterance.heldAt = this.#clock.now()
    utterance.playout.hold(utterance.heldAt)
  }

  #goOn(): void {
    const utterance = this.#utterance
    if (utterance === null) return
    const now = this.#clock.now()
    const report = this.#report(utterance)
    if (utterance.announcedAt !== null) this.#output.speaking(report, report.heardMs, undefined)
    utterance.heldAt = null
    if (utterance.mark !== null) utterance.mark = { playedMs: report.heardMs, at: now }
    utterance.playout.resume(now, report.heardMs)
  }

  /** The client says how much it has played: never less than before, never more than was sent. */
  mark(utteranceId: string, playedMs: Millis): void {
    const utterance = this.#utterance
    if (utterance === null || utterance.id !== utteranceId) return
    const known = Math.min(playedMs, utterance.playout.sentMs)
    if (known < (utterance.mark?.playedMs ?? 0)) return
    utterance.mark = { playedMs: known, at: this.#clock.now() }
  }

  /** Drops what it was saying; what was heard of it, or null when nothing was being said. */
  cut(cause: 'barge_in' | 'error'): UtteranceReport | null {
    const utterance = this.#utterance
    if (utterance === null) return null
    this.#tts.clear()
    return this.#end(utterance, cause)
  }

  close(): void {
    this.#utterance?.leaveWheel()
    this.#utterance = null
    this.#tts.close()
  }

  #send(frame: Buffer): void {
    const utterance = this.#utterance
    if (utterance === null) return
    if (utterance.announcedAt === null) {
      const now = this.#clock.now()
      utterance.announcedAt = now
      this.#output.speaking(this.#report(utterance), 0, now - (utterance.firstWordsAt ?? now))
    }
    this.#output.audio(frame)
  }

  #finished(): void {
    const utterance = this.#utterance
    if (utterance === null) return
    utterance.whole = true
    utterance.playout.complete(this.#clock.now())
  }

  #played(): void {
    const utterance = this.#utterance
    if (utterance === null) return
    // A voice that went on for too long may be going on still.
    if (!utterance.whole) this.#tts.clear()
    this.#output.done(this.#end(utterance, 'completed'))
  }

  #end(utterance: Utterance, cause: StopCause): UtteranceReport {
    const report = this.#report(utterance, cause === 'completed')
    this.#utterance = null
    utterance.leaveWheel()
    if (utterance.announcedAt !== null) this.#output.silent(report, cause, this.#clock.now() - utterance.announcedAt)
    return report
  }

  #report(utterance: Utterance, all = false): UtteranceReport {
    const { id, turnId, text, whole, mark } = utterance
    const { heardMs: estimate, totalMs } = utterance.playout.progress(this.#clock.now())
    const heardMs = all ? estimate : Math.min(estimate, this.#playedMs(utterance))
    const least = (text.length * LEAST_MS_PER_CHARACTER) / this.#options.rate
    const lastsMs = whole ? totalMs : Math.max(totalMs, least)
    const textHeard = heardText(text, lastsMs === 0 ? 0 : heardMs / lastsMs)
    const method = mark === null ? 'rate_estimate' : 'marks'
    return { utteranceId: id, turnId, text, textHeard, heardMs, totalMs, method }
  }

  /** By the last mark: the client went on from there until it was told to stop. */
  #playedMs({ mark, heldAt }: Utterance): Millis {
    if (mark === null) return Number.POSITIVE_INFINITY
    return mark.playedMs + Math.max(0, (heldAt ?? this.#clock.now()) - mark.at)
  }
}

/** The whole words of `text` that lie before this share of it: speech is taken to flow evenly. */
export function heardText(text: string, share: number): string {
  if (share >= 0.999) return text
  const upTo = Math.floor(text.length * share)
  const end = text.lastIndexOf(' ', upTo)
  return end <= 0 ? '' : text.slice(0, end)
}
