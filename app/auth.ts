import { randomBytes } from 'node:crypto'
import type { Config } from '#generated/config.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { joseTokens } from '#runtime/adapters/tokens/jose-tokens.ts'
import { egressKeySets } from '#runtime/adapters/tokens/key-sets.ts'
import { liveKitTokens } from '#runtime/adapters/tokens/livekit-tokens.ts'
import { publicKeys } from '#runtime/adapters/tokens/public-keys.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { ConfigError } from '#runtime/core/config.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { originAllowed } from '#runtime/domain/auth/origins.ts'
import type { Egress } from '#runtime/ports/egress.ts'
import type { Store } from '#runtime/ports/store.ts'
import { credentialWatch, type WatchCredential } from '#runtime/transports/auth/credential-watch.ts'
import { knownKeys } from '#runtime/transports/auth/known-keys.ts'
import { knownTenants } from '#runtime/transports/auth/known-tenants.ts'
import { liveKitCallers } from '#runtime/transports/auth/livekit-callers.ts'
import { type ConfiguredKey, tenantKeys } from '#runtime/transports/auth/tenant-keys.ts'
import { ticketCallers } from '#runtime/transports/auth/ticket-callers.ts'
import { tokenCallers } from '#runtime/transports/auth/token-callers.ts'
import { type Authenticate, authenticator, keyCallers } from '#runtime/transports/authenticate.ts'
import type { Gate } from '#runtime/transports/gate.ts'
import type { HttpPorts } from '#runtime/transports/http/http-ports.ts'
import { type Admit, admission } from '#runtime/transports/realtime/admission.ts'
import { defaultTenant } from './database.ts'

export interface Auth
  extends Pick<Deps, 'allowsOrigin' | 'tokens' | 'publicKeys' | 'random' | 'pepper' | 'signsSockets'> {
  readonly authenticate: Authenticate
  readonly signers: HttpPorts['signers']
  readonly admit: Admit
  readonly watch: WatchCredential
}

interface AuthPorts {
  readonly store: Store
  readonly egress: Egress
  readonly sealer: Sealer
  readonly gate: Gate
  readonly clock: Clock
  readonly onFault: (error: unknown) => void
  /** How clients reach this server. */
  readonly baseUrl: () => string
}

/** Everything that decides who comes in. */
export async function openAuth(config: Config, ports: AuthPorts): Promise<Auth> {
  const { store, clock, onFault } = ports
  const pepper = config.KEY_PEPPER
  const seeds = [config.JWT_SIGNING_KEY, config.JWT_PREVIOUS_SIGNING_KEY].filter((seed) => seed !== undefined)
  const tokens = await joseTokens(
    seeds.map((seed) => Buffer.from(seed, 'base64')),
    clock,
  )
  const keys = knownKeys({ keys: store.keys, clock, pepper, onFault })
  const tenants = knownTenants({ tenants: store.tenants, clock })
  const keySets = egressKeySets({ egress: ports.egress, publicKeys, clock })
  const ofTenants = tenantKeys({ tenants, keySets, configured: await configuredKey(config) })
  const callers = {
    keyCallers: keyCallers({ keys, operatorKey: config.OPERATOR_API_KEY, monitorKey: config.METRICS_API_KEY }),
    tokenCallers: tokenCallers({ tokens, keys, tenantKeys: ofTenants }),
    ticketCallers: ticketCallers({ tickets: store.tickets, keys, tenantKeys: ofTenants, clock, pepper }),
  }
  const everywhere = config.ALLOWED_ORIGINS.split(',').map((origin) => origin.trim())
  const allowedOrigins = (): string[] => [...everywhere, new URL(ports.baseUrl()).origin]
  const signingSecret = config.REALTIME_WS_SECRET
  return {
    tokens,
    publicKeys,
    random: randomBytes,
    pepper,
    signsSockets: signingSecret !== undefined,
    authenticate: authenticator(callers),
    signers: {
      livekitToken: liveKitCallers({ ...ports, projects: store.livekit, tenants, tokens: liveKitTokens(clock) }),
    },
    admit: admission({ ...callers, tenants, clock, signingSecret, allowedOrigins }),
    watch: credentialWatch({ keys: store.keys, tenantKeys: ofTenants, clock, onFault }),
    async allowsOrigin(origin, tenantId) {
      const settings = await tenants.settings(tenantId)
      return originAllowed(origin, [...allowedOrigins(), ...(settings?.security.allowedOrigins ?? [])])
    },
  }
}

async function configuredKey({ JWT_PUBLIC_KEY: text, JWT_ISSUER: issuer }: Config): Promise<ConfiguredKey | null> {
  if (text === undefined) return null
  const key = await publicKeys.read(text.trimStart().startsWith('{') ? { jwk: jwkOf(text) } : { pem: pemOf(text) })
  if (typeof key === 'string') throw new ConfigError(`JWT_PUBLIC_KEY ${key}.`)
  return { tenantId: defaultTenant, key, issuer }
}

/** Environments carry line breaks as `\n`. */
const pemOf = (text: string): string => text.replaceAll('\\n', '\n')

function jwkOf(text: string): object {
  try {
    return JSON.parse(text) as object
  } catch {
    throw new ConfigError('JWT_PUBLIC_KEY is no JSON.')
  }
}
