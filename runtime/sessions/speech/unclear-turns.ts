import type { Agent } from '#generated/openapi.gen.ts'
import { stockPhrase } from '#runtime/domain/agents/stock-phrases.ts'
import type { CallNarrator } from '#runtime/sessions/log/call-narrator.ts'
import type { CallerTurn } from './turn-taking.ts'

/** How often in a row the agent asks to hear something again. */
const MAX_REPEATS = 2

/** Turns whose words the transcriber is not sure of (FR-E2): the agent asks for them again, and at last takes them for noise. */
export class UnclearTurns {
  readonly #agent: Pick<Agent, 'asr' | 'locale'>
  readonly #narrator: CallNarrator
  #inARow = 0

  constructor(agent: Pick<Agent, 'asr' | 'locale'>, narrator: CallNarrator) {
    this.#agent = agent
    this.#narrator = narrator
  }

  /** What the turn is; a text is what the agent asks. */
  judge({ turnId, confidence }: CallerTurn): 'clear' | 'noise' | { readonly question: string } {
    const { asr, locale } = this.#agent
    if (confidence === null || confidence >= asr.confidenceThreshold) {
      this.#inARow = 0
      return 'clear'
    }
    this.#inARow += 1
    const asks = this.#inARow <= MAX_REPEATS
    this.#narrator.misheard(turnId, confidence, asks)
    return asks ? { question: asr.repeatQuestion ?? stockPhrase(locale, 'sayAgain') } : 'noise'
  }
}
