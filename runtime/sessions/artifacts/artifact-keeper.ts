import { type Backoff, untilDone } from '#runtime/core/backoff.ts'
import { type Millis, within } from '#runtime/core/clock.ts'
import { Slots } from '#runtime/core/slots.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Spool, SpooledRecording } from '#runtime/ports/spool.ts'
import type { Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import { type StoredArtifact, storeRecording, tellStored } from './call-artifacts.ts'

export interface ArtifactKeeperPorts extends Omit<CallLogPorts, 'events'> {
  readonly store: Store
  readonly blobs: Blobs
  readonly spool: Spool
  readonly onFault: (error: unknown) => void
}

const BACKOFF: Backoff = { firstMs: 1_000, longestMs: 60_000 }
/** Of a recording whose days are over before it was stored. */
const erased = 'erased'
type Upload = StoredArtifact | typeof erased
/** How long the rest of what follows a call waits for its recording. */
const FIRST_TRY_MS: Millis = 5_000
/** More than a log ever says of artifacts, also where two said the same. */
const MOST_TOLD = 100
/** Uploads at once. */
const UPLOADS = 4

/**
 * Brings recordings from the spool to the blobs (FR-D3), however long that takes: one leaves the spool when its blob is
 * stored and its call's log says so. What was not done when the process ends is done by the next one.
 */
export class ArtifactKeeper {
  readonly #ports: ArtifactKeeperPorts
  readonly #slots = new Slots(UPLOADS)
  readonly #closed = new AbortController()
  /** Recordings whose blob is stored while the spool has them still. */
  readonly #stored = new Map<string, StoredArtifact>()
  readonly #uploads = new Map<string, Promise<Upload>>()

  constructor(ports: ArtifactKeeperPorts) {
    this.#ports = ports
  }

  /** The first try, for as long as others can wait for it; where it fails, the next ones go on behind. Never rejects. */
  async store(recording: SpooledRecording): Promise<void> {
    const { clock, onFault } = this.#ports
    const first = this.#upload(recording)
    first.catch(() => this.#uploaded(recording))
    await within(clock, FIRST_TRY_MS, first).catch(onFault)
  }

  /** The recording of this call, when it is among the blobs and its log may not say so yet. */
  stored(callId: string): StoredArtifact | null {
    return this.#stored.get(callId) ?? null
  }

  /** Until the blob is stored, the log says so and the spool is rid of it; or until this is closed. Never rejects. */
  async settle(recording: SpooledRecording): Promise<void> {
    const { clock, onFault, store } = this.#ports
    const until = <T>(work: () => Promise<T>) => untilDone(clock, BACKOFF, this.#closed.signal, work, onFault)
    const { tenantId, callId } = recording
    const known = this.#stored.has(callId) || (await until(() => store.calls.get(tenantId, callId))) !== null
    if (!known) return this.#leave(recording)
    const artifact = await this.#uploaded(recording)
    if (artifact === null) return
    await until(async () => {
      if (artifact !== erased) await this.#tell(recording, artifact)
      await recording.remove()
      this.#stored.delete(callId)
    })
  }

  /** Settles what processes that are gone left in the spool. */
  async finishLeftovers(): Promise<void> {
    const leftovers = await this.#ports.spool.leftovers()
    await Promise.all(leftovers.map((recording) => this.settle(recording)))
  }

  /** No further tries. */
  close(): void {
    this.#closed.abort()
  }

  /** Tries until it is stored, or erased; null when this is closed. */
  #uploaded(recording: SpooledRecording): Promise<Upload | null> {
    const { clock, onFault } = this.#ports
    return untilDone(clock, BACKOFF, this.#closed.signal, () => this.#upload(recording), onFault)
  }

  /** One upload of a recording at a time, and none when it is stored. */
  #upload(recording: SpooledRecording): Promise<Upload> {
    const { callId } = recording
    const stored = this.#stored.get(callId)
    if (stored !== undefined) return Promise.resolve(stored)
    const running = this.#uploads.get(callId)
    if (running !== undefined) return running
    const upload = this.#slots
      .use(() => storeRecording(this.#ports, recording))
      .then((artifact) => {
        if (artifact !== null) this.#stored.set(callId, artifact)
        return artifact ?? erased
      })
      .finally(() => this.#uploads.delete(callId))
    this.#uploads.set(callId, upload)
    return upload
  }

  /**
   * The log says it already, or whoever finishes the call has not come to its end and may say it, or it is said now. The
   * log is looked at again after that: of two that append at once, one is not heard.
   */
  async #tell({ tenantId, callId }: SpooledRecording, artifact: StoredArtifact): Promise<void> {
    const { events, finishing } = this.#ports.store
    // Nearly always: whoever finished the call has said it.
    if ((await this.#told(tenantId, callId)).has(artifact.kind)) return
    const finished = await finishing.isFinished(tenantId, callId)
    // Asked before the log is read: who appends meanwhile takes the number that we would take, and one is not heard.
    const lastSeq = await events.lastSeq(tenantId, callId)
    const told = await this.#told(tenantId, callId)
    if (told.has(artifact.kind)) return
    if (!finished) throw new Error(`the recording of ${callId} is stored; its call is not finished yet`)
    const log = new CallLog({ ...this.#ports, events }, tenantId, callId, { lastSeq })
    tellStored(log, [artifact], told)
    await log.flush()
    if (!(await this.#told(tenantId, callId)).has(artifact.kind))
      throw new Error(`the log of ${callId} was appended to by two`)
  }

  /** The artifacts that the call's log names. */
  async #told(tenantId: string, callId: string): Promise<ReadonlySet<string>> {
    const stored = await this.#ports.store.events.ofTypes(tenantId, callId, ['artifact.stored'], MOST_TOLD)
    return new Set(stored.flatMap(({ event }) => (event.event_type === 'artifact.stored' ? [event.data.kind] : [])))
  }

  #leave({ callId }: SpooledRecording): void {
    if (this.#closed.signal.aborted) return
    this.#ports.onFault(new Error(`the recording of ${callId} stays in the spool: there is no such call`))
  }
}
