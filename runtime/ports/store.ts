import type { CallEvent, EventType } from '#generated/events.gen.ts'
import type {
  Agent,
  AgentVersion,
  Call,
  CallStatus,
  CapturePolicy,
  CapturePolicyPatch,
  KeyLimits,
  KeyLimitsChange,
  ApiKey as ListedKey,
  Secret,
  Tenant,
  TenantSettings,
  TenantSettingsPatch,
  Tool,
} from '#generated/openapi.gen.ts'
import type { KeptLine } from '#runtime/core/kept-line.ts'
import type { MicroInr } from '#runtime/core/money.ts'
import type { FxRate, Rate } from '#runtime/core/rate.ts'
import type { BillingStore } from './billing.ts'
import type { FinishingStore } from './finishing.ts'
import type { LiveKitStore } from './livekit.ts'
import type { SessionStore, StoredEvent } from './session-store.ts'
import type { WebhookDeliveryStore, WebhookEndpointStore, WebhookWorkStore } from './webhooks.ts'

/** A minted id (`a_…`), or the name that the tenant gave the thing. Every method but those of `keys` works inside one tenant. */
export type IdOrName = string

export type Role = 'admin' | 'dev' | 'analyst'

/** Throws when the row, under its lock, is not as the asker knows it; then nothing changes. */
export type Precondition<T> = (current: T) => void

/** A key that works. */
export interface ApiKey {
  readonly id: string
  readonly tenantId: string
  readonly role: Role
  readonly limits: KeyLimits
  readonly lastUsedAt: string | null
}

/** A key to be made: known by the hash of its secret alone (32 bytes); `lastFour` is for people. */
export interface NewKey extends Pick<ApiKey, 'id' | 'tenantId' | 'role'> {
  readonly hash: Buffer
  readonly name: string
  readonly lastFour: string
  readonly createdAt: string
  /** What differs from the default limits; null is without limit. */
  readonly limits?: Partial<KeyLimits>
}

export interface KeyChange {
  readonly name?: string
  readonly role?: Role
  readonly active?: boolean
  readonly limits?: KeyLimitsChange
}

/** Who may come in. A key works while it is active and so is its tenant. */
export interface KeyStore {
  /** The working key with this hash (32 bytes), or null. */
  find(hash: Buffer): Promise<ApiKey | null>
  /** Those of the keys that work, of whichever tenants. */
  working(keyIds: readonly string[]): Promise<ApiKey[]>
  /** Writes down that the key was used. */
  used(key: { tenantId: string; id: string }, at: string): Promise<void>
  /** Makes the tenant unless it exists. */
  ensureTenant(tenant: { id: string; name: string; createdAt: string }): Promise<void>
  /** Makes the key, or enables the one with this hash. */
  ensureKey(key: NewKey): Promise<void>
  /** Disables the tenant's keys of this name, but for the one with the hash `except`. */
  disableKeys(keys: { tenantId: string; name: string; except: Buffer | null }): Promise<void>
  /** A key of a tenant that is suspended does not work; `too_many` when the tenant has `most` already. */
  create(key: NewKey, most: number): Promise<ListedKey | 'too_many'>
  get(tenantId: string, keyId: string): Promise<ListedKey | null>
  /** Newest first, those older than `before` when it is given. */
  list(tenantId: string, page: { limit: number; before?: string }): Promise<ListedKey[]>
  /** `last_admin` when no active admin key would be left; then nothing changes. */
  update(
    tenantId: string,
    keyId: string,
    change: KeyChange,
    check?: Precondition<ListedKey>,
  ): Promise<ListedKey | 'not_found' | 'last_admin'>
  remove(
    tenantId: string,
    keyId: string,
    check?: Precondition<ListedKey>,
  ): Promise<'removed' | 'not_found' | 'last_admin'>
}

