import type { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { asLibrary } from './tenant-transaction.ts'

/** All processes together look so often for jobs of those that are gone. */
const MONITOR_SEC = 5

/** The jobs of pg-boss, on our connections and as our role. */
export interface Jobs {
  /** Started when it is needed first. */
  boss(): Promise<PgBoss>
  close(): Promise<void>
}

/** Its schema and queues are made by migrations, and it has no timers of its own. */
export function postgresJobs(pool: Pool, onError: (error: unknown) => void): Jobs {
  let starting: Promise<PgBoss> | undefined
  return {
    boss() {
      starting ??= started(pool, onError).catch((error: unknown) => {
        starting = undefined
        throw error
      })
      return starting
    },
    async close() {
      await (await starting?.catch(() => undefined))?.stop({ graceful: false, close: false })
    },
  }
}

async function started(pool: Pool, onError: (error: unknown) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    ...{ migrate: false, supervise: false, schedule: false, reindex: false, monitorVacuum: false },
    monitorIntervalSeconds: MONITOR_SEC,
    db: { executeSql: (text, values) => asLibrary(pool, text, values) },
  })
  boss.on('error', onError)
  return await boss.start()
}

/** Gives an attempt back to its queue. `dead`: no other follows when this was the last; `lost`: it was another's already. */
export async function giveBack(
  { boss }: Jobs,
  queue: string,
  attempt: { id: string; retryCount: number },
  { reason, last }: { reason: string; last: boolean },
): Promise<'waits' | 'dead' | 'lost'> {
  const answer = await (await boss()).fail(queue, attempt, { message: reason })
  // The library's types leave out what it gives.
  if ((answer as { affected: number }).affected === 0) return 'lost'
  return last ? 'dead' : 'waits'
}
