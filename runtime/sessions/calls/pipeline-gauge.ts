import type { EventData } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { powerDbfs } from '#runtime/pipeline/voice-detector.ts'
import type { CallLog } from '#runtime/sessions/log/call-log.ts'
import type { VoiceSession } from '#runtime/sessions/voice-session.ts'
import type { Record } from './call-commands.ts'

const EVERY_MS: Millis = 1_000
const SILENCE_DBFS = -200

/** Tells each second how the pipeline of a call stands, while somebody debugs it (OBS-00 5). It counts, and hears no word. */
export class PipelineGauge {
  readonly #clock: Clock
  readonly #session: Pick<VoiceSession, 'parts'>
  readonly #log: Pick<CallLog, 'waiting'>
  readonly #record: Record
  #cancel: (() => void) | null = null
  #since: Millis = 0
  #framesIn = 0
  #framesOut = 0
  #loudest = SILENCE_DBFS

  constructor(clock: Clock, session: Pick<VoiceSession, 'parts'>, log: Pick<CallLog, 'waiting'>, record: Record) {
    this.#clock = clock
    this.#session = session
    this.#log = log
    this.#record = record
  }

  start(): void {
    if (this.#cancel !== null) return
    this.#since = this.#clock.now()
    this.#session.parts.ear.tap = (frame) => {
      this.#framesIn += 1
      this.#loudest = Math.max(this.#loudest, powerDbfs(frame))
    }
    this.#arm()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#session.parts.ear.tap = null
    this.#reset()
  }

  /** A frame went to the caller. */
  sent(): void {
    this.#framesOut += 1
  }

  #arm(): void {
    this.#cancel = this.#clock.wakeAt(this.#since + EVERY_MS, () => {
      const data = this.#measured()
      this.#reset()
      this.#arm()
      this.#record('pipeline.debug', { severity: 'debug', data })
    })
  }

  #measured(): EventData['pipeline.debug'] {
    const { turns, voice } = this.#session.parts
    return {
      span_ms: Math.round(this.#clock.now() - this.#since),
      frames_in: this.#framesIn,
      frames_out: this.#framesOut,
      loudest_dbfs: Math.round(this.#loudest * 10) / 10,
      caller_phase: turns.phases.caller,
      agent_phase: turns.phases.agent,
      speaking: voice.speaks,
      unsent_ms: Math.round(voice.unsentMs),
      unstored_events: this.#log.waiting,
    }
  }

  #reset(): void {
    this.#since = this.#clock.now()
    this.#framesIn = 0
    this.#framesOut = 0
    this.#loudest = SILENCE_DBFS
  }
}
