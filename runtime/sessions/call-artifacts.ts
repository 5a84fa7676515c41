import { metricsLine, transcriptLine } from '#runtime/domain/projections/artifacts.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import { type LogReaderPorts, readWholeLog } from './call-reader.ts'

/** Where a call's artifacts lie (SRS 6.3). */
export const artifactKeys = (callId: string) => ({
  transcript: `transcripts/${callId}.jsonl`,
  metrics: `metrics/${callId}.ndjson`,
})

/** Writes what a finished call leaves behind, from its log. Writing it again gives the same bytes. */
export async function writeArtifacts(
  ports: LogReaderPorts & { blobs: Blobs },
  tenantId: string,
  callId: string,
): Promise<void> {
  let transcript = ''
  let metrics = ''
  for await (const logged of readWholeLog(ports, tenantId, callId)) {
    transcript += transcriptLine(logged) ?? ''
    metrics += metricsLine(logged) ?? ''
  }
  const keys = artifactKeys(callId)
  await ports.blobs.put(keys.transcript, Buffer.from(transcript), 'application/x-ndjson')
  await ports.blobs.put(keys.metrics, Buffer.from(metrics), 'application/x-ndjson')
}
