import type { Agent } from '#generated/openapi.gen.ts'
import type { TurnPolicy } from './turn.ts'
import { waitPolicy } from './unfinished.ts'

/** When the turn of an agent's caller is over, and whether it may begin over the agent (FR-E1, FR-E2, FR-E3). */
export function turnPolicy({ endpointing, interruptible }: Pick<Agent, 'endpointing' | 'interruptible'>): TurnPolicy {
  const { silenceMs, minWords, provider } = endpointing
  const ends = provider === 'off' ? 'final_words' : 'silence'
  return { silenceMs, minWords, interruptible, ends, waitMs: waitPolicy(endpointing) }
}
