import type { Pool } from 'pg'
import { type Job, PgBoss } from 'pg-boss'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { FinishingStore, FinishJob } from '#runtime/ports/finishing.ts'
import { storedId } from './stored-id.ts'
import { askTenant, asLibrary, build } from './tenant-transaction.ts'

/** As `migrations/0018-after-call.sql` makes them. */
const QUEUE = 'after-call'
const DEAD = 'after-call-dead'
const RETRIES = 24
/** All processes together look so often for jobs of those that are gone. */
const MONITOR_SEC = 5

interface JobData {
  readonly tenantId: string
  readonly callId: string
}

/** The jobs of pg-boss, on our connections and as our role. Its schema is made by migrations, and it has no timers of its own. */
export function postgresFinishing(
  pool: Pool,
  onError: (error: unknown) => void,
): FinishingStore & { close(): Promise<void> } {
  let starting: Promise<PgBoss> | undefined
  const boss = (): Promise<PgBoss> => {
    starting ??= started(pool, onError).catch((error: unknown) => {
      starting = undefined
      throw error
    })
    return starting
  }
  return {
    async take(limit) {
      const jobs = await (await boss()).fetch<JobData>(QUEUE, { batchSize: limit })
      return jobs.map(taken)
    },

    async keep(jobs) {
      await (await boss()).touch(QUEUE, jobs.map(attemptOf))
    },

    async finished(job, at) {
      const call = build.updateTable('calls').set({ finished_at: at }).where('id', '=', storedId('call', job.callId))
      await askTenant(pool, job.tenantId, call)
      await (await boss()).complete(QUEUE, attemptOf(job))
    },

    async failed(job, reason) {
      const answer = await (await boss()).fail(QUEUE, attemptOf(job), { message: reason })
      // The library's types leave out what it gives.
      if ((answer as { affected: number }).affected === 0) return 'lost'
      return job.last ? 'dead' : 'waits'
    },

    async sweep() {
      const running = await boss()
      await running.supervise()
      const queues = await running.getQueues([QUEUE, DEAD])
      const counts = (name: string) => queues.find((queue) => queue.name === name)
      return {
        waiting: counts(QUEUE)?.queuedCount ?? 0,
        active: counts(QUEUE)?.activeCount ?? 0,
        dead: counts(DEAD)?.queuedCount ?? 0,
      }
    },

    async isFinished(tenantId, callId) {
      const call = build.selectFrom('calls').select('id').where('id', '=', storedId('call', callId))
      return (await askTenant(pool, tenantId, call.where('finished_at', 'is not', null))).length > 0
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

const attemptOf = ({ callId, attempt }: FinishJob) => ({ id: storedId('call', callId), retryCount: attempt })

const taken = ({ data, retryCount }: Job<JobData>): FinishJob => ({
  tenantId: idFromUuid('tenant', data.tenantId),
  callId: idFromUuid('call', data.callId),
  attempt: retryCount,
  last: retryCount >= RETRIES,
})
