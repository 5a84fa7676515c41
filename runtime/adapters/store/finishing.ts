import type { Pool } from 'pg'
import type { Job } from 'pg-boss'
import { idFromUuid } from '#runtime/core/ids.ts'
import type { FinishingStore, FinishJob } from '#runtime/ports/finishing.ts'
import { giveBack, type Jobs } from './jobs.ts'
import { storedId } from './stored-id.ts'
import { askTenant, build } from './tenant-transaction.ts'

/** As `migrations/0018-after-call.sql` makes them. */
const QUEUE = 'after-call'
const DEAD = 'after-call-dead'
const RETRIES = 24

interface JobData {
  readonly tenantId: string
  readonly callId: string
}

/** The jobs that finish calls, and with `sweep` those of every queue whose processes are gone. */
export function postgresFinishing(pool: Pool, jobs: Jobs): FinishingStore {
  const { boss } = jobs
  return {
    async take(limit) {
      return (await (await boss()).fetch<JobData>(QUEUE, { batchSize: limit })).map(taken)
    },

    async keep(held) {
      await (await boss()).touch(QUEUE, held.map(attemptOf))
    },

    async finished(job, at) {
      const call = build.updateTable('calls').set({ finished_at: at }).where('id', '=', storedId('call', job.callId))
      await askTenant(pool, job.tenantId, call)
      await (await boss()).complete(QUEUE, attemptOf(job))
    },

    failed: (job, reason) => giveBack(jobs, QUEUE, attemptOf(job), { reason, last: job.last }),

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
  }
}

const attemptOf = ({ callId, attempt }: FinishJob) => ({ id: storedId('call', callId), retryCount: attempt })

const taken = ({ data, retryCount }: Job<JobData>): FinishJob => ({
  tenantId: idFromUuid('tenant', data.tenantId),
  callId: idFromUuid('call', data.callId),
  attempt: retryCount,
  last: retryCount >= RETRIES,
})
