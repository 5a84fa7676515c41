import type { CallEvent } from '#generated/events.gen.ts'
import type { PeriodUsage } from '#runtime/core/period-usage.ts'

/** That a day is over is told to every tenant, at one of the job's attempts. */
export interface DayJob {
  readonly day: string
  /** From 0. */
  readonly attempt: number
  /** Should it fail, it is tried no more. */
  readonly last: boolean
}

/** What tenants are told of their usage after each day, and the job of it: there is one a day, whoever asks for it. */
export interface BillingStore {
  /** Takes a job that is due and nobody's, that of the day if need be; null when there is none. */
  take(day: string): Promise<DayJob | null>
  /** The process has it still. A job of which that is not said for a minute is anybody's. */
  keep(job: DayJob): Promise<void>
  done(job: DayJob): Promise<void>
  /** Gives the job back, to be taken again later; `dead` when it is given up, `lost` when it was another's. */
  failed(job: DayJob, reason: string): Promise<'waits' | 'dead' | 'lost'>
  /**
   * Writes into the tenant's own log what it used until the end of the day, and what is posted of that to webhooks: an event for
   * the period of the day, and one for each before it of which more calls are known than when it was told last. What was told of a
   * day is not told again, whoever else does the same at once.
   */
  tell(tenantId: string, day: string, event: (usage: PeriodUsage) => CallEvent): Promise<PeriodUsage[]>
}
