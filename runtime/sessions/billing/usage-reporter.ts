import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import { dayOf, daysAfter } from '#runtime/core/local-day.ts'
import { usageUpdated } from '#runtime/domain/billing/usage-updated.ts'
import type { BillingStore, DayJob } from '#runtime/ports/billing.ts'
import type { Store } from '#runtime/ports/store.ts'

export interface UsageReporterPorts {
  readonly store: Pick<Store, 'billing' | 'tenants'>
  readonly clock: Clock
  readonly onFault: (error: unknown, data?: Record<string, unknown>) => void
  /** So many events were written for the day. */
  readonly onTold: (told: { day: string; events: number }) => void
}

/** How long after midnight a day is told of: what ended before has its cost by then. */
const SETTLE_MS: Millis = 10 * 60_000
const TICK_MS: Millis = 5 * 60_000
/** How often the job is kept while it lasts; several times in what it is kept for. */
const KEEP_MS: Millis = 10_000
const TENANTS_AT_ONCE = 100
/** So many tenants that failed are told of one by one, all of them as a number. */
const MOST_FAULTS = 10
const LAST_TENANT_MS: Millis = 5_000

/**
 * Tells every tenant after each day what it used in the period (`billing.usage_updated`, SRS 7.4.4). One process does it, and
 * another goes on when that one is gone; whoever does it twice tells nothing twice. Days on which no process was there have no
 * job: the next day's says what they came to.
 */
export class UsageReporter {
  readonly #ports: UsageReporterPorts
  readonly #billing: BillingStore
  #cancel = (): void => {}
  #working: Promise<void> | null = null
  #stopped = false

  constructor(ports: UsageReporterPorts) {
    this.#ports = ports
    this.#billing = ports.store.billing
  }

  /** Looks now and every few minutes from now on, until `stop`. */
  start(): void {
    if (this.#stopped) return
    const { clock, onFault } = this.#ports
    this.#working = this.report(clock.now())
      .catch(onFault)
      .finally(() => {
        this.#working = null
        if (!this.#stopped) this.#cancel = clock.wakeAt(clock.now() + TICK_MS, () => this.start())
      })
  }

  /** Begins with no further tenant; does not wait long for the one that it is at. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    if (this.#working !== null) await within(this.#ports.clock, LAST_TENANT_MS, this.#working)
  }

  /** Tells of the days that are over at the instant `now`, unless that is done or another process's. */
  async report(now: Millis): Promise<void> {
    const over = daysAfter(dayOf(now - SETTLE_MS), -1)
    for (let job = await this.#take(over); job !== null; job = await this.#take(over)) await this.#work(job, now)
  }

  async #take(day: string): Promise<DayJob | null> {
    return this.#stopped ? null : await this.#billing.take(day)
  }

  async #work(job: DayJob, now: Millis): Promise<void> {
    const { onTold, onFault } = this.#ports
    const told = { day: job.day, events: 0 }
    const failure = await this.#tellAll(job, new Date(now).toISOString(), told).then(() => null, asError)
    if (told.events > 0) onTold(told)
    if (failure === null) return await this.#billing.done(job)
    if ((await this.#billing.failed(job, failure.message.slice(0, 500))) !== 'dead') return
    onFault(new Error('Telling tenants of their usage was given up.', { cause: failure }), { day: job.day })
  }

  /** A tenant that fails is in no other's way: it has its turn again at the next attempt. */
  async #tellAll(job: DayJob, ts: string, told: { events: number }): Promise<void> {
    const { clock, onFault } = this.#ports
    let failures = 0
    let kept = clock.now()
    const keep = async (): Promise<void> => {
      await this.#billing.keep(job)
      kept = clock.now()
    }
    for await (const tenantId of this.#tenants()) {
      if (this.#stopped) throw new Error('The process ended.')
      if (clock.now() - kept >= KEEP_MS) await keep()
      try {
        told.events += (
          await this.#billing.tell(tenantId, job.day, (usage) => usageUpdated(tenantId, usage, ts))
        ).length
      } catch (error) {
        failures += 1
        if (failures <= MOST_FAULTS) onFault(error, { tenant_id: tenantId, day: job.day })
        // Fails as well where it is not the tenant but the database, and then the others need not be tried.
        await keep()
      }
    }
    if (failures === 0) return
    const failure = new Error(`${failures} tenants could not be told of their usage.`)
    if (failures > MOST_FAULTS) onFault(failure, { day: job.day })
    throw failure
  }

  async *#tenants(): AsyncGenerator<string> {
    const { tenants } = this.#ports.store
    for (let before: string | undefined; ; ) {
      const page = await tenants.list({ limit: TENANTS_AT_ONCE, ...(before !== undefined && { before }) })
      for (const { id } of page) yield id
      if (page.length < TENANTS_AT_ONCE) return
      before = page.at(-1)!.id
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