/** Tenants as the operator sees them, and each one's settings. */
export interface TenantStore {
  /** The tenant and its first key, both or neither. */
  create(tenant: Tenant, key: NewKey): Promise<ListedKey>
  get(tenantId: string): Promise<Tenant | null>
  /** Newest first, those older than `before` when it is given. */
  list(page: { limit: number; before?: string }): Promise<Tenant[]>
  /** A tenant that is not active takes its keys along. */
  update(
    tenantId: string,
    change: { name?: string; active?: boolean },
    check?: Precondition<Tenant>,
  ): Promise<Tenant | null>
  /** What holds for the tenant, defaults filled in; null when there is none. */
  settings(tenantId: string): Promise<{ active: boolean; settings: TenantSettings } | null>
  /** Merges the change (RFC 7396) under a lock; what holds then. */
  changeSettings(
    tenantId: string,
    change: TenantSettingsPatch,
    check?: Precondition<TenantSettings>,
  ): Promise<TenantSettings | null>
  /** What is captured of the tenant's calls; null when there is no such tenant. */
  capturePolicy(tenantId: string): Promise<CapturePolicy | null>
  /** As `changeSettings` does. */
  changeCapturePolicy(
    tenantId: string,
    change: CapturePolicyPatch,
    check?: Precondition<CapturePolicy>,
  ): Promise<CapturePolicy | null>
}

/** A single-use ticket, known by the hash of its secret. */
export interface StoredTicket {
  readonly id: string
  readonly tenantId: string
  readonly keyId: string
  readonly signedBy: string | null
  readonly role: 'admin' | 'dev'
  readonly call: string
  readonly agent: string | null
  readonly origin: string | null
  readonly expiresAt: string
}

export interface TicketStore {
  /** Also forgets the tenant's tickets that nobody used in time. */
  create(ticket: StoredTicket & { hash: Buffer }, now: string): Promise<void>
  /** Takes the ticket away and gives it to one asker alone; null when it is used, too old or unknown. */
  spend(hash: Buffer, now: string): Promise<StoredTicket | null>
}

export interface AgentStore {
  /** A tenant has at most `most`. */
  create(
    tenantId: string,
    agent: Agent,
    most: number,
  ): Promise<'created' | 'name_taken' | 'external_id_taken' | 'too_many'>
  get(tenantId: string, agent: IdOrName): Promise<Agent | null>
  /** Newest first, those older than `before` (a minted id) when it is given. */
  list(tenantId: string, page: { limit: number; before?: string }): Promise<Agent[]>
  /** Changes the agent under a lock, so that two changes at once both count. */
  update(
    tenantId: string,
    agent: IdOrName,
    change: (agent: Agent) => Agent,
  ): Promise<Agent | 'not_found' | 'name_taken' | 'external_id_taken'>
  /** False when there was none. */
  remove(tenantId: string, agent: IdOrName, at: string, check?: Precondition<Agent>): Promise<boolean>
  /** The agent as it answers new calls: its published version, or the newest. */
  answering(tenantId: string, agent: IdOrName): Promise<Agent | null>
  /** One version, or null; every change that raised `version` left one. */
  version(tenantId: string, agent: IdOrName, version: number): Promise<AgentVersion | null>
  /** Newest first, those lower than `before`; null when there is no such agent. */
  versions(tenantId: string, agent: IdOrName, page: { limit: number; before?: number }): Promise<AgentVersion[] | null>
}

export interface ToolStore {
  /** A tenant has at most `most`. */
  create(tenantId: string, tool: Tool, most: number): Promise<'created' | 'name_taken' | 'too_many'>
  get(tenantId: string, tool: IdOrName): Promise<Tool | null>
  /** Those of the names that there are, in no order. */
  named(tenantId: string, names: readonly string[]): Promise<Tool[]>
  /** Newest first, those older than `before` (a minted id) when it is given. */
  list(tenantId: string, page: { limit: number; before?: string }): Promise<Tool[]>
  /** Changes the tool under a lock; `change` may throw, and then nothing changes. */
  update(tenantId: string, tool: IdOrName, change: (tool: Tool) => Tool): Promise<Tool | 'not_found' | 'name_taken'>
  /** False when there was none. */
  remove(tenantId: string, tool: IdOrName, check?: Precondition<Tool>): Promise<boolean>
}

/** A secret as it is kept: what `value` was, sealed (`core/seal.ts`). */
export type SealedSecret = Secret & { readonly sealed: Buffer }

export interface SecretStore {
  /** Makes or replaces it; `createdAt` stays that of the first. A tenant has at most `most`. */
  put(tenantId: string, secret: SealedSecret, most: number): Promise<Secret | 'too_many'>
  /** By name. */
  list(tenantId: string): Promise<Secret[]>
  /** Those of the names that there are. */
  named(tenantId: string, names: readonly string[]): Promise<SealedSecret[]>
  /** False when there was none. */
  remove(tenantId: string, name: string): Promise<boolean>
}

