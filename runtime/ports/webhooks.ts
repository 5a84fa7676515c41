import type { CallEvent } from '#generated/events.gen.ts'
import type { WebhookAttempt, WebhookDelivery, WebhookEndpoint } from '#generated/openapi.gen.ts'
import type { WebhookType } from '#generated/webhooks.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { StoredEvent } from './session-store.ts'

/** The secrets of an endpoint, sealed (`core/seal.ts`): the one that signs, and while it is rotated the one after it. */
export interface SealedSecrets {
  readonly current: Buffer
  readonly next: { readonly secret: Buffer; readonly startedAt: string; readonly graceEndsAt: string } | null
}

export type KeptEndpoint = Omit<WebhookEndpoint, 'secretRotation'> & { readonly secrets: SealedSecrets }

export interface WebhookEndpointStore {
  /** A tenant has at most `most`. */
  create(tenantId: string, endpoint: KeptEndpoint, most: number): Promise<'created' | 'too_many'>
  get(tenantId: string, endpointId: string): Promise<KeptEndpoint | null>
  /** Those of the ids that there are, in no order. */
  withIds(tenantId: string, endpointIds: readonly string[]): Promise<KeptEndpoint[]>
  /** Newest first, those older than `before` (a minted id) when it is given. */
  list(
    tenantId: string,
    page: { limit: number; before?: string; state?: WebhookEndpoint['state'] },
  ): Promise<KeptEndpoint[]>
  /** Changes the endpoint under a lock; `change` may throw, and then nothing changes. */
  update(
    tenantId: string,
    endpointId: string,
    change: (endpoint: KeptEndpoint) => KeptEndpoint,
  ): Promise<KeptEndpoint | null>
  /** False when there was none. Its deliveries are seen no more, and removed by and by. */
  remove(tenantId: string, endpointId: string, check?: (endpoint: KeptEndpoint) => void): Promise<boolean>
}

/** A try, with the beginning of what was answered, sealed. */
export type KeptAttempt = Omit<WebhookAttempt, 'responseExcerpt'> & { readonly sealed: Buffer | null }

export type KeptDelivery = Pick<
  WebhookDelivery,
  'id' | 'endpointId' | 'state' | 'attempts' | 'nextAttemptAt' | 'createdAt' | 'deliveredAt'
> & {
  /** The session of the event, a call or the tenant, and its number there. */
  readonly sessionId: string
  readonly seq: number
  readonly type: WebhookType
  readonly lastAttempt: KeptAttempt | null
}

export interface DeliveryFilter {
  readonly limit: number
  /** A minted id: only older ones. */
  readonly before?: string
  readonly state?: WebhookDelivery['state']
  readonly type?: WebhookType
  readonly callId?: string
  readonly createdAfter?: string
  readonly createdBefore?: string
}

/** Of an endpoint's dead letters, those of events from `since` on and before `until`, behind the one with the id `after`. */
export interface RecoverySpan {
  readonly since: string
  readonly until: string
  readonly after?: string
  readonly limit: number
}

/** What became of each event, as the tenant sees it. */
export interface WebhookDeliveryStore {
  get(tenantId: string, deliveryId: string): Promise<KeptDelivery | null>
  /** Every try, oldest first. */
  attempts(tenantId: string, deliveryId: string): Promise<KeptAttempt[]>
  /** Newest first; null when there is no such endpoint. */
  list(tenantId: string, endpointId: string, filter: DeliveryFilter): Promise<KeptDelivery[] | null>
  /** Makes one that is delivered or dead due again; `open` when it is under way. */
  replay(tenantId: string, deliveryId: string): Promise<KeptDelivery | 'not_found' | 'not_enabled' | 'open'>
  /** Makes dead letters due again, oldest first; `next` is the id to go on behind, null at the end. */
  recover(
    tenantId: string,
    endpointId: string,
    span: RecoverySpan,
  ): Promise<{ recovered: number; next: string | null } | 'not_found' | 'not_enabled'>
}

