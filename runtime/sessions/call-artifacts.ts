import type { EventData } from '#generated/events.gen.ts'
import { metricsLine, transcriptLine } from '#runtime/domain/projections/artifacts.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { SpooledRecording } from '#runtime/ports/spool.ts'
import type { CallLog } from './call-log.ts'
import { type LogReaderPorts, readWholeLog } from './call-reader.ts'

export type StoredArtifact = EventData['artifact.stored']

/** Where a call's artifacts lie (SRS 6.3). */
export const artifactKeys = (callId: string) => ({
  recording: `recordings/${callId}.wav`,
  transcript: `transcripts/${callId}.jsonl`,
  metrics: `metrics/${callId}.ndjson`,
})

/**
 * Writes what a finished call leaves behind, from its log. Writing it again gives the same bytes. `told`: the artifacts
 * that the log names already.
 */
export async function writeArtifacts(
  ports: LogReaderPorts & { blobs: Blobs },
  tenantId: string,
  callId: string,
): Promise<{ stored: StoredArtifact[]; told: ReadonlySet<string> }> {
  let transcript = ''
  let metrics = ''
  const told = new Set<string>()
  for await (const logged of readWholeLog(ports, tenantId, callId)) {
    transcript += transcriptLine(logged) ?? ''
    metrics += metricsLine(logged) ?? ''
    if (logged.event.event_type === 'artifact.stored') told.add(logged.event.data.kind)
  }
  const keys = artifactKeys(callId)
  const bodies = { transcript: Buffer.from(transcript), metrics: Buffer.from(metrics) }
  await ports.blobs.put(keys.transcript, bodies.transcript, 'application/x-ndjson')
  await ports.blobs.put(keys.metrics, bodies.metrics, 'application/x-ndjson')
  const stored: StoredArtifact[] = [
    { kind: 'transcript', bytes: bodies.transcript.length },
    { kind: 'metrics', bytes: bodies.metrics.length },
  ]
  return { stored, told }
}

/** Stores the recording, again if need be; the spool has it until it is removed there. */
export async function storeRecording(
  { blobs }: { blobs: Blobs },
  recording: SpooledRecording,
): Promise<StoredArtifact> {
  await blobs.put(artifactKeys(recording.callId).recording, recording.open(), 'audio/wav')
  const { bytes, durationMs, lostMs } = recording
  const lost = lostMs > 0 && { lost_ms: Math.round(lostMs) }
  return { kind: 'recording', bytes, duration_ms: Math.round(durationMs), ...lost }
}

/** Appends what the log does not say yet. */
export function tellStored(log: CallLog, artifacts: readonly StoredArtifact[], told: ReadonlySet<string>): void {
  for (const data of artifacts) if (!told.has(data.kind)) log.append('artifact.stored', { data })
}