export interface CallFilter {
  readonly limit: number
  /** A minted id: only older calls. */
  readonly before?: string
  /** A minted agent id. */
  readonly agentId?: string
  readonly status?: CallStatus
  readonly startedAfter?: string
  readonly startedBefore?: string
}

/** Who works on a call: a process (`proc_…`), and which owner of the call it is, from 1. */
export interface Ownership {
  readonly processId: string
  readonly epoch: number
}

/** A call that a process has to look after. */
export interface OwnedCall extends Ownership {
  readonly tenantId: string
  readonly callId: string
}

/** The writer is no longer the owner of the call: another process has taken it over. */
export class NotOwner extends Error {
  override readonly name = 'NotOwner'
}

/**
 * Which process works on which call. A process lives as long as it renews its lease; the database's clock counts. A call is
 * owned from its beginning until its owner has nothing more to do for it.
 */
export interface OwnerStore {
  /** The process lives for `leaseMs` more. True when its lease had not run out. */
  renew(processId: string, leaseMs: number): Promise<boolean>
  /** Whether what this process writes is stored; its lease is as long as before. Throws what the database does. */
  writes(processId: string): Promise<true>
  /** The process lives no more. */
  leave(processId: string): Promise<void>
  /** No process but this one lives: for whoever knows that, because the database is its own. */
  outlive(processId: string): Promise<void>
  /** Makes the process the owner of up to `limit` calls whose owner lives no more. */
  takeOver(processId: string, limit: number): Promise<OwnedCall[]>
  /** The calls of this process. */
  owned(processId: string): Promise<OwnedCall[]>
  /** Who owns the call, asked by `processId`, and whether that process lives; null where nobody does. */
  ownerOf(processId: string, tenantId: string, callId: string): Promise<{ processId: string; alive: boolean } | null>
  /** Nothing is left to do for the call. */
  release(tenantId: string, callId: string, owner: Ownership): Promise<void>
}

export interface CallStore {
  /** `owner`: the process that works on the call, its first owner. */
  create(tenantId: string, call: Call, owner?: Ownership): Promise<'created' | 'external_id_taken'>
  get(tenantId: string, call: IdOrName): Promise<Call | null>
  list(tenantId: string, filter: CallFilter): Promise<Call[]>
}

/** What the log of a call says about its row: written in the transaction that writes the events. */
export type CallChange = Partial<Pick<Call, 'status' | 'answeredAt' | 'endedAt' | 'endReason' | 'durationSec'>>

/** Words and other content of one event, encrypted (`core/seal.ts`). */
export interface SealedContent {
  readonly seq: number
  readonly sealed: Buffer
}

export interface LogBatch {
  readonly sessionId: string
  /** In order, `content` left out. */
  readonly events: readonly CallEvent[]
  readonly content: readonly SealedContent[]
  readonly call?: CallChange
  /** Who writes; without it anybody may. */
  readonly owner?: Ownership
  /** At which attempt of its call's job whoever writes is; `NotOwner` when that is over. */
  readonly attempt?: number
}

/** The logs: append-only, idempotent by (session, seq). */
export interface EventStore {
  /**
   * The session is a call or the tenant itself; any other throws the problem `not_found`. A call that has ended changes
   * no more. Throws `NotOwner`, and writes nothing, when the call has another owner than the batch says.
   */
  append(tenantId: string, batch: LogBatch): Promise<void>
  /** Oldest first, those with a higher `seq` than `after`. */
  read(tenantId: string, sessionId: string, page: { after: number; limit: number }): Promise<StoredEvent[]>
  /** The session's events of these types, oldest first. */
  ofTypes(tenantId: string, sessionId: string, types: readonly EventType[], limit: number): Promise<StoredEvent[]>
  /** The number of the session's last event, 0 where there is none. */
  lastSeq(tenantId: string, sessionId: string): Promise<number>
}

/** What finished calls cost (SRS 6.1.1). */
export interface CostStore {
  /** Keeps what the call cost; again it changes nothing. */
  keep(
    tenantId: string,
    callId: string,
    cost: { lines: readonly KeptLine[]; totalMicroInr: MicroInr; at: string },
  ): Promise<void>
  /** The lines in their order, or null while the cost is not known. */
  ofCall(tenantId: string, callId: string): Promise<KeptLine[] | null>
  /** Calls that were begun from `from` on and before `to`, by their day in the time zone; days without calls are left out. */
  byDay(tenantId: string, span: { from: string; to: string; timezone: string }): Promise<DaySum[]>
}