/** An event of a log. */
export type EventPlace = Pick<KeptDelivery, 'sessionId' | 'seq'>

/** A delivery that a process has taken, and has to itself until its lease is over. */
export interface TakenDelivery {
  readonly id: string
  readonly tenantId: string
  readonly endpointId: string
  readonly sessionId: string
  readonly seq: number
  readonly type: WebhookType
  /** Tries before this one, in all and since the last replay. */
  readonly attempts: number
  readonly tries: number
  readonly trigger: 'schedule' | 'replay' | 'recovery'
  /** Which lease it is: what is told under an older one does not count. */
  readonly lease: number
  readonly createdAt: string
}

export interface Taking {
  readonly limit: number
  readonly leaseMs: Millis
  /** The most of one endpoint, what is held already counted; of one whose last try failed, one. */
  readonly perEndpoint: number
  readonly held: ReadonlyMap<string, number>
  /** Tenants that have enough. */
  readonly full: readonly string[]
  /** Endpoints with higher ids come first, so that everybody has a turn. */
  readonly after: string | null
}

/** What came of a try, and what follows. */
export interface SettledTry {
  readonly delivery: Pick<TakenDelivery, 'id' | 'endpointId' | 'lease' | 'trigger'>
  readonly at: string
  readonly latencyMs: Millis
  readonly httpStatus: number | null
  readonly failure: WebhookAttempt['failure']
  readonly sealed: Buffer | null
  readonly state: 'delivered' | 'retrying' | 'dead'
  /** When it is tried again; given exactly where it is. */
  readonly delayMs: Millis | null
  /** What the tenant's own log is told; the database numbers it. */
  readonly events: readonly CallEvent[]
}

/** What the tries of an endpoint came to, in a row. */
export interface EndpointTally {
  readonly endpointId: string
  readonly lastSuccessAt: string | null
  /** Since the last success, or in all where there was none. */
  readonly failures: number
}

export type EndpointHealth = Pick<
  WebhookEndpoint,
  'id' | 'state' | 'stateSince' | 'consecutiveFailures' | 'lastSuccessAt'
>

/** What those who post need, of whatever tenants. The database's clock measures leases and delays. */
export interface WebhookWorkStore {
  /** Is called when this process has written something that is due. */
  listen(listener: () => void): () => void
  /** Takes what is due of enabled endpoints. What waits for others is held back: it becomes a dead letter. */
  take(taking: Taking): Promise<TakenDelivery[]>
  /** The events that these tell of, in the same order; null where one is not there. */
  told(tenantId: string, deliveries: readonly EventPlace[]): Promise<(StoredEvent | null)[]>
  /** Gives back what was taken and not tried. */
  giveBack(tenantId: string, deliveries: readonly Pick<TakenDelivery, 'id' | 'lease'>[]): Promise<void>
  /** What will never be tried, its words being erased, becomes a dead letter without a try. */
  abandon(tenantId: string, deliveries: readonly Pick<TakenDelivery, 'id' | 'lease'>[]): Promise<void>
  /** Writes down tries of one tenant, what its log is told, and how its endpoints stand then. */
  settle(tenantId: string, tries: readonly SettledTry[], tally: readonly EndpointTally[]): Promise<EndpointHealth[]>
  /** Disables an endpoint that is enabled, and tells the log; false when it is not. */
  disable(
    tenantId: string,
    endpointId: string,
    change: { state: 'failing' | 'gone'; at: string; event: CallEvent },
  ): Promise<boolean>
  /** How much is due and not taken, of up to 10,000, and since when the oldest of it. */
  waiting(): Promise<{ due: number; oldestMs: Millis }>
  /** Removes what is closed and older than `before`, and what belongs to endpoints that are gone; how many there were. */
  sweep(before: string, limit: number): Promise<number>
}
