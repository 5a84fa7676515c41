import { metricsLine, transcriptLine } from '#runtime/domain/projections/artifacts.ts'
import { callConclusion } from '#runtime/domain/projections/call-conclusion.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import { timelineEntry } from '#runtime/domain/projections/timeline.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { Zip, ZipEntry } from '#runtime/ports/zip.ts'
import { artifactKeys, erasedKinds, type LoggedCall, type StoredArtifact } from './call-artifacts.ts'

export interface BundlePorts {
  readonly store: Store
  readonly blobs: Blobs
  readonly zip: Zip
}

/**
 * Puts everything that the call left behind into one file (SRS 7.5), which is made while it is put. Null, and none is left, when
 * the days of anything in it are over.
 */
export async function storeBundle(
  { store, blobs, zip }: BundlePorts,
  { tenantId, callId, logged }: LoggedCall,
): Promise<StoredArtifact | null> {
  const erased = async (): Promise<boolean> => (await erasedKinds(store.events, tenantId, callId)).size > 0
  if (await erased()) return null
  const keys = artifactKeys(callId)
  const entries = [...filesOf(logged), ...(await recordingOf(blobs, keys.recording))]
  const bundle = zip(entries, new Date(logged.at(-1)?.event.ts ?? 0))
  await blobs.put(keys.bundle, bundle, 'application/zip')
  // The log is told of an erasure before anything is removed: of one that happens meanwhile this look knows, or it removes this.
  if (await erased()) {
    await blobs.remove(keys.bundle)
    return null
  }
  return { kind: 'bundle', bytes: bundle.bytes }
}

function filesOf(logged: readonly LoggedEvent[]): ZipEntry[] {
  const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
  const lines = (line: (one: LoggedEvent) => string | null): Buffer =>
    Buffer.from(logged.map((one) => line(one) ?? '').join(''))
  return [
    { name: 'summary.json', body: json(callConclusion(logged)) },
    { name: 'timeline.json', body: json(logged.map(timelineEntry)) },
    { name: 'transcript.jsonl', body: lines(transcriptLine) },
    { name: 'metrics.ndjson', body: lines(metricsLine) },
  ]
}

async function recordingOf(blobs: Blobs, key: string): Promise<ZipEntry[]> {
  const found = await blobs.get(key)
  if (found === null) return []
  found.body.destroy()
  const open = async () => {
    const blob = await blobs.get(key)
    if (blob === null) throw new Error('the recording is gone')
    return blob.body
  }
  return [{ name: 'recording.wav', body: { bytes: found.bytes, open } }]
}
