import type { PublicJwk, SigningKey } from '#generated/openapi.gen.ts'
import type { Role } from '#runtime/ports/store.ts'

/** What a token says once it is verified (RFC 7519); instants in seconds. */
export interface TokenClaims {
  readonly iss: string
  readonly sub: string
  readonly tid: string
  readonly role: Role
  readonly iat: number
  readonly exp: number
  readonly jti: string
  /** The call and the agent that a socket's token is bound to. */
  readonly cid?: string
  readonly aid?: string
}

export type KeyAlgorithm = 'EdDSA' | 'ES256' | 'RS256'

/** A public key that verifies tokens by one algorithm and no other. */
export interface TrustedKey {
  readonly kid: string
  readonly alg: KeyAlgorithm
  /** Public members only (RFC 7517). */
  readonly jwk: PublicJwk
}

/** What a token says of itself before anybody has verified it: enough to know whose keys to try. */
export interface UnverifiedToken {
  readonly iss: string
  readonly tid: string
  readonly kid: string | null
}

/** Signs and verifies tokens (RFC 7519, RFC 8725). */
export interface Tokens {
  /** Ours, the one that signs first. */
  readonly ownKeys: readonly SigningKey[]
  sign(claims: Omit<TokenClaims, 'iss'>): Promise<string>
  /** Null for what is no token of at most 4 KB. */
  read(token: string): UnverifiedToken | null
  /** Throws `invalid_api_key` for a token that is not ours, is wrong, or is not of now. */
  verifyOwn(token: string): Promise<TokenClaims>
  /** The same for one that a tenant signed: by one of these keys, as this issuer. */
  verifyWith(token: string, key: TrustedKey, issuer: string): Promise<TokenClaims>
}

/** Reads public keys that tenants give. */
export interface PublicKeys {
  /** A text says why it cannot be trusted. */
  read(given: { kid?: string; alg?: KeyAlgorithm; pem?: string; jwk?: object }): Promise<TrustedKey | string>
}

/** The platform's own issuer, which no tenant may call itself. */
export const ownIssuer = 'invorto'

/** Key sets that tenants publish themselves (RFC 7517, section 5). */
export interface KeySets {
  /** The key of this name, or the only one where the token names none; null when there is none. Never throws. */
  find(url: string, kid: string | null): Promise<TrustedKey | null>
}
