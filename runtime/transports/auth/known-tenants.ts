import type { TenantSettings } from '#generated/openapi.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import type { TenantStore } from '#runtime/ports/store.ts'
import { Believed } from './believed.ts'

/** The tenants and what holds for them, as this process believes it. */
export interface KnownTenants {
  /** The settings of a tenant that is served; null for any other. */
  settings(tenantId: string): Promise<TenantSettings | null>
}

export function knownTenants({ tenants, clock }: { tenants: TenantStore; clock: Clock }): KnownTenants {
  const believed = new Believed<TenantSettings>(clock)
  return {
    settings: (tenantId) =>
      believed.get(tenantId, async () => {
        const tenant = await tenants.settings(tenantId)
        return tenant?.active ? tenant.settings : null
      }),
  }
}
