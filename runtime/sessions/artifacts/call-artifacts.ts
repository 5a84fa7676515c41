import type { EventData } from '#generated/events.gen.ts'
import { metricsLine, transcriptLine } from '#runtime/domain/projections/artifacts.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { SpooledRecording } from '#runtime/ports/spool.ts'
import { type ArtifactKind, artifactKinds, type EventStore, type Store } from '#runtime/ports/store.ts'
import type { CallLog } from '#runtime/sessions/log/call-log.ts'

export type StoredArtifact = EventData['artifact.stored']

/** Where a call's artifacts lie (SRS 6.3). */
export const artifactKeys = (callId: string) => ({
  recording: `recordings/${callId}.wav`,
  transcript: `transcripts/${callId}.jsonl`,
  metrics: `metrics/${callId}.ndjson`,
  bundle: `bundles/${callId}_artifacts.zip`,
})

/** The artifacts whose days are over, as the call's log says. */
export async function erasedKinds(
  events: EventStore,
  tenantId: string,
  callId: string,
): Promise<ReadonlySet<ArtifactKind>> {
  const told = await events.ofTypes(tenantId, callId, ['artifact.erased'], artifactKinds.length)
  return new Set(told.flatMap(({ event }) => (event.event_type === 'artifact.erased' ? [event.data.kind] : [])))
}

interface ArtifactPorts {
  readonly store: Store
  readonly blobs: Blobs
}

export interface LoggedCall {
  readonly tenantId: string
  readonly callId: string
  readonly logged: readonly LoggedEvent[]
}

/**
 * Writes what a finished call leaves behind, from its log. Writing it again gives the same bytes. `told`: the artifacts
 * that the log names already. What is erased meanwhile is taken away again.
 */
export async function writeArtifacts(
  ports: ArtifactPorts,
  { tenantId, callId, logged: log }: LoggedCall,
): Promise<{ stored: StoredArtifact[]; told: ReadonlySet<string> }> {
  let transcript = ''
  let metrics = ''
  const told = new Set<string>()
  const gone = new Set<ArtifactKind>()
  for (const logged of log) {
    transcript += transcriptLine(logged) ?? ''
    metrics += metricsLine(logged) ?? ''
    if (logged.event.event_type === 'artifact.stored') told.add(logged.event.data.kind)
    if (logged.event.event_type === 'artifact.erased') gone.add(logged.event.data.kind)
  }
  const bodies = { transcript: Buffer.from(transcript), metrics: Buffer.from(metrics) }
  const kinds = (['transcript', 'metrics'] as const).filter((kind) => !gone.has(kind))
  for (const kind of kinds) await ports.blobs.put(artifactKeys(callId)[kind], bodies[kind], 'application/x-ndjson')
  const erased = await removeErased(ports, tenantId, callId, kinds)
  const stored = kinds.filter((kind) => !erased.has(kind)).map((kind) => ({ kind, bytes: bodies[kind].length }))
  return { stored, told }
}

/** Stores the recording, again if need be; the spool has it until it is removed there. Null when its days are over. */
export async function storeRecording(
  ports: ArtifactPorts,
  recording: SpooledRecording,
): Promise<StoredArtifact | null> {
  const { tenantId, callId, bytes, durationMs, lostMs } = recording
  if ((await erasedKinds(ports.store.events, tenantId, callId)).has('recording')) return null
  await ports.blobs.put(artifactKeys(callId).recording, recording, 'audio/wav')
  if ((await removeErased(ports, tenantId, callId, ['recording'])).has('recording')) return null
  const lost = lostMs > 0 && { lost_ms: Math.round(lostMs) }
  return { kind: 'recording', bytes, duration_ms: Math.round(durationMs), ...lost }
}

/**
 * Looks after what was put: those of it that the log calls erased are removed, and named. The log says so before anything
 * is removed, so of an erasure that happens meanwhile either this look knows, or it removes what was put.
 */
async function removeErased(
  { store, blobs }: ArtifactPorts,
  tenantId: string,
  callId: string,
  kinds: readonly ArtifactKind[],
): Promise<ReadonlySet<ArtifactKind>> {
  const erased = await erasedKinds(store.events, tenantId, callId)
  for (const kind of kinds) if (erased.has(kind)) await blobs.remove(artifactKeys(callId)[kind])
  return erased
}

/** Appends what the log does not say yet. */
export function tellStored(log: CallLog, artifacts: readonly StoredArtifact[], told: ReadonlySet<string>): void {
  for (const data of artifacts) if (!told.has(data.kind)) log.append('artifact.stored', { data })
}
