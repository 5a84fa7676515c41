import type { Agent } from '#generated/openapi.gen.ts'
import type { Backoff } from '#runtime/core/backoff.ts'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'
import { Slots } from '#runtime/core/slots.ts'
import type { FinishJob, FinishJobCounts } from '#runtime/ports/finishing.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { Traces } from '#runtime/ports/traces.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import { readWhole } from '#runtime/sessions/log/call-reader.ts'
import { tracedStep } from '#runtime/sessions/telemetry/step-tracer.ts'
import type { EndedCall, FinishStep } from './finish-step.ts'
import { tellFinished } from './tell-finished.ts'

export interface FinisherPorts extends Omit<CallLogPorts, 'events'> {
  readonly store: Store
  readonly clock: Clock
  /** Where what follows a call is traced. */
  readonly traces?: Pick<Traces, 'sampled' | 'record'> | undefined
  /** `data` says of which call. */
  readonly onFault: (error: unknown, data?: Record<string, unknown>) => void
}

/** Calls that are worked on at once: many that end together do not keep those that are live waiting. */
const AT_ONCE = 4
/** Calls in this process's hands at once that others left. */
const MOST_TAKEN = 50
/** How often jobs in hand are kept, and those of others that are gone are looked for; thrice in what a job is kept for. */
const TICK_MS: Millis = 5_000
/** So long after its end a call's log says `call.finished`, whatever is missing: 60 s with what it takes to say so (SRS 7.4.1). */
const PATIENCE_MS: Millis = 55_000
/** The same, of a call whose owner was lost: what lies on that one's disk comes when it is back soon, or late. */
const ORPHAN_PATIENCE_MS: Millis = 35_000
/** The same, from the beginning of an attempt on, where nobody could work on the call for so long. */
const LATE_PATIENCE_MS: Millis = 10_000
const BACKOFF: Backoff = { firstMs: 1_000, longestMs: 8_000 }

/**
 * What is done after a call, in order: artifacts, summary, costs; then its log says that it is finished. The process that ended
 * the call works on it at once; when it dies, or a step fails for long, whoever finds the job later does.
 */
export class Finisher {
  readonly #ports: FinisherPorts
  readonly #steps: readonly FinishStep[]
  readonly #slots = new Slots(AT_ONCE)
  readonly #inHand = new Map<string, { job: FinishJob; work: Promise<void> }>()
  readonly #stopped = new AbortController()
  #cancelTick: () => void = () => {}
  #ticking: Promise<void> | null = null
  #counts: FinishJobCounts = { waiting: 0, active: 0, dead: 0 }

  constructor(ports: FinisherPorts, steps: readonly FinishStep[]) {
    this.#ports = ports
    this.#steps = steps
  }

  /** As they were counted last. */
  get counts(): FinishJobCounts {
    return this.#counts
  }

  /** Finishes a call whose end this process has written. Never rejects: what fails is a fault, and tried again later. */
  finish(tenantId: string, callId: string, agent?: Agent): Promise<void> {
    return this.#begin({ tenantId, callId, attempt: 0, last: false }, agent)
  }

