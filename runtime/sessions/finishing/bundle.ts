import type { Sealer } from '#runtime/core/seal.ts'
import { artifactKeys } from '#runtime/sessions/artifacts/call-artifacts.ts'
import { type BundlePorts, storeBundle } from '#runtime/sessions/artifacts/call-bundle.ts'
import { readWhole } from '#runtime/sessions/log/call-reader.ts'
import type { EndedCall, StepOutcome } from './finish-step.ts'
import { wantedAfter } from './tell-finished.ts'

type ArtifactEvent = 'artifact.stored' | 'artifact.erased'

/** Attempts that wait for the recording: it comes late where the bucket is away, and never where a disk was lost. */
const PATIENT_ATTEMPTS = 9

/** The bundle, once everything that goes into it is there; without the recording when that is waited for no longer. */
export async function bundle(ports: BundlePorts & { readonly sealer: Sealer }, call: EndedCall): Promise<StepOutcome> {
  const { tenantId, callId, log, logged, attempt } = call
  const said = (type: ArtifactEvent, kind: string): boolean =>
    logged.some(({ event }) => event.event_type === type && event.data.kind === kind)
  if (said('artifact.stored', 'bundle')) return 'done'
  const waited = wantedAfter(call).recording && attempt < PATIENT_ATTEMPTS && !said('artifact.erased', 'recording')
  if (waited && (await ports.blobs.signedUrl(artifactKeys(callId).recording, 1)) === null) return 'waits'
  await log.flush()
  if (log.lost) return 'done'
  const stored = await storeBundle(ports, { tenantId, callId, logged: await readWhole(ports, tenantId, callId) })
  if (stored !== null) log.append('artifact.stored', { data: stored })
  return 'done'
}
