import type { Agent } from '#generated/openapi.gen.ts'
import type { Backoff } from '#runtime/core/backoff.ts'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'
import { Slots } from '#runtime/core/slots.ts'
import type { Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import { readWhole } from '#runtime/sessions/log/call-reader.ts'
import type { EndedCall, FinishStep } from './finish-step.ts'
import { tellFinished } from './tell-finished.ts'

export interface FinisherPorts extends Omit<CallLogPorts, 'events'> {
  readonly store: Store
  readonly clock: Clock
  readonly onFault: (error: unknown) => void
}

/** How long a process keeps a call to itself while it finishes it; twice as long with every further try. */
const CLAIM_MS: Millis = 120_000
/** Calls that are worked on at once: many that end together do not keep those that are live waiting. */
const AT_ONCE = 4
/** How often calls are looked for that another process left unfinished. */
const SWEEP_MS: Millis = 60_000
const SWEPT_AT_ONCE = 20
/** So long after its end a call's log says `call.finished`, whatever is missing: 60 s with what it takes to say so (SRS 7.4.1). */
const PATIENCE_MS: Millis = 55_000
/** The same, from the claim on, where the call had been left alone for longer. */
const LATE_PATIENCE_MS: Millis = 20_000
const BACKOFF: Backoff = { firstMs: 1_000, longestMs: 8_000 }

/**
 * What is done after a call, in order: artifacts, summary, costs; then its log says that it is finished. A call that ended is
 * finished by whoever claims it first, and when its process dies, or a step fails for long, by whoever looks for it later.
 */
export class Finisher {
  readonly #ports: FinisherPorts
  readonly #steps: readonly FinishStep[]
  readonly #slots = new Slots(AT_ONCE)
  #stopSweeps: () => void = () => {}
  #sweeping: Promise<void> | null = null
  readonly #stopped = new AbortController()

  constructor(ports: FinisherPorts, steps: readonly FinishStep[]) {
    this.#ports = ports
    this.#steps = steps
  }

  /** Finishes the call unless somebody else does. Never rejects: what fails is a fault, and tried again later. */
  async finish(tenantId: string, callId: string, agent?: Agent): Promise<void> {
    const { store, clock, onFault } = this.#ports
    try {
      if (!(await store.finishing.claim(tenantId, callId, CLAIM_MS))) return
      if (!(await this.#work(tenantId, callId, agent))) return
      await store.finishing.finished(tenantId, callId, new Date(clock.now()).toISOString())
    } catch (error) {
      onFault(error)
    }
  }

  /** Finishes what was left, now and every minute from now on, until `stop`. */
  start(): void {
    if (this.#stopped.signal.aborted) return
    this.#sweeping = this.#sweep().finally(() => {
      this.#sweeping = null
      if (this.#stopped.signal.aborted) return
      const { clock } = this.#ports
      this.#stopSweeps = clock.wakeAt(clock.now() + SWEEP_MS, () => this.start())
    })
  }

  /** Begins nothing more; resolves when what is under way is done. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    this.#stopSweeps()
    await this.#sweeping
  }

  async #sweep(): Promise<void> {
    try {
      for (const { tenantId, callId } of await this.#ports.store.finishing.waiting(SWEPT_AT_ONCE)) {
        if (this.#stopped.signal.aborted) return
        await this.finish(tenantId, callId)
      }
    } catch (error) {
      this.#ports.onFault(error)
    }
  }

  /** Does what is to be done, again and again until it is done or waited for no longer; true when every step was done. */
  async #work(tenantId: string, callId: string, known: Agent | undefined): Promise<boolean> {
    const { clock } = this.#ports
    let until: Millis | null = null
    for (let wait = BACKOFF.firstMs; ; wait = Math.min(wait * 2, BACKOFF.longestMs)) {
      const call = await this.#slots.use(() => this.#read(tenantId, callId, known))
      until ??= waitedUntil(call, clock.now())
      const steps = this.#run(call)
      if ((await within(clock, until - clock.now(), steps)) === late) await tellFinished(this.#ports, call, 'no longer')
      const all = await steps
      const over = clock.now() >= until || this.#stopped.signal.aborted
      if (await tellFinished(this.#ports, call, over && !this.#stopped.signal.aborted ? 'no longer' : 'for more'))
        return all
      if (over) return false
      await clock.sleep(Math.min(wait, until - clock.now()), this.#stopped.signal).catch(() => {})
    }
  }

  /** The call as the steps need it. */
  async #read(tenantId: string, callId: string, known: Agent | undefined): Promise<EndedCall> {
    const { store } = this.#ports
    const agent = known ?? (await this.#agentOf(tenantId, callId))
    const logged = await readWhole(this.#ports, tenantId, callId)
    const lastSeq = logged.at(-1)?.event.seq ?? 0
    const log = new CallLog({ ...this.#ports, events: store.events }, tenantId, callId, { lastSeq })
    return { tenantId, callId, agent, logged, log }
  }

  async #agentOf(tenantId: string, callId: string): Promise<Agent | null> {
    const { calls, agents } = this.#ports.store
    const call = await calls.get(tenantId, callId)
    return (call && (await agents.version(tenantId, call.agentId, call.agentVersion))?.agent) ?? null
  }

  async #run(call: EndedCall): Promise<boolean> {
    const { onFault } = this.#ports
    let all = true
    for (const step of this.#steps) {
      try {
        await (step.waits ? step.run(call) : this.#slots.use(() => step.run(call)))
      } catch (error) {
        all = false
        onFault(error)
      }
    }
    await call.log.flush()
    return all
  }
}

function waitedUntil({ logged }: EndedCall, now: Millis): Millis {
  const end = logged.find(({ event }) => event.event_type === 'call.ended')
  return Math.max((end === undefined ? 0 : Date.parse(end.event.ts)) + PATIENCE_MS, now + LATE_PATIENCE_MS)
}
