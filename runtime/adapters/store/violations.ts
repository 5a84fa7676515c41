import { DatabaseError } from 'pg'

const UNIQUE_VIOLATION = '23505'
const CHECK_VIOLATION = '23514'

/** The constraint of `migrations/0013-tenant-counts.sql`. */
export const full = { tenant_counts_cap: 'too_many' } as const

/**
 * The answer of `work`, or the outcome that stands for the constraint that it broke. Every other error is
 * thrown on.
 */
export async function orRefused<T, Outcome extends string>(
  outcomes: Readonly<Record<string, Outcome>>,
  work: Promise<T>,
): Promise<T | Outcome> {
  try {
    return await work
  } catch (error) {
    const { code, constraint } = error instanceof DatabaseError ? error : {}
    const broken = code === UNIQUE_VIOLATION || code === CHECK_VIOLATION ? constraint : undefined
    const outcome = broken === undefined ? undefined : outcomes[broken]
    if (outcome === undefined) throw error
    return outcome
  }
}
