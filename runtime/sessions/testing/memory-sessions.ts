import type { FinishingStore } from '#runtime/ports/finishing.ts'
import type { EventFilter, KnownSession, SessionStore, StoredEvent } from '#runtime/ports/session-store.ts'
import type { CallStore, EventStore } from '#runtime/ports/store.ts'

interface Parts {
  readonly calls: CallStore
  readonly events: EventStore
  readonly finishing: FinishingStore
}

/** The sessions of calls in memory. */
export function memorySessions({ calls, events, finishing }: Parts): SessionStore {
  const read = (tenantId: string, sessionId: string, after: number): Promise<StoredEvent[]> =>
    events.read(tenantId, sessionId, { after, limit: Number.POSITIVE_INFINITY })
  return {
    async get(tenantId, name) {
      const call = await calls.get(tenantId, name)
      if (call === null) return null
      const log = (await read(tenantId, call.id, 0)).map(({ event }) => event)
      const moved = log.findLast((event) => event.event_type === 'session.state_changed')
      const session: KnownSession['session'] = {
        id: call.id,
        kind: 'call',
        live: call.status !== 'ended',
        state: moved?.data.to ?? 'created',
        startedAt: call.createdAt,
        endedAt: call.endedAt,
        lastSeq: log.at(-1)?.seq ?? 0,
        debug: false,
        contentVisible: call.agentConfigAtCallStart.events?.content === true,
      }
      return { session, complete: await finishing.isFinished(tenantId, call.id) }
    },
    list() {
      throw new Error('nobody lists sessions here')
    },
    async events(tenantId, sessionId, { after, limit, types, component, since, until, content }: EventFilter) {
      const fits = ({ event: { ts, event_type, component: of } }: StoredEvent): boolean =>
        (types?.includes(event_type) ?? true) &&
        (component === undefined || of === component) &&
        (since === undefined || ts >= since) &&
        (until === undefined || ts < until)
      const found = (await read(tenantId, sessionId, after)).filter(fits).slice(0, limit)
      return content ? found : found.map(({ event }) => ({ event, sealed: null }))
    },
  }
}
