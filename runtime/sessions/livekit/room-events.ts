import { hash } from 'node:crypto'
import type { MetricLabels } from '#generated/metrics.gen.ts'
import type { LiveKitEvent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { callOfRoom, roomHappening } from '#runtime/domain/livekit/room-happening.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { Store } from '#runtime/ports/store.ts'
import { type RoomInbox, roomEventPlace } from './room-inbox.ts'

/** Longer than any token of LiveKit's is good, so that none can be shown again. */
const KNOWN_MS: Millis = 25 * 3_600_000
/** How long after its end a call's log takes events of its room. */
const LATE_MS: Millis = 3_600_000
const MOST_OF_CALL = 1_000

/** What became of an event: it is logged, or why it is not. */
export type RoomEventOutcome = MetricLabels<'invorto_livekit_events_total'>['room_event']

export interface RoomEventPorts {
  readonly store: Store
  readonly sealer: Sealer
  readonly clock: Pick<Clock, 'now'>
  readonly metrics: Pick<MetricRecorder, 'add'>
  readonly inbox: Pick<RoomInbox, 'wake'>
}

/** Takes what LiveKit servers tell, and counts what became of it. */
export class RoomEvents {
  readonly #ports: RoomEventPorts

  constructor(ports: RoomEventPorts) {
    this.#ports = ports
  }

  async take(tenantId: string, event: LiveKitEvent): Promise<RoomEventOutcome> {
    const outcome = await this.#take(tenantId, event)
    this.#ports.metrics.add('invorto_livekit_events_total', { room_event: outcome })
    if (outcome === 'logged') this.#ports.inbox.wake()
    return outcome
  }

  async #take(tenantId: string, event: LiveKitEvent): Promise<RoomEventOutcome> {
    const { store, sealer, clock } = this.#ports
    const now = clock.now()
    const at = (ms: Millis): string => new Date(ms).toISOString()
    await store.livekit.noticed(tenantId, at(now))
    const happening = roomHappening(event)
    if (happening === null) return 'unknown_kind'
    const name = callOfRoom(event)
    const call = name === null ? null : await store.calls.get(tenantId, name)
    if (call === null) return 'unknown_room'
    if (call.endedAt !== null && Date.parse(call.endedAt) < now - LATE_MS) return 'too_late'
    const digest = hash('sha256', event.id, 'buffer')
    const sealed = sealer.seal(happening, roomEventPlace(tenantId, digest))
    const bounds = { now: at(now), expiresAt: at(now + KNOWN_MS), most: MOST_OF_CALL }
    const outcome = await store.livekit.take({ tenantId, callId: call.id, hash: digest, sealed }, bounds)
    return outcome === 'taken' ? 'logged' : outcome
  }
}
