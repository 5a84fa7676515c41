import type { Pool } from 'pg'
import type { Job } from 'pg-boss'
import type { CallEvent } from '#generated/events.gen.ts'
import type { PeriodUsage } from '#runtime/core/period-usage.ts'
import type { BillingStore, DayJob } from '#runtime/ports/billing.ts'
import { giveBack, type Jobs } from './jobs.ts'
import { posts } from './log-writer.ts'
import { statement } from './statement.ts'
import { storedJson } from './stored-json.ts'
import { inTenant } from './tenant-transaction.ts'
import { type ToldUsage, tellUsage } from './usage-sums.ts'

/** As `migrations/0022-usage-told.sql` makes it. */
const QUEUE = 'usage-day'
const RETRIES = 24

/** What tenants are told of their usage (SRS 7.4.4). `written` is told when webhooks were written with it. */
export function postgresBilling(pool: Pool, jobs: Jobs, written: () => void): BillingStore {
  const { boss } = jobs
  return {
    async take(day) {
      const running = await boss()
      // There is no second one of a day: its id is the day's.
      await running.send(QUEUE, { day }, { id: idOf(day) })
      const [job] = await running.fetch<Pick<DayJob, 'day'>>(QUEUE, { batchSize: 1 })
      return job ? taken(job) : null
    },

    async keep(job) {
      await (await boss()).touch(QUEUE, attemptOf(job))
    },

    async done(job) {
      await (await boss()).complete(QUEUE, attemptOf(job))
    },

    failed: (job, reason) => giveBack(jobs, QUEUE, attemptOf(job), { reason, last: job.last }),

    async tell(tenantId, day, event) {
      const { told, posted } = await inTenant(pool, tenantId, async (run, tenant) => {
        const told = (await run(tellUsage(tenant, day))).map(usageFrom)
        if (told.length === 0) return { told, posted: false }
        const [row] = await run(appended(tenant, told.map(event)))
        return { told, posted: row?.posts ?? false }
      })
      if (posted) written()
      return told
    },
  }
}

/** Appends to the tenant's own log, with what is posted of it. A query that is asked for nothing is not run: so `last` is asked for. */
const appended = (tenant: string, events: readonly CallEvent[]) => statement<{ last: number; posts: boolean }>`
  with said as (select ${storedJson(events)}::jsonb as events),
  appended as materialized (select append_to_tenant_log(${tenant}::uuid, events) as last, events from said),
  logged as (
    select ${tenant}::uuid as session_id, (a.last - jsonb_array_length(a.events) + e.nth)::int as seq, ${tenant}::uuid as tenant_id,
      (e.event->>'ts')::timestamptz as ts, e.event->>'event_type' as event_type
    from appended a, jsonb_array_elements(a.events) with ordinality as e (event, nth)
  )${posts}
  select (select last from appended) as last, exists (select from posted) as posts`

/** `20260203-0000-8000-8000-000000000000`: a UUID of version 8, which says what it likes. */
const idOf = (day: string): string => `${day.replaceAll('-', '')}-0000-8000-8000-000000000000`

const attemptOf = ({ day, attempt }: DayJob) => ({ id: idOf(day), retryCount: attempt })

const taken = ({ data, retryCount }: Job<Pick<DayJob, 'day'>>): DayJob => ({
  day: data.day,
  attempt: retryCount,
  last: retryCount >= RETRIES,
})

const usageFrom = (row: ToldUsage): PeriodUsage => ({
  periodStart: row.period_start,
  periodEnd: row.period_end,
  through: row.through,
  calls: Number(row.calls),
  asrMs: Number(row.asr_ms),
  ttsChars: Number(row.tts_chars),
  llmTokensIn: Number(row.llm_tokens_in),
  llmTokensOut: Number(row.llm_tokens_out),
  microInr: BigInt(row.micro_inr),
})
