import type { IncomingMessage } from 'node:http'
import type { Clock } from '#runtime/core/clock.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { originAllowed } from '#runtime/domain/auth/origins.ts'
import type { KnownTenants } from '#runtime/transports/auth/known-tenants.ts'
import type { TicketCallers } from '#runtime/transports/auth/ticket-callers.ts'
import type { TokenCallers } from '#runtime/transports/auth/token-callers.ts'
import type { Authenticate } from '#runtime/transports/authenticate.ts'
import type { Address } from './address.ts'
import { type Credential, credentialOf } from './credentials.ts'
import { signatureHolds } from './signature.ts'

/** A socket takes a token only when it is this fresh. */
const FRESH_SEC = 60

export interface AdmissionPorts {
  readonly keyCallers: Authenticate
  readonly tokenCallers: TokenCallers
  readonly ticketCallers: TicketCallers
  readonly tenants: KnownTenants
  readonly clock: Clock
  /** `REALTIME_WS_SECRET`. */
  readonly signingSecret: string | undefined
  /** Web origins that every tenant may be called from. */
  readonly allowedOrigins: () => readonly string[]
}

/** What a credential is good for; what is left out is not bound. */
interface Bound {
  readonly caller: Caller
  readonly call?: string | undefined
  readonly agent?: string | undefined
  readonly origin?: string | undefined
}

/** Who a handshake lets in; throws the problem that refuses it. */
export type Admit = (request: IncomingMessage, address: Address) => Promise<Caller>

/** The door of the realtime socket: credential, signature, web origin, and what the credential is bound to (FR-R1). */
export function admission(ports: AdmissionPorts): Admit {
  return async (request, address) => {
    const credential = credentialOf(request)
    const bound = await callerOf(ports, credential)
    const settings = await ports.tenants.settings(bound.caller.tenantId)
    // The operator and the monitor have no tenant; their roles are refused later.
    if (settings === null && bound.caller.role !== 'operator' && bound.caller.role !== 'monitor')
      throw new Problem('invalid_api_key', 'The tenant is suspended.')
    const security = settings?.security
    if (credential?.inUrl && security?.allowApiKeyQuery === false)
      throw new Problem('forbidden', 'This tenant takes no key in the URL. Send it as the subprotocol "key.<API key>".')
    checkSignature(ports, request, address, security?.requireSignature ?? false)
    checkOrigin(request.headers.origin, [...ports.allowedOrigins(), ...(security?.allowedOrigins ?? [])])
    checkBounds(bound, address, request.headers.origin)
    return bound.caller
  }
}

async function callerOf(ports: AdmissionPorts, credential: Credential | undefined): Promise<Bound> {
  if (credential?.kind === 'ticket') {
    const { caller, ticket } = await ports.ticketCallers(credential.secret)
    const { call, agent, origin } = ticket
    return { caller, call, agent: agent ?? undefined, origin: origin ?? undefined }
  }
  if (credential?.kind === 'token') {
    const { caller, claims } = await ports.tokenCallers(credential.secret)
    if (ports.clock.now() / 1000 - claims.iat > FRESH_SEC)
      throw new Problem('invalid_api_key', `A socket takes a token for ${FRESH_SEC} s after its "iat". Get a new one.`)
    return { caller, call: claims.cid, agent: claims.aid }
  }
  return { caller: await ports.keyCallers(credential?.secret) }
}

function checkSignature(
  ports: AdmissionPorts,
  { url = '/' }: IncomingMessage,
  { call }: Address,
  required: boolean,
): void {
  const query = URL.parse(url, 'ws://host')?.searchParams
  const [sig, ts] = [query?.get('sig') ?? null, query?.get('ts') ?? null]
  if (sig === null && ts === null && !required) return
  if (!signatureHolds({ callId: call, ts, sig }, ports.signingSecret, ports.clock.now()))
    throw new Problem('invalid_api_key', 'The signature (sig, ts) is missing, wrong or older than 5 minutes.')
}

function checkOrigin(origin: string | undefined, allowed: readonly string[]): void {
  if (origin !== undefined && !originAllowed(origin, allowed))
    throw new Problem('forbidden_origin', "Add this page's origin to the tenant's security.allowedOrigins.")
}

function checkBounds(bound: Bound, { call, agent }: Address, origin: string | undefined): void {
  if (bound.call !== undefined && bound.call !== call)
    throw new Problem('forbidden', 'This token or ticket is for another call.')
  if (bound.agent !== undefined && bound.agent !== agent)
    throw new Problem('forbidden', 'This token or ticket is for one agent: name it in the URL, as it was named to us.')
  if (bound.origin !== undefined && bound.origin !== origin)
    throw new Problem('forbidden_origin', 'This ticket is for a page of another origin.')
}
