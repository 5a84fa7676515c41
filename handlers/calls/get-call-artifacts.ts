import type { Handler } from '#handlers/handler.ts'
import { artifactKeys } from '#runtime/sessions/artifacts/call-artifacts.ts'
import { noCall } from './no-call.ts'

/** How long a link lives (FR-CP3). */
const LINK_TTL_MS = 5 * 60_000

export const getCallArtifacts: Handler<'getCallArtifacts'> = async ({ path, caller }, { store, blobs }) => {
  const call = await store.calls.get(caller.tenantId, path.callId)
  if (call === null) throw noCall(path.callId)
  const keys = artifactKeys(call.id)
  const [recording, transcript, metrics, bundle] = await Promise.all(
    [keys.recording, keys.transcript, keys.metrics, keys.bundle].map((key) => blobs.signedUrl(key, LINK_TTL_MS)),
  )
  return {
    status: 200,
    body: {
      ...{ recording: recording ?? null, transcript: transcript ?? null },
      ...{ metrics: metrics ?? null, bundle: bundle ?? null },
    },
  }
}
