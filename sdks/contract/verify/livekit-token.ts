import { createHmac, hash } from 'node:crypto'

export interface LiveKitKeys {
  readonly apiKey: string
  readonly apiSecret: string
}

const TTL_SEC = 300
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The token that a LiveKit server signs for what it posts: a JWT under the project's secret, with the hash of the body. */
export function liveKitToken(body: string | Buffer, { apiKey, apiSecret }: LiveKitKeys, now = Date.now()): string {
  const at = Math.floor(now / 1000)
  const claims = { iss: apiKey, nbf: at, exp: at + TTL_SEC, sha256: hash('sha256', body, 'base64') }
  const signed = `${part({ alg: 'HS256' })}.${part(claims)}`
  return `${signed}.${createHmac('sha256', apiSecret).update(signed).digest('base64url')}`
}
