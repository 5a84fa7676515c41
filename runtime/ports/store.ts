import type { CallEvent } from '#generated/events.gen.ts'
import type { Agent, AgentVersion, Call, CallStatus } from '#generated/openapi.gen.ts'

/** A minted id (`a_…`), or the name that the tenant gave the thing. Every method but those of `keys` works inside one tenant. */
export type IdOrName = string

export type Role = 'admin' | 'dev' | 'analyst'

export interface ApiKey {
  readonly id: string
  readonly tenantId: string
  readonly role: Role
}

/** Who exists and who may come in. Keys are known by the hash alone. */
export interface KeyStore {
  /** The active key with this hash (32 bytes), or null. */
  find(hash: Buffer): Promise<ApiKey | null>
  /** Makes the tenant unless it exists. */
  ensureTenant(tenant: { id: string; name: string; createdAt: string }): Promise<void>
  /** Makes the key, or enables the one with this hash; `lastFour` is for people. */
  ensureKey(key: ApiKey & { hash: Buffer; name: string; lastFour: string; createdAt: string }): Promise<void>
  /** Disables the tenant's keys of this name, but for the one with the hash `except`. */
  disableKeys(keys: { tenantId: string; name: string; except: Buffer | null }): Promise<void>
}

export interface AgentStore {
  create(tenantId: string, agent: Agent): Promise<'created' | 'name_taken' | 'external_id_taken'>
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
  remove(tenantId: string, agent: IdOrName, at: string): Promise<boolean>
  /** The agent as it answers new calls: its published version, or the newest. */
  answering(tenantId: string, agent: IdOrName): Promise<Agent | null>
  /** One version, or null; every change that raised `version` left one. */
  version(tenantId: string, agent: IdOrName, version: number): Promise<AgentVersion | null>
  /** Newest first, those lower than `before`; null when there is no such agent. */
  versions(tenantId: string, agent: IdOrName, page: { limit: number; before?: number }): Promise<AgentVersion[] | null>
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

export interface CallStore {
  create(tenantId: string, call: Call): Promise<'created' | 'external_id_taken'>
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
}

export interface StoredEvent {
  readonly event: CallEvent
  readonly sealed: Buffer | null
}

/** The logs: append-only, idempotent by (session, seq). */
export interface EventStore {
  /**
   * The session is a call or the tenant itself; any other throws the problem `not_found`. A call that has ended changes
   * no more.
   */
  append(tenantId: string, batch: LogBatch): Promise<void>
  /** Oldest first, those with a higher `seq` than `after`. */
  read(tenantId: string, sessionId: string, page: { after: number; limit: number }): Promise<StoredEvent[]>
}

export interface Store {
  readonly keys: KeyStore
  readonly agents: AgentStore
  readonly calls: CallStore
  readonly events: EventStore
  /** Whether the database answers. */
  ready(): Promise<boolean>
  close(): Promise<void>
}
