import type { TenantSettings, TenantSettingsPatch } from '#generated/openapi.gen.ts'
import { mergePatch } from './merge-patch.ts'

/** What a tenant has changed; the rest is as the defaults are. */
export type StoredSettings = TenantSettingsPatch
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

/** The settings of the tenant, every default filled in. */
export const tenantSettings = (tenantId: string, stored: StoredSettings): TenantSettings => ({
  tenantId,
  ...(mergePatch(defaults, stored) as Sections),
})
