import type { FinishingStore, FinishJob, FinishJobCounts } from '#runtime/ports/finishing.ts'

interface MemoryJob {
  readonly tenantId: string
  readonly callId: string
  attempt: number
  state: 'waiting' | 'active' | 'done' | 'dead'
}

/** Jobs in memory. One that failed is due at once, and one that is in hand stays there until `lapse`. */
export class MemoryFinishing implements FinishingStore {
  readonly finishedCalls: string[] = []
  readonly reasons: string[] = []
  readonly #jobs = new Map<string, MemoryJob>()
  /** Attempts after the first. */
  retries = 24

  /** Of a call that has ended, in the hands of whoever ended it; or `waiting` for anybody. */
  enqueue(tenantId: string, callId: string, state: 'waiting' | 'active'): void {
    if (this.#jobs.has(callId)) return
    this.#jobs.set(callId, { tenantId, callId, attempt: state === 'active' ? 0 : -1, state })
  }

  /** Those who had jobs are gone. */
  lapse(): void {
    for (const job of this.#jobs.values()) if (job.state === 'active') job.state = 'waiting'
  }

  /** Whether this is the attempt that the job is at. */
  isAt(callId: string, attempt: number): boolean {
    const job = this.#jobs.get(callId)
    return job?.state === 'active' && job.attempt === attempt
  }

  async take(limit: number): Promise<FinishJob[]> {
    const due = [...this.#jobs.values()].filter(({ state }) => state === 'waiting').slice(0, limit)
    return due.map((job) => {
      job.state = 'active'
      job.attempt += 1
      return { tenantId: job.tenantId, callId: job.callId, attempt: job.attempt, last: job.attempt >= this.retries }
    })
  }

  async keep(): Promise<void> {}

  async finished({ callId, attempt }: FinishJob): Promise<void> {
    this.finish(callId)
    if (this.isAt(callId, attempt)) this.#jobs.get(callId)!.state = 'done'
  }

  /** The call counts as finished. */
  finish(callId: string): void {
    if (!this.finishedCalls.includes(callId)) this.finishedCalls.push(callId)
  }

  async failed({ callId, attempt, last }: FinishJob, reason: string): Promise<'waits' | 'dead' | 'lost'> {
    if (!this.isAt(callId, attempt)) return 'lost'
    this.reasons.push(reason)
    this.#jobs.get(callId)!.state = last ? 'dead' : 'waiting'
    return last ? 'dead' : 'waits'
  }

  async sweep(): Promise<FinishJobCounts> {
    const count = (state: MemoryJob['state']) => [...this.#jobs.values()].filter((job) => job.state === state).length
    return { waiting: count('waiting'), active: count('active'), dead: count('dead') }
  }

  async isFinished(_tenant: string, callId: string): Promise<boolean> {
    return this.finishedCalls.includes(callId)
  }
}
