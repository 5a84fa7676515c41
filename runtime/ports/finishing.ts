/** What follows a call that has ended, at one of its attempts. */
export interface FinishJob {
  readonly tenantId: string
  readonly callId: string
  /** From 0, which belongs to the process that wrote the end of the call. */
  readonly attempt: number
  /** Should it fail, it is tried no more. */
  readonly last: boolean
}

/** How many jobs wait to be taken, are in a process's hands, and were given up. */
export interface FinishJobCounts {
  readonly waiting: number
  readonly active: number
  readonly dead: number
}

/**
 * The jobs that finish calls, of every tenant. A job is made in the transaction that writes the end of its call, in the hands
 * of whoever wrote it; the database's clock counts.
 */
export interface FinishingStore {
  /** Takes up to `limit` jobs that are due and nobody's, oldest first. */
  take(limit: number): Promise<FinishJob[]>
  /** The process has these still. A job of which that is not said for 15 s is anybody's, after `sweep`. */
  keep(jobs: readonly FinishJob[]): Promise<void>
  /** Everything is done; of an attempt that is over nothing but the instant is noted. */
  finished(job: FinishJob, at: string): Promise<void>
  /** Gives the job back, to be taken again, more seldom with each attempt; `dead` when it is given up, `lost` when it was another's. */
  failed(job: FinishJob, reason: string): Promise<'waits' | 'dead' | 'lost'>
  /** Gives back the jobs of processes that are gone; and how many there were, some seconds ago. */
  sweep(): Promise<FinishJobCounts>
  isFinished(tenantId: string, callId: string): Promise<boolean>
}
