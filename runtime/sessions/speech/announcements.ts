import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { VoiceSession } from '#runtime/sessions/voice-session.ts'
import { speechGuard } from './guardrails.ts'

/** What is wanted of the agent and not said yet. */
const MOST_WAITING = 8
/** How often it is looked whether nobody speaks; only while something waits. */
const LOOK_MS: Millis = 100

/** What somebody wants the agent to say (the command `say`): one after the other, each when nobody speaks. */
export class Announcements {
  readonly #clock: Clock
  readonly #session: Pick<VoiceSession, 'announce' | 'interrupt'>
  readonly #blocks: (text: string) => boolean
  readonly #waiting: string[] = []
  #cancel: (() => void) | null = null

  constructor(
    clock: Clock,
    session: Pick<VoiceSession, 'announce' | 'interrupt'>,
    agent: Pick<Agent, 'guardrails' | 'locale'>,
  ) {
    const { blocks } = speechGuard(agent)
    this.#clock = clock
    this.#session = session
    this.#blocks = (text) => blocks(text, '')
  }

  /** Null, or why it is not said. `interrupt`: the agent stops what it is saying. */
  add(text: string, interrupt: boolean): string | null {
    if (this.#blocks(text)) return "The agent's guardrails block these words."
    if (this.#waiting.length >= MOST_WAITING) return `${MOST_WAITING} texts wait to be said already.`
    if (interrupt) this.#session.interrupt()
    const told = this.#waiting.length > 0 ? 'busy' : this.#session.announce(text)
    if (typeof told === 'object') return told.never
    if (told === 'busy') {
      this.#waiting.push(text)
      this.#look()
    }
    return null
  }

  /** The call is over: nothing more is said. */
  close(): void {
    this.#waiting.length = 0
    this.#cancel?.()
    this.#cancel = null
  }

  #look(): void {
    this.#cancel ??= this.#clock.wakeAt(this.#clock.now() + LOOK_MS, () => {
      this.#cancel = null
      const [text] = this.#waiting
      if (text === undefined) return
      const told = this.#session.announce(text)
      if (typeof told === 'object') return this.close()
      if (told === 'said') this.#waiting.shift()
      if (this.#waiting.length > 0) this.#look()
    })
  }
}
