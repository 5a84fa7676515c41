import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Agent } from '#generated/openapi.gen.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Store } from '#runtime/ports/store.ts'
import { MemoryCalls } from './memory-calls.ts'
import { memoryCosts } from './memory-costs.ts'
import { MemoryEvents } from './memory-events.ts'
import { MemoryFinishing } from './memory-finishing.ts'
import { MemoryLiveKit } from './memory-livekit.ts'
import { MemoryOwners } from './memory-owners.ts'
import { MemoryRetention } from './memory-retention.ts'
import { memorySessions } from './memory-sessions.ts'

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
