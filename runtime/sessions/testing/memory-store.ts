import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Agent, Call } from '#generated/openapi.gen.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import {
  type CallStore,
  type EventStore,
  type LogBatch,
  NotOwner,
  type Ownership,
  type Store,
} from '#runtime/ports/store.ts'
import { memoryCosts } from './memory-costs.ts'
import { MemoryFinishing } from './memory-finishing.ts'
import { MemoryLiveKit } from './memory-livekit.ts'
import { MemoryOwners } from './memory-owners.ts'
import { MemoryRetention } from './memory-retention.ts'
import { memorySessions } from './memory-sessions.ts'

const key = (tenantId: string, id: string): string => `${tenantId}/${id}`

/** Logs in memory, idempotent as the database's are; `break` makes the next writes fail. */
export class MemoryEvents implements EventStore {
  /** Every batch that was written, also those that failed. */
  readonly batches: LogBatch[] = []
  readonly #logs = new Map<string, StoredEvent[]>()
  readonly #calls: MemoryCalls | undefined
  readonly #owners: MemoryOwners | undefined
  readonly #finishing: MemoryFinishing | undefined
  #failures: ('before' | 'after')[] = []

  constructor(calls?: MemoryCalls, owners?: MemoryOwners, finishing?: MemoryFinishing) {
    this.#calls = calls
    this.#owners = owners
    this.#finishing = finishing
  }

  /** The next writes fail, `before` anything was written or `after`, when only the answer is lost. */
  break(...failures: ('before' | 'after')[]): void {
    this.#failures = failures
  }

  stored(tenantId: string, sessionId: string): readonly StoredEvent[] {
    return this.#logs.get(key(tenantId, sessionId)) ?? []
  }

  async append(tenantId: string, batch: LogBatch): Promise<void> {
    this.batches.push(batch)
    const failure = this.#failures.shift()
    if (failure === 'before') throw new Error('the database is away')
    if (batch.owner && this.#owners?.isOwner(batch.sessionId, batch.owner) === false)
      throw new NotOwner('another owner')
    if (batch.attempt !== undefined && this.#finishing?.isAt(batch.sessionId, batch.attempt) === false)
      throw new NotOwner('another attempt')
    const log = this.#logs.get(key(tenantId, batch.sessionId)) ?? []
    this.#logs.set(key(tenantId, batch.sessionId), log)
    for (const event of batch.events) {
      if (log.some((stored) => stored.event.seq === event.seq)) continue
      const sealed = batch.content.find(({ seq }) => seq === event.seq)?.sealed ?? null
      log.push({ event: structuredClone(event), sealed })
    }
    if (batch.call) this.#calls?.change(tenantId, batch.sessionId, batch.call)
    if (failure === 'after') throw new Error('the answer was lost')
  }

  async read(tenantId: string, sessionId: string, page: { after: number; limit: number }): Promise<StoredEvent[]> {
    const after = this.stored(tenantId, sessionId).filter(({ event }) => event.seq > page.after)
    return after.toSorted((a, b) => a.event.seq - b.event.seq).slice(0, page.limit)
  }

  /** Puts content beside events that are there. */
  seal(tenantId: string, sessionId: string, content: LogBatch['content']): void {
    const log = this.#logs.get(key(tenantId, sessionId)) ?? []
    const sealedAt = (seq: number): Buffer | null => content.find((one) => one.seq === seq)?.sealed ?? null
    this.#logs.set(
      key(tenantId, sessionId),
      log.map(({ event }) => ({ event, sealed: sealedAt(event.seq) })),
    )
  }

  async ofTypes(tenantId: string, sessionId: string, types: readonly string[], limit: number): Promise<StoredEvent[]> {
    const all = await this.read(tenantId, sessionId, { after: 0, limit: Number.POSITIVE_INFINITY })
    return all.filter(({ event }) => types.includes(event.event_type)).slice(0, limit)
  }

  async lastSeq(tenantId: string, sessionId: string): Promise<number> {
    return Math.max(0, ...this.stored(tenantId, sessionId).map(({ event }) => event.seq))
  }
}

export class MemoryCalls implements CallStore {
  readonly #rows = new Map<string, Call>()
  readonly #owners: MemoryOwners
  readonly #finishing: MemoryFinishing

