import type { Clock } from '#runtime/core/clock.ts'
import { RateTable } from '#runtime/core/rate-table.ts'
import type { Limiter } from '#runtime/ports/limiter.ts'

/** The limits of a single process. */
export function inProcessLimiter(clock: Pick<Clock, 'now'>): Limiter {
  const table = new RateTable()
  return {
    take: async (key, policy) => table.take(`${policy.name}\0${key}`, clock.now(), policy),
    close: async () => {},
  }
}
