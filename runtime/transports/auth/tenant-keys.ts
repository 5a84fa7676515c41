import type { TenantSettings } from '#generated/openapi.gen.ts'
import type { KeySets, TrustedKey } from '#runtime/ports/tokens.ts'
import type { KnownTenants } from './known-tenants.ts'

/** A public key that the platform's own settings give one tenant (`JWT_PUBLIC_KEY`). */
export interface ConfiguredKey {
  readonly tenantId: string
  readonly key: TrustedKey
  readonly issuer: string | undefined
}

/** A key by which a tenant speaks for itself, and how. */
export interface TenantKey {
  readonly key: TrustedKey
  readonly issuer: string
  readonly maxRole: 'admin' | 'dev' | 'analyst'
}

/** The key of this name that the tenant trusts now, or its only one where no name is given; null when there is none. */
export type TenantKeys = (tenantId: string, kid: string | null) => Promise<TenantKey | null>

export function tenantKeys(ports: {
  tenants: KnownTenants
  keySets: KeySets
  configured: ConfiguredKey | null
}): TenantKeys {
  return async (tenantId, kid) => {
    const settings = await ports.tenants.settings(tenantId)
    if (settings === null) return null
    const configured = ports.configured?.tenantId === tenantId ? ports.configured : null
    const { issuer, maxRole, publicKeys, jwksUrl } = settings.security.tokens
    const inline = [...registered(publicKeys), ...(configured === null ? [] : [configured.key])]
    const fits = inline.filter((key) => kid === null || key.kid === kid)
    const [first] = fits
    const named = first !== undefined && (kid !== null || (fits.length === 1 && jwksUrl === null)) ? first : null
    const key = named ?? (jwksUrl === null ? null : await ports.keySets.find(jwksUrl, kid))
    if (key === null) return null
    const byDefault = issuer ?? tenantId
    return { key, issuer: key === configured?.key ? (configured.issuer ?? byDefault) : byDefault, maxRole }
  }
}

/** Keys are stored as they were read: with a name, an algorithm and a JWK. */
const registered = (keys: TenantSettings['security']['tokens']['publicKeys']): TrustedKey[] => keys as TrustedKey[]
