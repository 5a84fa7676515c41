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
/** Unknown keys of one address that are looked up or wait until those before them are known to be right or wrong. */
const MAX_ASKED = 1_000

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

interface Trials {
  /** Those that wait, too. */
  asked: number
  running: number
  /** Settled when one of those that run has come to its end. */
  next: PromiseWithResolvers<void>
}

/** Who may come in, and how often (FR-RL1): the same for REST and for sockets. */
export class Gate {
  readonly #limiter: Limiter
  readonly #clock: Pick<Clock, 'now'>
  readonly #settings: GateSettings
  readonly #policy: RatePolicy
  readonly #failures = new RateTable()
  /** Addresses whose unknown keys are being looked up. */
  readonly #trials = new Map<string, Trials>()
  /** Hashes of keys that were right before: an address that many share does not lose them. */
  readonly #known = new Set<string>()
  readonly #sockets = new Map<string, number>()

  constructor(ports: { limiter: Limiter; clock: Pick<Clock, 'now'> }, settings: GateSettings) {
    this.#limiter = ports.limiter
    this.#clock = ports.clock
    this.#settings = settings
    this.#policy = { name: 'failed-keys', count: settings.failedKeysPerMinute, perMs: MINUTE_MS }
  }

  /** Finds the caller. An address that shows wrong keys is slowed down, so that none can be guessed fast. */
  async admit(address: string, key: string | undefined, find: () => Promise<Caller>): Promise<Caller> {
    const name = hash('sha256', key ?? '', 'base64')
    const from = network(address)
    const settle = key === undefined || this.#known.has(name) ? () => {} : await this.#turn(from)
    try {
      const caller = await find()
      this.#remember(name)
      return caller
    } catch (error) {
      if (error instanceof Problem && error.code === 'invalid_api_key') {
        this.#known.delete(name)
        if (key !== undefined) this.#failures.take(from, this.#clock.now(), this.#policy)
      }
      throw error
    } finally {
      settle()
    }
  }

  /**
   * Waits until a wrong key of the address would still be within its limit, however many are shown at once. What it gives
   * is called when the key was looked up. Throws `quota_exceeded`.
   */
  async #turn(from: string): Promise<() => void> {
    const trials = this.#trials.get(from) ?? { asked: 0, running: 0, next: Promise.withResolvers<void>() }
    const leave = (): void => {
      trials.asked -= 1
      if (trials.asked === 0) this.#trials.delete(from)
    }
    if (trials.asked >= MAX_ASKED) throw tooMany('Too many unknown keys came from your address.', SECOND_MS)
    trials.asked += 1
    this.#trials.set(from, trials)
    for (;;) {
      const { allowed, remaining, retryAfterMs } = this.#failures.look(from, this.#clock.now(), this.#policy)
      if (allowed && trials.running <= remaining) break
      if (!allowed) {
        leave()
        throw tooMany('Too many wrong keys came from your address.', retryAfterMs)
      }
      await trials.next.promise
    }
    trials.running += 1
    return () => {
      trials.running -= 1
      leave()
      trials.next.resolve()
      trials.next = Promise.withResolvers<void>()
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
