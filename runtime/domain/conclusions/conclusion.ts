import type { EvaluationScore, EventContent, Rubric } from '#generated/events.gen.ts'
import { scales } from './rubric.ts'

/** What a call came to: summary, disposition and score (FR-G3, SRS 7.7.5). */
export interface Conclusion {
  readonly success: boolean | null
  readonly words: EventContent['call.summarized']
  readonly score: EvaluationScore
}

const fields = ['summary', 'outcome', 'next_step', 'notes', 'success', 'reason', 'next_steps'] as const

/** The JSON Schema that the model answers by: all fields required, nothing else allowed (strict). */
export function conclusionSchema(rubric: Rubric | null): Readonly<Record<string, unknown>> {
  const text = (description: string) => ({ type: 'string', description })
  const textOrNull = (description: string) => ({ type: ['string', 'null'], description })
  return {
    type: 'object',
    additionalProperties: false,
    required: [...fields, ...(rubric === null ? [] : ['score'])],
    properties: {
      summary: text('The call in one or two sentences.'),
      outcome: text('A label of one to three words in snake_case, such as meeting_booked.'),
      next_step: textOrNull('The one thing that happens next, or null.'),
      notes: textOrNull('What is worth remembering about the caller, or null.'),
      success: { type: 'boolean', description: 'Whether the caller got what the agent is for.' },
      reason: text('Why that is so, in one sentence.'),
      next_steps: { type: 'array', items: { type: 'string' }, description: 'Everything that is to be done.' },
      ...(rubric !== null && { score: { ...scales[rubric].schema, description: `The call on the ${rubric}.` } }),
    },
  }
}

/** The conclusion in a model's answer, cut to the contract's lengths, or null when it is not what was asked for. */
export function conclusionFrom(answer: string, rubric: Rubric | null): Conclusion | null {
  const value = parsed(answer)
  if (value === null) return null
  const { summary, outcome, next_step, notes, success, reason, next_steps, score } = value
  const texts = [summary, outcome, reason].every((text) => typeof text === 'string' && text.trim() !== '')
  const optional = [next_step, notes].every((text) => text === null || typeof text === 'string')
  const steps = Array.isArray(next_steps) && next_steps.every((step) => typeof step === 'string')
  if (!texts || !optional || !steps || typeof success !== 'boolean') return null
  if (rubric !== null && !scales[rubric].has(score)) return null
  const words = {
    text: cut(summary, 2000),
    outcome: cut(outcome, 64),
    next_step: cutOrNull(next_step, 500),
    notes: cutOrNull(notes, 2000),
    reason: cut(reason, 1000),
    next_steps: (next_steps as string[])
      .filter((step) => step.trim() !== '')
      .slice(0, 10)
      .map((step) => cut(step, 500)),
  }
  return { success, words, score: rubric === null ? null : (score as EvaluationScore) }
}

function parsed(answer: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

const cut = (text: unknown, most: number): string => String(text).trim().toWellFormed().slice(0, most).toWellFormed()

function cutOrNull(text: unknown, most: number): string | null {
  return typeof text === 'string' && text.trim() !== '' ? cut(text, most) : null
}
