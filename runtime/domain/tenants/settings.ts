import type { CapturePolicy, CapturePolicyPatch, TenantSettings, TenantSettingsPatch } from '#generated/openapi.gen.ts'
import { mergePatch } from './merge-patch.ts'

/** What a tenant has changed; the rest is as the defaults are. */
export type StoredSettings = TenantSettingsPatch & { readonly capture?: CapturePolicyPatch }
type Sections = Omit<TenantSettings, 'tenantId'>

/** What holds for a tenant that has said nothing: a section, a line. */
const defaults: Sections = {
  security: {
    allowedOrigins: [],
    requireSignature: false,
    allowApiKeyQuery: true,
    tokens: { issuer: null, maxRole: 'dev', publicKeys: [], jwksUrl: null },
  },
  retention: { recordingDays: 180, transcriptDays: 365, metricsDays: 365 },
}

/** Packets are captured of the signalling of failed calls alone (FR-CP2). */
const captured = {
  sipPcap: { onFailure: true, onSuccess: false, retentionDays: 30 },
  rtpPcap: { enabled: false, onLowMosThreshold: null, retentionDays: 7 },
  recording: { stereo: true },
} as const

/** The settings of the tenant, every default filled in. */
export const tenantSettings = (tenantId: string, { capture: _, ...stored }: StoredSettings): TenantSettings => ({
  tenantId,
  ...(mergePatch(defaults, stored) as Sections),
})

/** What is captured of the tenant's calls, every default filled in (FR-CP1). */
export function capturePolicy(stored: StoredSettings): CapturePolicy {
  const { recordingDays: retentionDays } = tenantSettings('', stored).retention
  const policy = mergePatch(captured, stored.capture ?? {}) as typeof captured
  const { rtpPcap, recording } = policy
  // A threshold that was taken back is null again.
  const media = { ...rtpPcap, onLowMosThreshold: rtpPcap.onLowMosThreshold ?? null }
  return { ...policy, rtpPcap: media, recording: { ...recording, retentionDays } }
}

/** A change of what is captured, as a change of what is stored: the days of recordings have one place (FR-CP1). */
export function capturePatch({ recording, ...packets }: CapturePolicyPatch): StoredSettings {
  const { retentionDays: recordingDays, ...how } = recording ?? {}
  return {
    capture: { ...packets, ...(recording !== undefined && { recording: how }) },
    ...(recordingDays !== undefined && { retention: { recordingDays } }),
  }
}