  constructor(owners: MemoryOwners, finishing: MemoryFinishing) {
    this.#owners = owners
    this.#finishing = finishing
  }

  change(tenantId: string, id: string, change: Partial<Call>): void {
    const row = this.#rows.get(key(tenantId, id))
    if (!row || row.status === 'ended') return
    this.#rows.set(key(tenantId, id), { ...row, ...change })
    if (change.status === 'ended') this.#finishing.enqueue(tenantId, id, 'active')
  }

  async create(tenantId: string, call: Call, owner?: Ownership): Promise<'created' | 'external_id_taken'> {
    if (call.externalId !== null && this.#find(tenantId, call.externalId) !== null) return 'external_id_taken'
    this.#rows.set(key(tenantId, call.id), call)
    if (call.status === 'ended') this.#finishing.enqueue(tenantId, call.id, 'waiting')
    if (owner) this.#owners.own({ ...owner, tenantId, callId: call.id })
    return 'created'
  }

  async get(tenantId: string, name: string): Promise<Call | null> {
    return this.#find(tenantId, name)
  }

  /** Every call of every tenant. */
  all(): { tenantId: string; call: Call }[] {
    return [...this.#rows].map(([at, call]) => ({ tenantId: at.split('/')[0]!, call }))
  }

  list(): Promise<Call[]> {
    throw new Error('nobody lists calls here')
  }

  #find(tenantId: string, name: string): Call | null {
    for (const [at, row] of this.#rows) {
      if (at.startsWith(`${tenantId}/`) && (row.id === name || row.externalId === name)) return row
    }
    return null
  }
}

/** As much of a store as a session needs: agents that are given, calls and their logs. */
export function memoryStore(agents: readonly Agent[]): Store & {
  readonly events: MemoryEvents
  readonly owners: MemoryOwners
  readonly finishing: MemoryFinishing
  readonly retention: MemoryRetention
  readonly livekit: MemoryLiveKit
} {
  const owners = new MemoryOwners()
  const finishing = new MemoryFinishing()
  const calls = new MemoryCalls(owners, finishing)
  const events = new MemoryEvents(calls, owners, finishing)
  const nobody = (): never => {
    throw new Error('a session has no business here')
  }
  const find = async (_tenant: string, name: string) =>
    agents.find(({ id, externalId }) => id === name || externalId === name) ?? null
  return {
    // A session asks nothing of these.
    keys: {} as Store['keys'],
    tenants: { capturePolicy: async () => null } as unknown as Store['tenants'],
    tickets: {} as Store['tickets'],
    agents: {
      get: find,
      answering: find,
      version: async () => null,
      versions: nobody,
      create: nobody,
      list: nobody,
      update: nobody,
      remove: nobody,
    },
    tools: { named: async () => [], get: nobody, create: nobody, list: nobody, update: nobody, remove: nobody },
    secrets: { named: nobody, list: nobody, put: nobody, remove: nobody },
    calls,
    events,
    sessions: memorySessions({ calls, events, finishing }),
    owners,
    ...memoryCosts(),
    finishing,
    retention: new MemoryRetention(calls, events, finishing),
    billing: {} as Store['billing'],
    webhookEndpoints: {} as Store['webhookEndpoints'],
    webhookDeliveries: {} as Store['webhookDeliveries'],
    webhookWork: {} as Store['webhookWork'],
    livekit: new MemoryLiveKit(owners),
    idempotency: { begin: nobody, keep: nobody, release: nobody, sweep: nobody },
    close: async () => {},
  }
}

/** Files in memory. */
export function memoryBlobs(): Blobs & { readonly files: ReadonlyMap<string, string> } {
  const files = new Map<string, string>()
  return {
    files,
    put: async (name, body) => void files.set(name, Buffer.isBuffer(body) ? body.toString() : await text(body.open())),
    get: async (name) => {
      const file = files.get(name)
      return file === undefined ? null : { body: Readable.from([Buffer.from(file)]), bytes: Buffer.byteLength(file) }
    },
    signedUrl: async (name) => (files.has(name) ? `https://files.example.com/${name}` : null),
    remove: async (name) => void files.delete(name),
    ready: async () => true,
  }
}
