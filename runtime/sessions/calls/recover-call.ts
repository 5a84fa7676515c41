import type { CallEvent, SessionState } from '#generated/events.gen.ts'
import type { Call } from '#generated/openapi.gen.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import type { EventStore, OwnedCall, Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import { opened } from '#runtime/sessions/log/call-reader.ts'

export interface RecoveryPorts extends Omit<CallLogPorts, 'events'> {
  readonly store: Store
  readonly metrics?: Pick<MetricRecorder, 'add'>
}

/** Where a stored log stands. */
interface Standing {
  readonly lastSeq: number
  readonly state: SessionState
  readonly answeredTs: string | null
  readonly lastTs: string | null
  readonly ended: boolean
  /** Events that the owner published and that cannot be in the log. */
  readonly lostEvents?: number
  /** Of the client, in whose trace the call is. */
  readonly traceparent?: string | undefined
}

const PAGE = 500
const MOST_LOST = 2_147_483_647

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

/**
 * Stores what the owner before left on the bus. Without the bus that is lost: the call does not wait for it. So is what stands behind a
 * number that is missing or cannot be read: a log has no gaps, and no event gets another number, to which its content is sealed and by
 * which the next taker would know that it is stored.
 */
async function adopted(ports: RecoveryPorts, owned: OwnedCall, log: CallLog, stored: Standing): Promise<Standing> {
  let standing = stored
  for (;;) {
    const left = await ports.bus.takeOver(owned.callId, standing.lastSeq, owned).catch(ports.onTrouble)
    if (!left || left.length === 0) return standing
    for (const one of left) {
      if (log.lost) return standing
      if (!log.adopt(readable(ports, one))) return await cutOff(ports, owned, standing, left.at(-1)!.event.seq)
      standing = after(standing, one.event)
    }
    await log.flush()
  }
}

/** Without its content where that does not open, as after an erasure: who reads the log would fail at it for ever. */
function readable({ sealer, onTrouble, metrics }: RecoveryPorts, left: StoredEvent): StoredEvent {
  try {
    opened(sealer, left)
    return left
  } catch (cause) {
    metrics?.add('invorto_bus_troubles_total', { trouble: 'entry' })
    const { session_id, seq } = left.event
    onTrouble(
      new Error(`The content of the event ${seq} of the call ${session_id} does not open and is left out.`, { cause }),
    )
    return { ...left, sealed: null }
  }
}

/**
 * Counts and tells what stands behind the end of what can be stored, up to `seen` at least. It is left where it is: a taker that dies
 * before the end of the call is stored leaves it to the next one, who counts again.
 */
async function cutOff(ports: RecoveryPorts, owned: OwnedCall, standing: Standing, seen: number): Promise<Standing> {
  const last = await ports.bus.lastSeq(owned.callId).catch(ports.onTrouble)
  const lostEvents = Math.min(Math.max(seen, last ?? 0) - standing.lastSeq, MOST_LOST)
  ports.metrics?.add('invorto_bus_troubles_total', { trouble: 'lost_event' }, lostEvents)
  const what = `${lostEvents} events of the call ${owned.callId} are lost`
  ports.onTrouble(new Error(`${what}: number ${standing.lastSeq + 1} cannot be read, and a log has no gaps.`))
  return { ...standing, lostEvents }
}

function after(standing: Standing, event: CallEvent): Standing {
  return {
    ...standing,
    lastSeq: event.seq,
    lastTs: event.ts,
    state: event.event_type === 'session.state_changed' ? event.data.to : standing.state,
    answeredTs: event.event_type === 'call.answered' ? event.ts : standing.answeredTs,
    ended: standing.ended || event.event_type === 'call.ended',
    traceparent: event.event_type === 'call.started' ? event.data.traceparent : standing.traceparent,
  }
}

function close(log: CallLog, call: Call, standing: Standing): void {
  const { lastSeq, state, answeredTs, lastTs, lostEvents, traceparent } = standing
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
    ...(lostEvents !== undefined && { lost_events: lostEvents }),
    ...(traceparent !== undefined && { traceparent }),
  } as const
  log.append('call.ended', { call: { direction: call.direction }, severity: 'error', data })
}
