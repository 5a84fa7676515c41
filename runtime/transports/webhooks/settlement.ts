import type { Clock, Millis } from '#runtime/core/clock.ts'
import { isFailing } from '#runtime/domain/webhooks/endpoint-health.ts'
import { endpointDisabled } from '#runtime/domain/webhooks/told-events.ts'
import type { EndpointHealth, SettledTry, WebhookWorkStore } from '#runtime/ports/webhooks.ts'
import { tallyOf } from './tally.ts'

export interface SettlementPorts {
  readonly work: WebhookWorkStore
  readonly clock: Clock
  readonly onFault: (error: unknown) => void
}

interface Waiting {
  readonly settled: SettledTry
  /** The endpoint answered 410. */
  readonly gone: boolean
  done(): void
}

const AT_ONCE = 200
const RETRY_MS: Millis = 250
const LONGEST_RETRY_MS: Millis = 5_000

/**
 * Writes down what came of tries: those of a tenant that end while one transaction is under way go together in the next. While
 * the database is away they wait, so that what was taken by an endpoint is not posted again.
 */
export class Settlement {
  readonly #ports: SettlementPorts
  readonly #queues = new Map<string, Waiting[]>()
  #stopped = false

  constructor(ports: SettlementPorts) {
    this.#ports = ports
  }

  /** Resolves when it is written, or given up by `stop`. */
  settle(tenantId: string, settled: SettledTry, gone: boolean): Promise<void> {
    return new Promise((done) => {
      const queue = this.#queues.get(tenantId)
      if (queue !== undefined) queue.push({ settled, gone, done })
      else void this.#work(tenantId, [{ settled, gone, done }])
    })
  }

  /** What cannot be written now is not waited for any longer: its lease runs out. */
  stop(): void {
    this.#stopped = true
  }

  async #work(tenantId: string, queue: Waiting[]): Promise<void> {
    this.#queues.set(tenantId, queue)
    // What ends in this turn of the event loop goes with the first.
    await Promise.resolve()
    while (queue.length > 0) {
      const batch = queue.slice(0, AT_ONCE)
      await this.#write(tenantId, batch)
      queue.splice(0, batch.length)
      for (const { done } of batch) done()
    }
    this.#queues.delete(tenantId)
  }

  async #write(tenantId: string, batch: readonly Waiting[]): Promise<void> {
    const { work, clock, onFault } = this.#ports
    const tries = batch.map(({ settled }) => settled)
    for (let wait = RETRY_MS; ; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      try {
        const health = await work.settle(tenantId, tries, tallyOf(tries))
        const gone = new Set(batch.flatMap(({ gone, settled }) => (gone ? [settled.delivery.endpointId] : [])))
        for (const endpoint of health) await this.#disable(tenantId, endpoint, gone.has(endpoint.id))
        return
      } catch (error) {
        onFault(error)
        if (this.#stopped) return
        await clock.sleep(wait)
      }
    }
  }

  async #disable(tenantId: string, endpoint: EndpointHealth, gone: boolean): Promise<void> {
    const { work, clock } = this.#ports
    if (endpoint.state !== 'enabled' || !(gone || isFailing(endpoint, clock.now()))) return
    const state = gone ? 'gone' : 'failing'
    const at = new Date(clock.now()).toISOString()
    await work.disable(tenantId, endpoint.id, { state, at, event: endpointDisabled(tenantId, endpoint.id, state, at) })
  }
}
