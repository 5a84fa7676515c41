import type { CallEvent, SessionState } from '#generated/events.gen.ts'
import type { Call } from '#generated/openapi.gen.ts'
import type { EventStore, OwnedCall, Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'

export interface RecoveryPorts extends Omit<CallLogPorts, 'events'> {
  readonly store: Store
}

/** Where a stored log stands. */
interface Standing {
  readonly lastSeq: number
  readonly state: SessionState
  readonly answeredTs: string | null
  readonly lastTs: string | null
  readonly ended: boolean
  /** Of the client, in whose trace the call is. */
  readonly traceparent?: string | undefined
}

const PAGE = 500

/**
 * Ends a call whose owner was lost as `owner_lost`, so that its log is whole and it needs no owner (FR-D1, NFR 4.3). What the owner had
 * published and not stored is stored first; the call lasted until the last of it. A call whose end is stored keeps it, and false is
 * given: what follows it is in other hands.
 */
export async function recoverCall(ports: RecoveryPorts, owned: OwnedCall): Promise<boolean> {
  const { store } = ports
  const call = await store.calls.get(owned.tenantId, owned.callId)
  const live = call !== null && call.status !== 'ended'
  if (live) {
    const stored = await standingOf(store.events, owned)
    const options = { owner: owned, lastSeq: stored.lastSeq }
    const log = new CallLog({ ...ports, events: store.events }, owned.tenantId, owned.callId, options)
    const standing = await adopted(ports, owned, log, stored)
    if (!standing.ended) close(log, call, standing)
    await log.flush()
    if (log.lost) return false
  }
  await store.owners.release(owned.tenantId, owned.callId, owned)
  return live
}

async function standingOf(events: EventStore, { tenantId, callId }: OwnedCall): Promise<Standing> {
  let standing: Standing = { lastSeq: 0, state: 'created', answeredTs: null, lastTs: null, ended: false }
  for (;;) {
    const page = await events.read(tenantId, callId, { after: standing.lastSeq, limit: PAGE })
    for (const { event } of page) standing = after(standing, event)
    if (page.length < PAGE) return standing
  }
}

/** Stores what the owner before left on the bus. Without the bus that is lost: the call does not wait for it. */
async function adopted(ports: RecoveryPorts, owned: OwnedCall, log: CallLog, stored: Standing): Promise<Standing> {
  let standing = stored
  for (;;) {
    const left = await ports.bus.takeOver(owned.callId, standing.lastSeq, owned).catch(ports.onTrouble)
    if (!left || left.length === 0) return standing
    for (const one of left) {
      if (!log.adopt(one)) return standing
      standing = after(standing, one.event)
    }
    await log.flush()
  }
}

function after(standing: Standing, event: CallEvent): Standing {
  return {
    lastSeq: event.seq,
    lastTs: event.ts,
    state: event.event_type === 'session.state_changed' ? event.data.to : standing.state,
    answeredTs: event.event_type === 'call.answered' ? event.ts : standing.answeredTs,
    ended: standing.ended || event.event_type === 'call.ended',
    traceparent: event.event_type === 'call.started' ? event.data.traceparent : standing.traceparent,
  }
}

function close(log: CallLog, call: Call, { lastSeq, state, answeredTs, lastTs, traceparent }: Standing): void {
  if (lastSeq === 0) {
    const { direction, agentId, agentVersion } = call
    log.append('call.started', {
      call: { direction: call.direction },
      data: { direction, agent_id: agentId, agent_version: agentVersion },
    })
  }
  if (state !== 'ended') {
    log.append('session.state_changed', { severity: 'error', data: { from: state, to: 'ended' } })
  }
  const until = lastTs ?? call.createdAt
  const lastedMs = answeredTs === null ? 0 : Math.max(0, Date.parse(until) - Date.parse(answeredTs))
  const data = {
    reason: 'owner_lost',
    duration_ms: lastedMs,
    last_event_ts: until,
    ...(traceparent !== undefined && { traceparent }),
  } as const
  log.append('call.ended', { call: { direction: call.direction }, severity: 'error', data })
}
