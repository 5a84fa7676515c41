import { checkEvent } from '#generated/events.gen.ts'
import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { ContractChecks } from '#runtime/core/contract-checks.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { type RetryPolicy, retryDelayMs } from '#runtime/domain/webhooks/retry-schedule.ts'
import { eventsOfTry } from '#runtime/domain/webhooks/told-events.ts'
import { verdictOf } from '#runtime/domain/webhooks/verdict.ts'
import type { SettledTry, TakenDelivery, WebhookEndpointStore, WebhookWorkStore } from '#runtime/ports/webhooks.ts'
import type { WebhookPayloads } from '#runtime/sessions/webhooks/webhook-payloads.ts'
import { answerPlaceOf, type Sent, type WebhookSender } from '#runtime/sessions/webhooks/webhook-sender.ts'
import { Lane, type Ready } from './lane.ts'
import { Settlement } from './settlement.ts'

export interface DispatcherPorts {
  readonly work: WebhookWorkStore
  readonly endpoints: Pick<WebhookEndpointStore, 'withIds'>
  readonly payloads: Pick<WebhookPayloads, 'of'>
  readonly sender: Pick<WebhookSender, 'send' | 'timeoutMs'>
  readonly sealer: Sealer
  readonly clock: Clock
  readonly checks: ContractChecks
  /** A number from 0 to 1, of which retries draw their jitter. */
  readonly share: () => number
  readonly retries: RetryPolicy
  readonly onFault: (error: unknown) => void
}

/** What another process has written, and retries, are looked for so often. */
const POLL_MS: Millis = 1_000
/** A process that has taken a delivery has it to itself for as long as four tries may take, and not for less than this. */
const SHORTEST_LEASE_MS: Millis = 5_000
/** Of one endpoint so many are under way at once, and so many wait behind them. */
const WIDTH = 10
const PREFETCH = 40
/** Of one tenant, and of all, so many are held at once. */
const PER_TENANT = 200
const MOST_HELD = 1_000
const TAKEN_AT_ONCE = 200
const LAST_TRIES_MS: Millis = 5_000

/**
 * Posts what is due (FR-W1, FR-W3). Deliveries are taken a few of each endpoint, so that one that hangs holds up nobody else; what a
 * process holds when it dies is posted again, under the same `eventId`, when its lease is over.
 */
export class WebhookDispatcher {
  readonly #ports: DispatcherPorts
  readonly #settlement: Settlement
  readonly #lanes = new Map<string, Lane>()
  readonly #ofTenants = new Map<string, number>()
  /** Endpoints of which as much was taken as they may have: more may wait. */
  readonly #full = new Set<string>()
  readonly #under = new Set<Promise<void>>()
  readonly #abort = new AbortController()
  #held = 0
  #after: string | null = null
  #stopped = false
  #taking: Promise<void> | null = null
  #again = false
  /** Something was left because too much is held. */
  #sated = false
  #cancelPoll = (): void => {}
  #deaf = (): void => {}

  constructor(ports: DispatcherPorts) {
    this.#ports = ports
    this.#settlement = new Settlement(ports)
  }

  start(): void {
    this.#deaf = this.#ports.work.listen(() => this.#wake())
    this.#wake()
  }

  /** Takes nothing more and lets what is under way end, if that does not take long. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#deaf()
    this.#cancelPoll()
    await this.#taking
    for (const lane of this.#lanes.values()) await this.#giveBack(lane.clear())
    await within(this.#ports.clock, LAST_TRIES_MS, Promise.all(this.#under))
    this.#settlement.stop()
    this.#abort.abort(new Error('the process stops'))
  }

  /** Takes what is due, now or, where that is under way, right after. */
  #wake(): void {
    if (this.#stopped) return
    this.#again = true
    this.#taking ??= this.#takeAll().finally(() => {
      this.#taking = null
      if (this.#again) this.#wake()
      else if (!this.#stopped) this.#pollLater()
    })
  }

