import { DatabaseError } from 'pg'

const UNIQUE_VIOLATION = '23505'

/**
 * The answer of `work`, or the outcome that stands for the unique constraint that it broke. Every other error is
 * thrown on.
 */
export async function orTaken<T, Outcome extends string>(
  outcomes: Readonly<Record<string, Outcome>>,
  work: Promise<T>,
): Promise<T | Outcome> {
  try {
    return await work
  } catch (error) {
    const broken = error instanceof DatabaseError && error.code === UNIQUE_VIOLATION ? error.constraint : undefined
    const outcome = broken === undefined ? undefined : outcomes[broken]
    if (outcome === undefined) throw error
    return outcome
  }
}