export interface DaySum {
  /** `2026-02-03`. */
  readonly day: string
  readonly calls: number
  readonly durationMs: number
  readonly microInr: MicroInr
}

/** Dated prices, a tenant's own and the platform's defaults, and what a dollar is worth. */
export interface RateStore {
  /** A tenant adds at most `most`. */
  add(tenantId: string, rate: Rate, most: number): Promise<'added' | 'too_many'>
  /** Newest first, those before `before` (a minted id) when it is given. */
  list(tenantId: string, page: { limit: number; before?: string }): Promise<Rate[]>
  /** Every rate that may be in force at the instant: of each kind the newest. */
  inForce(tenantId: string, at: string): Promise<Rate[]>
  /** The exchange rate at the instant; before the first, the first. Throws where there is none. */
  fx(at: string): Promise<FxRate>
  /** Notes the exchange rate unless it is the newest already. */
  noteFx(rate: FxRate): Promise<void>
}

/** What a call leaves behind, each with days of its own; a bundle of them goes with the first. */
export const artifactKinds = ['recording', 'transcript', 'metrics'] as const
export type ArtifactKind = (typeof artifactKinds)[number]

/** How far what calls left behind was erased when its days were over (SRS 4.6, FR-CP1). Ids of calls sort by time. */
export interface RetentionStore {
  /** Takes those kinds of the tenant that nobody has for `leaseMs`. Of each, every call `upTo` this one is done. */
  claim(tenantId: string, leaseMs: number): Promise<{ kind: ArtifactKind; upTo: string }[]>
  /** Oldest first, whatever their state. */
  callsAfter(
    tenantId: string,
    callId: string,
    limit: number,
  ): Promise<{ callId: string; createdAt: string; finished: boolean }[]>
  /** Every call up to this one is done; whoever says so keeps the kind for `leaseMs` more. */
  done(tenantId: string, kind: ArtifactKind, callId: string, leaseMs: number): Promise<void>
  /** Removes what is sealed of the call's log. The call is finished then: nothing more is concluded from it. */
  eraseContent(tenantId: string, callId: string, at: string): Promise<void>
}

/** A run of an idempotent request. `scope` says which request it is, `fingerprint` what was asked (32 bytes each). */
export interface IdempotentRun {
  readonly scope: Buffer
  readonly fingerprint: Buffer
  /** A name that no other run has. */
  readonly run: string
  readonly at: string
  /** A run that has said nothing by then is taken to have died; the next request runs again. */
  readonly leasedUntil: string
  readonly expiresAt: string
}

/** Requests that carried an Idempotency-Key, and their sealed answers. */
export interface IdempotencyStore {
  /**
   * Of many at once exactly one is told `begun` and must `keep` or `release`; the others are told that it runs, or its
   * answer. `other` is a request under the same key that asked for something else.
   */
  begin(tenantId: string, run: IdempotentRun): Promise<'begun' | 'runs' | 'other' | { sealed: Buffer }>
  /** Keeps the answer, unless the run lost its lease to another. */
  keep(tenantId: string, run: Pick<IdempotentRun, 'scope' | 'run'>, sealed: Buffer): Promise<void>
  /** Forgets the run, so that the next request runs again. */
  release(tenantId: string, run: Pick<IdempotentRun, 'scope' | 'run'>): Promise<void>
  /** Removes what expired before `at`, of all tenants, at most `limit`; how many there were. */
  sweep(at: string, limit: number): Promise<number>
}

export interface Store {
  readonly keys: KeyStore
  readonly tenants: TenantStore
  readonly tickets: TicketStore
  readonly agents: AgentStore
  readonly tools: ToolStore
  readonly secrets: SecretStore
  readonly calls: CallStore
  readonly events: EventStore
  readonly sessions: SessionStore
  readonly costs: CostStore
  readonly rates: RateStore
  readonly finishing: FinishingStore
  readonly billing: BillingStore
  readonly retention: RetentionStore
  readonly owners: OwnerStore
  readonly idempotency: IdempotencyStore
  readonly webhookEndpoints: WebhookEndpointStore
  readonly webhookDeliveries: WebhookDeliveryStore
  readonly webhookWork: WebhookWorkStore
  readonly livekit: LiveKitStore
  close(): Promise<void>
}