  #pollLater(): void {
    const { clock } = this.#ports
    this.#cancelPoll()
    this.#cancelPoll = clock.wakeAt(clock.now() + POLL_MS, () => this.#wake())
  }

  async #takeAll(): Promise<void> {
    this.#again = false
    const leaseMs = Math.max(SHORTEST_LEASE_MS, 4 * this.#ports.sender.timeoutMs)
    try {
      while (!this.#stopped && this.#held < MOST_HELD) {
        const limit = Math.min(TAKEN_AT_ONCE, MOST_HELD - this.#held)
        const leasedUntil = this.#ports.clock.now() + leaseMs
        const [bounds, after] = [this.#bounds(), this.#after]
        const taken = await this.#ports.work.take({ ...bounds, after, limit, leaseMs, perEndpoint: PREFETCH })
        // Behind the last endpoint comes the first.
        this.#after =
          taken.length < limit
            ? null
            : taken
                .map(({ endpointId }) => endpointId)
                .toSorted()
                .at(-1)!
        await this.#accept(taken, leasedUntil, bounds.held)
        if (taken.length < limit && after === null) return
      }
      this.#sated = true
    } catch (error) {
      this.#ports.onFault(error)
    }
  }

  /** What is held already, so that it counts. Of an endpoint that fails no more than one is taken. */
  #bounds() {
    const held = new Map<string, number>()
    for (const [id, lane] of this.#lanes) held.set(id, lane.failing ? PREFETCH - 1 + lane.held : lane.held)
    const full = [...this.#ofTenants].flatMap(([id, count]) => (count >= PER_TENANT ? [id] : []))
    if (full.length > 0) this.#sated = true
    return { held, full }
  }

  async #accept(
    taken: readonly TakenDelivery[],
    leasedUntil: Millis,
    held: ReadonlyMap<string, number>,
  ): Promise<void> {
    const { onFault } = this.#ports
    const failing = (id: string): boolean => this.#lanes.get(id)?.failing ?? false
    for (const [id, deliveries] of Map.groupBy(taken, ({ endpointId }) => endpointId)) {
      if (failing(id) || deliveries.length >= PREFETCH - (held.get(id) ?? 0)) this.#full.add(id)
    }
    const byTenant = Map.groupBy(taken, ({ tenantId }) => tenantId)
    await Promise.all(
      [...byTenant].map(([tenantId, deliveries]) => this.#prepare(tenantId, deliveries, leasedUntil).catch(onFault)),
    )
  }

  async #prepare(tenantId: string, deliveries: readonly TakenDelivery[], leasedUntil: Millis): Promise<void> {
    const { endpoints, work } = this.#ports
    const ids = [...new Set(deliveries.map(({ endpointId }) => endpointId))]
    const [found, payloads] = await Promise.all([
      endpoints.withIds(tenantId, ids),
      this.#payloads(tenantId, deliveries),
    ])
    const byId = new Map(found.map((endpoint) => [endpoint.id, endpoint]))
    const dropped: TakenDelivery[] = []
    for (const [index, delivery] of deliveries.entries()) {
      const [endpoint, payload] = [byId.get(delivery.endpointId), payloads[index] ?? null]
      if (payload === null) dropped.push(delivery)
      else if (endpoint !== undefined) this.#queue({ delivery, endpoint, payload, leasedUntil })
    }
    for (const id of ids) this.#pump(id)
    await work.abandon(tenantId, dropped)
  }

  /** One payload that cannot be made keeps no other back: each is made by itself then. */
  async #payloads(tenantId: string, deliveries: readonly TakenDelivery[]) {
    const { payloads, onFault } = this.#ports
    try {
      return await payloads.of(tenantId, deliveries)
    } catch (error) {
      if (deliveries.length === 1) throw error
      onFault(error)
      const each = await Promise.allSettled(deliveries.map((delivery) => payloads.of(tenantId, [delivery])))
      return each.map((made) => (made.status === 'fulfilled' ? (made.value[0] ?? null) : null))
    }
  }

  #queue(ready: Ready): void {
    const { delivery, endpoint } = ready
    let lane = this.#lanes.get(endpoint.id)
    if (lane === undefined) {
      lane = new Lane(WIDTH, endpoint.consecutiveFailures > 0)
      this.#lanes.set(endpoint.id, lane)
    }
    lane.add(ready)
    this.#held += 1
    this.#ofTenants.set(delivery.tenantId, (this.#ofTenants.get(delivery.tenantId) ?? 0) + 1)
  }

  #pump(endpointId: string): void {
    const lane = this.#lanes.get(endpointId)
    for (let ready = lane?.next(); lane !== undefined && ready; ready = lane.next()) {
      const one = ready
      const post = this.#post(lane, one)
        .catch(this.#ports.onFault)
        .finally(() => {
          this.#under.delete(post)
          this.#release(one.delivery)
          if (lane.held === 0) this.#forget(endpointId)
        })
      this.#under.add(post)
    }
  }

  /** The next of the lane begins, and where it has few left more is taken. */
  #goOn(endpointId: string, lane: Lane): void {
    this.#pump(endpointId)
    if (lane.hungry && this.#full.delete(endpointId)) this.#wake()
  }

  #forget(endpointId: string): void {
    this.#lanes.delete(endpointId)
    if (this.#full.delete(endpointId)) this.#wake()
  }

  #release({ tenantId }: TakenDelivery): void {
    this.#held -= 1
    const left = (this.#ofTenants.get(tenantId) ?? 1) - 1
    if (left > 0) this.#ofTenants.set(tenantId, left)
    else this.#ofTenants.delete(tenantId)
    if (!this.#sated) return
    this.#sated = false
    this.#wake()
  }

  async #post(lane: Lane, ready: Ready): Promise<void> {
    const { clock, sender } = this.#ports
    const { delivery, endpoint, payload, leasedUntil } = ready
    const { tenantId, endpointId } = delivery
    // It waited for so long that somebody else could have it before it is written down.
    if (clock.now() + 2 * sender.timeoutMs > leasedUntil) {
      lane.skipped()
      return await this.#ports.work.giveBack(tenantId, [delivery])
    }
    const sent = await sender.send(tenantId, endpoint, payload, this.#abort.signal)
    lane.ended(sent.failure === null)
    if (sent.failure !== null) await this.#giveBack(lane.clear())
    this.#goOn(endpointId, lane)
    const gone = verdictOf(sent) === 'gone'
    await this.#settlement.settle(tenantId, this.#settled(ready, sent, gone), gone)
    lane.written()
  }

  async #giveBack(cleared: readonly Ready[]): Promise<void> {
    for (const { delivery } of cleared) this.#release(delivery)
    const tenantId = cleared[0]?.delivery.tenantId
    const deliveries = cleared.map(({ delivery }) => delivery)
    if (tenantId !== undefined) await this.#ports.work.giveBack(tenantId, deliveries).catch(this.#ports.onFault)
  }

  /** What follows a try, and what the tenant's log is told. */
  #settled({ delivery, payload }: Ready, sent: Sent, gone: boolean): SettledTry {
    const { clock, sealer, share, retries } = this.#ports
    const { at, latencyMs, httpStatus, failure, retryAfterMs, excerpt } = sent
    const failed = failure !== null && !gone
    const delayMs = failed ? retryDelayMs(delivery.tries + 1, retryAfterMs, share(), retries) : null
    const attempt = delivery.attempts + 1
    const { tenantId, endpointId, type } = delivery
    const ts = new Date(clock.now()).toISOString()
    const told = { tenantId, endpointId, type, eventId: payload.eventId, attempt, ts, latencyMs, delayMs }
    const events = eventsOfTry({ ...told, httpStatus, failure })
    this.#check(events)
    return {
      ...{ delivery, latencyMs, httpStatus, failure, delayMs, events },
      at: new Date(at).toISOString(),
      sealed: excerpt === '' ? null : sealer.seal(excerpt, answerPlaceOf(endpointId)),
      state: failure === null ? 'delivered' : delayMs === null ? 'dead' : 'retrying',
    }
  }

  #check(events: SettledTry['events']): void {
    const { checks } = this.#ports
    for (const event of events) {
      const violation = checks.due() ? checkEvent(event) : null
      if (violation) checks.broken('event', event.event_type, violation)
    }
  }
}
