import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { Slots } from '#runtime/core/slots.ts'
import type { Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import { readWhole } from '#runtime/sessions/log/call-reader.ts'
import type { EndedCall, FinishStep } from './finish-step.ts'

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

/**
 * What is done after a call, in order: artifacts, summary, costs. A call that ended is finished by whoever claims it
 * first, and when its process dies, or a step fails, by whoever looks for it later.
 */
export class Finisher {
  readonly #ports: FinisherPorts
  readonly #steps: readonly FinishStep[]
  readonly #slots = new Slots(AT_ONCE)
  #stopSweeps: () => void = () => {}
  #sweeping: Promise<void> | null = null
  #stopped = false

  constructor(ports: FinisherPorts, steps: readonly FinishStep[]) {
    this.#ports = ports
    this.#steps = steps
  }

  /** Finishes the call unless somebody else does. Never rejects: what fails is a fault, and tried again later. */
  async finish(tenantId: string, callId: string, agent?: Agent): Promise<void> {
    const { store, clock, onFault } = this.#ports
    try {
      const call = await this.#slots.use(() => this.#claim(tenantId, callId, agent))
      if (call === null || !(await this.#run(call))) return
      await store.finishing.finished(tenantId, callId, new Date(clock.now()).toISOString())
    } catch (error) {
      onFault(error)
    }
  }

  /** Finishes what was left, now and every minute from now on, until `stop`. */
  start(): void {
    if (this.#stopped) return
    this.#sweeping = this.#sweep().finally(() => {
      this.#sweeping = null
      if (this.#stopped) return
      const { clock } = this.#ports
      this.#stopSweeps = clock.wakeAt(clock.now() + SWEEP_MS, () => this.start())
    })
  }

  /** Begins nothing more; resolves when what is under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopSweeps()
    await this.#sweeping
  }

  async #sweep(): Promise<void> {
    try {
      for (const { tenantId, callId } of await this.#ports.store.finishing.waiting(SWEPT_AT_ONCE)) {
        if (this.#stopped) return
        await this.finish(tenantId, callId)
      }
    } catch (error) {
      this.#ports.onFault(error)
    }
  }

  /** The call as the steps need it; null when it is not ours to finish. */
  async #claim(tenantId: string, callId: string, known: Agent | undefined): Promise<EndedCall | null> {
    const { store } = this.#ports
    if (!(await store.finishing.claim(tenantId, callId, CLAIM_MS))) return null
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
