import { type ArtifactKind, artifactKinds, type RetentionStore } from '#runtime/ports/store.ts'
import type { MemoryCalls } from './memory-calls.ts'
import type { MemoryEvents } from './memory-events.ts'
import type { MemoryFinishing } from './memory-finishing.ts'

/** How far calls were swept; a claim lasts until `forget`. */
export class MemoryRetention implements RetentionStore {
  readonly upTo = new Map<string, string>()
  readonly #claimed = new Set<string>()
  readonly #calls: MemoryCalls
  readonly #events: MemoryEvents
  readonly #finishing: MemoryFinishing

  constructor(calls: MemoryCalls, events: MemoryEvents, finishing: MemoryFinishing) {
    this.#calls = calls
    this.#events = events
    this.#finishing = finishing
  }

  /** The claims have lapsed. */
  forget(): void {
    this.#claimed.clear()
  }

  async claim(tenantId: string): Promise<{ kind: ArtifactKind; upTo: string }[]> {
    const free = artifactKinds.filter((kind) => !this.#claimed.has(`${tenantId}/${kind}`))
    for (const kind of free) this.#claimed.add(`${tenantId}/${kind}`)
    return free.map((kind) => ({ kind, upTo: this.upTo.get(`${tenantId}/${kind}`) ?? '' }))
  }

  async callsAfter(tenantId: string, callId: string, limit: number) {
    const later = this.#calls.all().filter((row) => row.tenantId === tenantId && row.call.id > callId)
    const oldest = later.map(({ call }) => call).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const finished = (id: string): boolean => this.#finishing.finishedCalls.includes(id)
    return oldest.slice(0, limit).map(({ id, createdAt }) => ({ callId: id, createdAt, finished: finished(id) }))
  }

  async done(tenantId: string, kind: ArtifactKind, callId: string): Promise<void> {
    this.upTo.set(`${tenantId}/${kind}`, callId)
  }

  async eraseContent(tenantId: string, callId: string): Promise<void> {
    this.#finishing.finish(callId)
    this.#events.seal(tenantId, callId, [])
  }
}
