import { Problem } from '#runtime/core/problem.ts'

/** How many of each a tenant may have: far more than anybody needs, so that no mistake in a loop fills the database. */
export interface Caps {
  readonly agents: number
  readonly tools: number
  readonly 'API keys': number
  readonly secrets: number
}

export const tooMany = (what: keyof Caps, caps: Caps): Problem =>
  new Problem('quota_exceeded', `A tenant has at most ${caps[what]} ${what}. Delete one that is no longer used.`, {
    limit: 'cap',
  })
