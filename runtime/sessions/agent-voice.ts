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
}

export interface VoiceOutput {
  audio(frame: Buffer): void
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
      played: () => this.#played(),
    })
    this.#utterance = {
      id: `u_${++this.#count}`,
      turnId,
      playout,
      leaveWheel: this.#wheel.join((now) => guard(() => playout.tick(now), this.#output.fault)),
      text: '',
      whole: false,
      firstWordsAt: null,
      announcedAt: null,
    }
  }

  say(text: string): void {
    const utterance = this.#utterance
    if (utterance === null) return
    utterance.text = `${utterance.text} ${text}`.trim()
    utterance.firstWordsAt ??= this.#clock.now()
    this.#tts.say(text)
  }

  finish(): void {
    if (this.#utterance !== null) this.#tts.finish()
  }

  /** Falls silent so that it can go on; a report when it was audible. */
  hold(): UtteranceReport | null {
    const utterance = this.#utterance
    if (utterance === null) return null
    utterance.playout.hold(this.#clock.now())
    return utterance.announcedAt === null ? null : this.#report(utterance)
  }

  resume(): void {
    const utterance = this.#utterance
    if (utterance === null) return
    if (utterance.announcedAt !== null) {
      const report = this.#report(utterance)
      this.#output.speaking(report, report.heardMs, undefined)
    }
    utterance.playout.resume(this.#clock.now())
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
    const report = this.#report(utterance)
    this.#utterance = null
    utterance.leaveWheel()
    if (utterance.announcedAt !== null) this.#output.silent(report, cause, this.#clock.now() - utterance.announcedAt)
    return report
  }

  #report({ id, turnId, text, whole, playout }: Utterance): UtteranceReport {
    const { heardMs, totalMs } = playout.progress(this.#clock.now())
    const lastsMs = whole ? totalMs : Math.max(totalMs, text.length * LEAST_MS_PER_CHARACTER)
    const textHeard = heardText(text, lastsMs === 0 ? 0 : heardMs / lastsMs)
    return { utteranceId: id, turnId, text, textHeard, heardMs, totalMs }
  }
}

/** The whole words of `text` that lie before this share of it: speech is taken to flow evenly. */
export function heardText(text: string, share: number): string {
  if (share >= 0.999) return text
  const upTo = Math.floor(text.length * share)
  const end = text.lastIndexOf(' ', upTo)
  return end <= 0 ? '' : text.slice(0, end)
}
