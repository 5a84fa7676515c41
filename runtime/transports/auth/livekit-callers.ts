import type { Clock } from '#runtime/core/clock.ts'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { type LiveKitSecrets, liveKitSecretsPlace } from '#runtime/domain/livekit/project-secrets.ts'
import type { LiveKitStore, StoredLiveKitProject } from '#runtime/ports/livekit.ts'
import type { LiveKitTokens } from '#runtime/ports/livekit-tokens.ts'
import { type Gate, tooMany } from '#runtime/transports/gate.ts'
import type { AdmitSigned } from '#runtime/transports/http/http-ports.ts'
import { Believed } from './believed.ts'
import type { KnownTenants } from './known-tenants.ts'

/** Events of one project that are taken in a minute; LiveKit sends the others again. */
const EVENTS_PER_MINUTE = 6_000

/** Whose LiveKit server signed the request (OBS-00 3.2): the tenant that has its API key. */
export function liveKitCallers(ports: {
  projects: Pick<LiveKitStore, 'byKey'>
  tenants: KnownTenants
  tokens: LiveKitTokens
  sealer: Sealer
  gate: Pick<Gate, 'admit' | 'request'>
  clock: Clock
}): AdmitSigned {
  const { projects, tenants, tokens, sealer, gate, clock } = ports
  const believed = new Believed<StoredLiveKitProject>(clock)

  async function find(token: string, body: Buffer): Promise<Caller> {
    const apiKey = tokens.apiKeyOf(token)
    const project = apiKey === null ? null : await believed.get(apiKey, () => projects.byKey(apiKey))
    if (project === null || (await tenants.settings(project.tenantId)) === null)
      throw new Problem('invalid_api_key', 'No project with the API key of this token is set (setLiveKitProject).')
    const { tenantId } = project
    const { apiSecret, previousApiSecret } = sealer.open(
      project.sealed,
      liveKitSecretsPlace(tenantId),
    ) as LiveKitSecrets
    const secrets = previousApiSecret === undefined ? [apiSecret] : [apiSecret, previousApiSecret]
    await tokens.verify(token, { apiKey: project.apiKey, secrets, body })
    const limits = { restPerMinute: EVENTS_PER_MINUTE, socketsPerSecond: 0 }
    return { tenantId, keyId: `livekit-${tenantId}`, role: 'dev', limits, via: 'livekitToken', signedBy: null }
  }

  return async ({ authorization: token, body, address }) => {
    if (token === undefined || token === '')
      throw new Problem('invalid_api_key', 'Sign the event: "Authorization: <JWT>", as LiveKit servers do.')
    // Known by its API key: its tokens differ, and servers of LiveKit's cloud share addresses with those of others.
    const caller = await gate.admit(address, `livekit ${tokens.apiKeyOf(token)}`, () => find(token, body))
    const taken = await gate.request(caller)
    if (taken !== null && !taken.decision.allowed)
      throw tooMany(`This project may send ${taken.policy.count} events a minute.`, taken.decision.retryAfterMs)
    return caller
  }
}
