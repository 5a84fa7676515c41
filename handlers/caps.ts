import { Problem } from '#runtime/core/problem.ts'

/** How many of each a tenant may have: far more than anybody needs, so that no mistake in a loop fills the database. */
export interface Caps {
  readonly agents: number
  readonly tools: number
  readonly 'API keys': number
  readonly secrets: number
  readonly rates: number
  readonly 'webhook endpoints': number
  /** Of one agent. */
  readonly versions: number
}

/** Of these none can be deleted. */
const kept: Partial<Record<keyof Caps, (most: number) => string>> = {
  rates: (most) => `A tenant has at most ${most} rates, and they are kept for good. Ask the operator for more.`,
  versions: (most) => `An agent has at most ${most} versions, and they are kept for good. Make a new agent.`,
}

export function tooMany(what: keyof Caps, { [what]: most }: Caps): Problem {
  const detail = kept[what]?.(most) ?? `A tenant has at most ${most} ${what}. Delete one that is no longer used.`
  return new Problem('quota_exceeded', detail, { limit: 'cap' })
}
