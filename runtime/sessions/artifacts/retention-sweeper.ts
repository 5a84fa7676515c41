import { type Millis, within } from '#runtime/core/clock.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { ArtifactKind, Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import { artifactKeys, erasedKinds } from './call-artifacts.ts'

export interface RetentionPorts extends Omit<CallLogPorts, 'events'> {
  readonly store: Store
  readonly blobs: Blobs
  readonly onFault: (error: unknown) => void
  /** So many calls of the tenant lost what they had of this kind. */
  readonly onErased: (told: { tenantId: string; kind: ArtifactKind; calls: number }) => void
}

const DAY_MS: Millis = 86_400_000
const SWEEP_MS: Millis = 3_600_000
/** How long a process keeps a tenant's kind to itself after its last batch. */
const LEASE_MS: Millis = 600_000
const TENANTS_AT_ONCE = 100
const CALLS_AT_ONCE = 100
const ROOM_EVENTS_AT_ONCE = 1_000
/** Calls of a kind that a sweep fails at before it leaves the rest to the next one. */
const MOST_FAILURES = 10
/** How much longer a call is waited for that is not finished. */
const UNFINISHED_MS: Millis = 7 * DAY_MS
const LAST_ERASURES_MS: Millis = 5_000

type SweptCall = Awaited<ReturnType<Store['retention']['callsAfter']>>[number]

/**
 * Erases what calls left behind when the tenant's days for it are over (SRS 4.6, FR-CP1): files, and with the transcript
 * every sealed word of the log. Each call's log is told before (`artifact.erased`), and whoever stores an artifact looks there
 * afterwards, so that nothing comes back. What a sweep does not get done the next one does. It also forgets what LiveKit servers told long ago.
 */
export class RetentionSweeper {
  readonly #ports: RetentionPorts
  #cancel = (): void => {}
  #sweeping: Promise<void> | null = null
  #stopped = false

  constructor(ports: RetentionPorts) {
    this.#ports = ports
  }

  /** Sweeps now and every hour from now on, until `stop`. */
  start(): void {
    if (this.#stopped) return
    this.#sweeping = this.#sweep()
      .catch(this.#ports.onFault)
      .finally(() => {
        this.#sweeping = null
        if (this.#stopped) return
        const { clock } = this.#ports
        this.#cancel = clock.wakeAt(clock.now() + SWEEP_MS, () => this.start())
      })
  }

  /** Begins with no further call; does not wait long for the one that it is at. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    if (this.#sweeping !== null) await within(this.#ports.clock, LAST_ERASURES_MS, this.#sweeping)
  }

  async #sweep(): Promise<void> {
    const { store, onFault } = this.#ports
    for (let before: string | undefined; ; ) {
      const tenants = await store.tenants.list({ limit: TENANTS_AT_ONCE, ...(before !== undefined && { before }) })
      for (const { id } of tenants) {
        if (this.#stopped) return
        await this.#sweepTenant(id).catch(onFault)
        await this.#forgetRooms(id).catch(onFault)
      }
      if (tenants.length < TENANTS_AT_ONCE) return
      before = tenants.at(-1)!.id
    }
  }

  async #sweepTenant(tenantId: string): Promise<void> {
    const { store, onFault } = this.#ports
    const found = await store.tenants.settings(tenantId)
    if (found === null) return
    const { recordingDays, transcriptDays, metricsDays } = found.settings.retention
    const days = { recording: recordingDays, transcript: transcriptDays, metrics: metricsDays }
    for (const { kind, upTo } of await store.retention.claim(tenantId, LEASE_MS)) {
      await this.#sweepKind(tenantId, kind, upTo, days[kind]).catch(onFault)
    }
  }

  /** What LiveKit servers told, when it is known for so long that nobody tells it again. */
  async #forgetRooms(tenantId: string): Promise<void> {
    const { store, clock } = this.#ports
    const now = new Date(clock.now()).toISOString()
    while (!this.#stopped && (await store.livekit.forget(tenantId, now, ROOM_EVENTS_AT_ONCE)) === ROOM_EVENTS_AT_ONCE);
  }

  /** A call that fails is in nobody's way, but the sweep counts as done only up to it: the next one begins there. */
  async #sweepKind(tenantId: string, kind: ArtifactKind, upTo: string, days: number): Promise<void> {
    const { store, onErased } = this.#ports
    const sweep = { calls: 0, failures: 0 }
    try {
      for (let at = upTo; !this.#stopped && sweep.failures < MOST_FAILURES; ) {
        const due = this.#due(await store.retention.callsAfter(tenantId, at, CALLS_AT_ONCE), days)
        const done = await this.#eraseAll(due, (callId) => this.#erase(tenantId, callId, kind, days), sweep)
        if (done !== null) await store.retention.done(tenantId, kind, done, LEASE_MS)
        if (due.length < CALLS_AT_ONCE) return
        at = due.at(-1)!.callId
      }
    } finally {
      if (sweep.calls > 0) onErased({ tenantId, kind, calls: sweep.calls })
    }
  }

  /** Counts into `sweep`; up to which call nothing has failed, null when that is nothing new. */
  async #eraseAll(
    due: readonly SweptCall[],
    erase: (callId: string) => Promise<boolean>,
    sweep: { calls: number; failures: number },
  ): Promise<string | null> {
    let done: string | null = null
    for (const { callId } of due) {
      if (this.#stopped || sweep.failures === MOST_FAILURES) break
      try {
        if (await erase(callId)) sweep.calls += 1
        if (sweep.failures === 0) done = callId
      } catch (error) {
        sweep.failures += 1
        this.#ports.onFault(error)
      }
    }
    return done
  }

  #due(calls: readonly SweptCall[], days: number): readonly SweptCall[] {
    const over = this.#ports.clock.now() - days * DAY_MS
    const kept = calls.findIndex(
      ({ createdAt, finished }) => Date.parse(createdAt) > (finished ? over : over - UNFINISHED_MS),
    )
    return kept === -1 ? calls : calls.slice(0, kept)
  }

  /** True unless a sweep was here before; it may not have come to its end, so that all is done again. */
  async #erase(tenantId: string, callId: string, kind: ArtifactKind, days: number): Promise<boolean> {
    const { store, blobs, clock } = this.#ports
    const first = await this.#tell(tenantId, callId, kind, days)
    const keys = artifactKeys(callId)
    // The bundle goes with the first of what is in it.
    for (const key of [keys[kind], keys.bundle]) await blobs.remove(key)
    if (kind === 'transcript') {
      await store.retention.eraseContent(tenantId, callId, new Date(clock.now()).toISOString())
    }
    return first
  }

  /** False when the log says it already. It is looked at again afterwards: of two that append at once, one is not heard. */
  async #tell(tenantId: string, callId: string, kind: ArtifactKind, days: number): Promise<boolean> {
    const { events } = this.#ports.store
    if ((await erasedKinds(events, tenantId, callId)).has(kind)) return false
    const lastSeq = await events.lastSeq(tenantId, callId)
    const log = new CallLog({ ...this.#ports, events }, tenantId, callId, { lastSeq })
    log.append('artifact.erased', { data: { kind, retention_days: days } })
    await log.flush()
    if ((await erasedKinds(events, tenantId, callId)).has(kind)) return true
    throw new Error(`the log of ${callId} was appended to by two`)
  }
}
