import type { Call } from '#generated/openapi.gen.ts'
import type { CallStore, Ownership } from '#runtime/ports/store.ts'
import type { MemoryFinishing } from './memory-finishing.ts'
import type { MemoryOwners } from './memory-owners.ts'

const key = (tenantId: string, id: string): string => `${tenantId}/${id}`

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
