import type { Millis } from '#runtime/core/clock.ts'
import type { Answering } from '#runtime/sessions/answers/answering.ts'
import type { CallNarrator } from '#runtime/sessions/log/call-narrator.ts'
import type { AgentVoice } from './agent-voice.ts'
import type { Alarms } from './alarms.ts'
import type { TurnTaking } from './turn-taking.ts'

/** How long what was being said may go on… */
const FINISH_MS: Millis = 10_000
/** …and how long the apology may take from then on. */
const APOLOGY_MS: Millis = 15_000

export interface ApologyParts {
  readonly voice: AgentVoice
  readonly alarms: Alarms
  readonly turns: TurnTaking
  readonly answering: Answering
  readonly narrator: CallNarrator
}

/** The end of a call whose provider failed: what the agent was saying is heard to its end, then its apology. */
export class Apology {
  readonly #parts: ApologyParts
  readonly #text: string
  readonly #over: () => void
  #disarm: () => void = () => {}
  #phase: 'finishing' | 'apologising' = 'finishing'

  /** `over` is told when everything was heard, or took too long. */
  constructor(parts: ApologyParts, text: string, over: () => void) {
    this.#parts = parts
    this.#text = text
    this.#over = over
  }

  /** From now on nothing that the caller says changes anything. */
  begin(): void {
    const { voice, alarms, turns, answering } = this.#parts
    turns.close()
    answering.cut()
    if (!voice.speaks) return this.#apologise()
    this.#disarm = alarms.wakeAt(alarms.now() + FINISH_MS, () => this.#apologise())
    voice.finish()
  }

  /** The agent has said its utterance. */
  said(): void {
    if (this.#phase === 'finishing') this.#apologise()
    else this.#over()
  }

  #apologise(): void {
    const { voice, alarms, turns, narrator } = this.#parts
    this.#disarm()
    this.#phase = 'apologising'
    voice.cut('error')
    this.#disarm = alarms.wakeAt(alarms.now() + APOLOGY_MS, this.#over)
    const turnId = turns.lastTurn()
    narrator.apologised(turnId)
    voice.begin(turnId)
    voice.say(this.#text)
    voice.finish()
  }
}
