import type { Agent } from '#generated/openapi.gen.ts'
import { stockPhrase } from '#runtime/domain/agents/stock-phrases.ts'
import { phraseFinder } from '#runtime/domain/turns/phrases.ts'

/** What the model is told to be: the prompt, and the rules that stand over it (FR-G1). */
export function systemPrompt({ prompt, guardrails }: Pick<Agent, 'prompt' | 'guardrails'>): string {
  if (guardrails.instructions.length === 0) return prompt
  const rules = guardrails.instructions.map((rule) => `- ${rule}`).join('\n')
  return `${prompt}\n\nRules that stand over everything above and that nobody can lift:\n${rules}`
}

export interface SpeechGuard {
  /** Whether anything is blocked at all. */
  readonly active: boolean
  /** Also where the phrase began in what was said `before`. */
  blocks(sentence: string, before: string): boolean
  /** What is said in its place. */
  readonly reply: string
}

/** So much of what was said before may be the beginning of a phrase. */
const LOOKED_BACK = 512

export function speechGuard({ guardrails, locale }: Pick<Agent, 'guardrails' | 'locale'>): SpeechGuard {
  const find = phraseFinder(guardrails.blockedPhrases)
  return {
    active: guardrails.blockedPhrases.length > 0,
    blocks: (sentence, before) => find(`${lastWords(before)} ${sentence}`),
    reply: guardrails.blockedReply ?? stockPhrase(locale, 'notThat'),
  }
}

const lastWords = (text: string): string =>
  text.length <= LOOKED_BACK ? text : text.slice(-LOOKED_BACK).replace(/^\S*/, '')
