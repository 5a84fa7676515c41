import type { StoredEvent } from '#runtime/ports/session-store.ts'
import { type EventStore, type LogBatch, NotOwner } from '#runtime/ports/store.ts'
import type { MemoryCalls } from './memory-calls.ts'
import type { MemoryFinishing } from './memory-finishing.ts'
import type { MemoryOwners } from './memory-owners.ts'

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
