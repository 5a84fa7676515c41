import { Problem } from '#runtime/core/problem.ts'

/** How many of each a tenant may have: far more than anybody needs, so that no mistake in a loop fills the database. */
export const caps = { agents: 1_000, tools: 1_000, 'API keys': 500, secrets: 100 } as const

export const tooMany = (what: keyof typeof caps): Problem =>
  new Problem('quota_exceeded', `A tenant has at most ${caps[what]} ${what}. Delete one that is no longer used.`, {
    limit: 'cap',
  })
