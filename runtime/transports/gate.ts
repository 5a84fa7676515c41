import { hash } from 'node:crypto'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { RateDecision, RatePolicy } from '#runtime/core/gcra.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { RateTable } from '#runtime/core/rate-table.ts'
import type { Limiter } from '#runtime/ports/limiter.ts'

const MINUTE_MS: Millis = 60_000
const SECOND_MS: Millis = 1_000
const MAX_KNOWN = 10_000

export interface GateSettings {
  /** Wrong keys that one address may show before its unknown keys are looked at no more. */
  readonly failedKeysPerMinute: number
  /** Sockets that a tenant may have open at once, in this process. */
  readonly socketsPerTenant: number
}

/** What a request took of its key's limit. */
export interface Taken {
  readonly policy: RatePolicy
  readonly decision: RateDecision
}

/** Who may come in, and how often (FR-RL1): the same for REST and for sockets. */
export class Gate {
  readonly #limiter: Limiter
  readonly #clock: Pick<Clock, 'now'>
  readonly #settings: GateSettings
  readonly #failures = new RateTable()
  /** Hashes of keys that were right before: an address that many share does not lose them. */
  readonly #known = new Set<string>()
  readonly #sockets = new Map<string, number>()

  constructor(ports: { limiter: Limiter; clock: Pick<Clock, 'now'> }, settings: GateSettings) {
    this.#limiter = ports.limiter
    this.#clock = ports.clock
    this.#settings = settings
  }

  /** Finds the caller. An address that shows wrong keys is slowed down, so that none can be guessed fast. */
  async admit(address: string, key: string | undefined, find: () => Promise<Caller>): Promise<Caller> {
    const name = hash('sha256', key ?? '', 'base64')
    const from = network(address)
    const policy = { name: 'failed-keys', count: this.#settings.failedKeysPerMinute, perMs: MINUTE_MS }
    if (key !== undefined && !this.#known.has(name)) {
      const { allowed, retryAfterMs } = this.#failures.look(from, this.#clock.now(), policy)
      if (!allowed) throw tooMany('Too many wrong keys came from your address.', retryAfterMs)
    }
    try {
      const caller = await find()
      this.#remember(name)
      return caller
    } catch (error) {
      if (error instanceof Problem && error.code === 'invalid_api_key') {
        this.#known.delete(name)
        if (key !== undefined) this.#failures.take(from, this.#clock.now(), policy)
      }
      throw error
    }
  }

  /** Takes a request of the caller's limit; null where there is none. Whether it was allowed, the answer says. */
  async request(caller: Caller): Promise<Taken | null> {
    const count = caller.limits.restPerMinute
    if (count === null) return null
    const policy = { name: 'rest', count, perMs: MINUTE_MS }
    return { policy, decision: await this.#limiter.take(caller.keyId, policy) }
  }

  /** Takes a connect of the caller's limit, or throws `quota_exceeded`. What it gives is called when the socket closes. */
  async socket(caller: Caller): Promise<() => void> {
    const count = caller.limits.socketsPerSecond
    if (count !== null) {
      const policy = { name: 'sockets', count, perMs: SECOND_MS }
      const { allowed, retryAfterMs } = await this.#limiter.take(caller.keyId, policy)
      if (!allowed) throw tooMany(`This key may connect ${count} times a second.`, retryAfterMs)
    }
    const { tenantId } = caller
    const open = this.#sockets.get(tenantId) ?? 0
    const { socketsPerTenant } = this.#settings
    if (open >= socketsPerTenant) {
      const detail = `The tenant has ${socketsPerTenant} sockets open. Close one, or wait until one ends.`
      throw new Problem('quota_exceeded', detail, { limit: 'concurrency' })
    }
    this.#sockets.set(tenantId, open + 1)
    return () => this.#left(tenantId)
  }

  #left(tenantId: string): void {
    const open = (this.#sockets.get(tenantId) ?? 1) - 1
    if (open > 0) this.#sockets.set(tenantId, open)
    else this.#sockets.delete(tenantId)
  }

  #remember(name: string): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.add(name)
  }
}

export const tooMany = (what: string, retryAfterMs: Millis): Problem => {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  return new Problem('quota_exceeded', `${what} Wait ${seconds} s.`, { limit: 'rate', retryAfterMs })
}

/** An IPv6 customer has a /64 to choose addresses from; an IPv4 address may come written as IPv6. */
function network(address: string): string {
  if (address.includes('.') || !address.includes(':')) return address.slice(address.lastIndexOf(':') + 1)
  const [head = ''] = address.split('::', 1)
  return head.split(':').slice(0, 4).join(':')
}
