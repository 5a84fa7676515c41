import type { SecuritySettingsPatch, TenantSettingsPatch } from '#generated/openapi.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { ownIssuer, type TrustedKey } from '#runtime/ports/tokens.ts'

type Trust = NonNullable<SecuritySettingsPatch['tokens']>

/** The change with the public keys read, so that what is stored can be trusted. Throws `bad_request`. */
export async function withReadKeys(
  change: TenantSettingsPatch,
  deps: Pick<Deps, 'publicKeys' | 'egress'>,
): Promise<TenantSettingsPatch> {
  const tokens = change.security?.tokens
  if (tokens === undefined) return change
  if (tokens.issuer === ownIssuer) throw refuse('issuer', 'is our own issuer')
  const why = typeof tokens.jwksUrl === 'string' ? deps.egress.refusal(tokens.jwksUrl) : null
  if (why !== null) throw refuse('jwksUrl', 'cannot be asked', why)
  const publicKeys = await readKeys(tokens.publicKeys, deps)
  return { ...change, security: { ...change.security, tokens: { ...tokens, ...(publicKeys && { publicKeys }) } } }
}

async function readKeys(given: Trust['publicKeys'], deps: Pick<Deps, 'publicKeys'>): Promise<TrustedKey[] | undefined> {
  if (given === undefined) return undefined
  const read: TrustedKey[] = []
  for (const [index, key] of given.entries()) {
    const outcome = await deps.publicKeys.read(key)
    if (typeof outcome === 'string') throw refuse(`publicKeys/${index}`, outcome)
    if (read.some(({ kid }) => kid === outcome.kid))
      throw refuse(`publicKeys/${index}/kid`, 'is the name of another key')
    read.push(outcome)
  }
  return read
}

function refuse(place: string, message: string, detail?: string): Problem {
  const pointer = `/security/tokens/${place}`
  return new Problem('bad_request', detail ?? `"${pointer}" ${message}.`, {
    errors: [{ pointer, message, keyword: 'publicKey' }],
  })
}