  /** Keeps what is in hand, and takes what others left, now and every few seconds until `stop`. */
  start(): void {
    if (this.#stopped.signal.aborted) return
    this.#ticking = this.#tick()
      .catch(this.#ports.onFault)
      .finally(() => {
        this.#ticking = null
        if (this.#stopped.signal.aborted) return
        const { clock } = this.#ports
        this.#cancelTick = clock.wakeAt(clock.now() + TICK_MS, () => this.start())
      })
  }

  /** Begins nothing more, and waits for nothing that is missing; resolves when what is under way is done or given back. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    this.#cancelTick()
    await this.#ticking
    await Promise.all([...this.#inHand.values()].map(({ work }) => work))
  }

  async #tick(): Promise<void> {
    const { finishing } = this.#ports.store
    const kept = [...this.#inHand.values()].map(({ job }) => job)
    if (kept.length > 0) await finishing.keep(kept)
    this.#counted(await finishing.sweep())
    const free = MOST_TAKEN - this.#inHand.size
    if (free <= 0) return
    for (const job of await finishing.take(free)) void this.#begin(job, undefined)
  }

  /** Jobs that were given up are for a person to look at; also those that no process was left to tell of. */
  #counted(counts: FinishJobCounts): void {
    const more = counts.dead - this.#counts.dead
    if (more > 0) this.#ports.onFault(new Error('What follows some calls was given up.'), { dead_letters: counts.dead })
    this.#counts = counts
  }

  #begin(job: FinishJob, agent: Agent | undefined): Promise<void> {
    const { callId } = job
    const before = this.#inHand.get(callId)
    // The job was lost while the database was away, and found again by this process.
    if (before !== undefined) return before.work.then(() => this.#begin(job, agent))
    const work = this.#finish(job, agent)
      .catch((error: unknown) => this.#ports.onFault(error, { call_id: callId }))
      .finally(() => this.#inHand.delete(callId))
    this.#inHand.set(callId, { job, work })
    return work
  }

  async #finish(job: FinishJob, agent: Agent | undefined): Promise<void> {
    const { store, clock, onFault } = this.#ports
    const failed = await this.#work(job, agent).catch((error: unknown) => [error])
    if (failed === null) return
    if (failed.length === 0) return await store.finishing.finished(job, new Date(clock.now()).toISOString())
    const reason = failed.map((error) => (error instanceof Error ? error.message : String(error))).join('; ')
    if ((await store.finishing.failed(job, reason.slice(0, 500))) !== 'dead') return
    onFault(new Error('What follows the call was given up.', { cause: failed[0] }), { call_id: job.callId })
  }

  /**
   * Does what is to be done, again and again until it is done or waited for no longer. Gives what failed last; null when
   * somebody else works on the call.
   */
  async #work(job: FinishJob, known: Agent | undefined): Promise<unknown[] | null> {
    const { clock } = this.#ports
    const stopped = this.#stopped.signal
    let until: Millis | null = null
    for (let wait = BACKOFF.firstMs; ; wait = Math.min(wait * 2, BACKOFF.longestMs)) {
      const call = await this.#slots.use(() => this.#read(job, known))
      until ??= waitedUntil(call, clock.now())
      const steps = this.#run(call)
      if ((await within(clock, until - clock.now(), steps)) === late) await tellFinished(this.#ports, call, 'no longer')
      const failed = await steps
      const over = clock.now() >= until
      const told = await tellFinished(this.#ports, call, over ? 'no longer' : 'for more')
      if (call.log.lost) return null
      if (told) return failed
      if (stopped.aborted) return [...failed, new Error('The process ended.')]
      await clock.sleep(Math.min(wait, until - clock.now()), stopped).catch(() => {})
    }
  }

  /** The call as the steps need it. */
  async #read(job: FinishJob, known: Agent | undefined): Promise<EndedCall> {
    const { store } = this.#ports
    const { tenantId, callId, attempt } = job
    const agent = known ?? (await this.#agentOf(tenantId, callId))
    const logged = await readWhole(this.#ports, tenantId, callId)
    const lastSeq = logged.at(-1)?.event.seq ?? 0
    const log = new CallLog({ ...this.#ports, events: store.events }, tenantId, callId, { lastSeq, attempt })
    return { ...job, agent, logged, log }
  }

  async #agentOf(tenantId: string, callId: string): Promise<Agent | null> {
    const { calls, agents } = this.#ports.store
    const call = await calls.get(tenantId, callId)
    return (call && (await agents.version(tenantId, call.agentId, call.agentVersion))?.agent) ?? null
  }

  /** What failed. One step that does keeps no other from being done. */
  async #run(call: EndedCall): Promise<unknown[]> {
    const failed: unknown[] = []
    for (const step of this.#steps) {
      if (call.log.lost) break
      try {
        const run = () => tracedStep(this.#ports, { ...call, name: step.name }, () => step.run(call))
        const done = await (step.waits ? run() : this.#slots.use(run))
        if (done === 'waits') failed.push(new Error(`${step.name} waits`))
      } catch (error) {
        failed.push(error)
        this.#ports.onFault(error, { call_id: call.callId, step: step.name, attempt: call.attempt })
      }
    }
    await call.log.flush()
    return failed
  }
}

function waitedUntil({ logged }: EndedCall, now: Millis): Millis {
  let until = 0
  for (const { event } of logged) {
    if (event.event_type !== 'call.ended') continue
    const patienceMs = event.data.reason === 'owner_lost' ? ORPHAN_PATIENCE_MS : PATIENCE_MS
    until = Date.parse(event.data.last_event_ts ?? event.ts) + patienceMs
  }
  return Math.max(until, now + LATE_PATIENCE_MS)
}
