import { hash } from 'node:crypto'
import { decodeJwt, errors, jwtVerify } from 'jose'
import type { Clock } from '#runtime/core/clock.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { LiveKitTokens } from '#runtime/ports/livekit-tokens.ts'

const MAX_TOKEN_LENGTH = 4_096
const API_KEY = /^[A-Za-z0-9_-]{4,64}$/
/** How far the clock of a LiveKit server may be off. */
const TOLERANCE_SEC = 60
const MAX_AHEAD_SEC = 24 * 60 * 60

/** The tokens of LiveKit's webhooks, with jose. Only HS256 is taken, whatever a token says of itself (RFC 8725). */
export function liveKitTokens(clock: Pick<Clock, 'now'>): LiveKitTokens {
  return {
    apiKeyOf(token) {
      if (token.length > MAX_TOKEN_LENGTH) return null
      try {
        const { iss } = decodeJwt(token)
        return typeof iss === 'string' && API_KEY.test(iss) ? iss : null
      } catch {
        return null
      }
    },

    async verify(token, { apiKey, secrets, body }) {
      const currentDate = new Date(clock.now())
      const options = { algorithms: ['HS256'], issuer: apiKey, clockTolerance: TOLERANCE_SEC, currentDate }
      const claims = await firstOf(secrets, async (secret) => {
        const { payload } = await jwtVerify(token, Buffer.from(secret), { ...options, requiredClaims: ['exp'] })
        return payload
      })
      if (claims.exp! > currentDate.getTime() / 1000 + MAX_AHEAD_SEC + TOLERANCE_SEC)
        throw wrong('lives for more than 24 hours')
      if (claims.sha256 !== hash('sha256', body, 'base64')) throw wrong('was made for another body')
    },
  }
}

/** What the first secret opens that can; only a wrong signature makes the next one worth trying. */
async function firstOf<T>(secrets: readonly string[], verify: (secret: string) => Promise<T>): Promise<T> {
  for (const secret of secrets) {
    try {
      return await verify(secret)
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) return refuse(error)
    }
  }
  throw wrong('was signed with another secret')
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw wrong('has expired', error)
  if (error instanceof errors.JWTClaimValidationFailed) throw wrong(`has a wrong "${error.claim}"`, error)
  if (error instanceof errors.JOSEError || error instanceof TypeError) throw wrong('cannot be verified', error)
  throw error
}

const wrong = (why: string, cause?: unknown): Problem => new Problem('invalid_api_key', `This token ${why}.`, { cause })
