import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

/** What of a request is signed. */
export interface SignedRequest {
  readonly method: string
  /** As it came, percent signs and all. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
}

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** The codes of S3. */
export type Refusal = 'AccessDenied' | 'InvalidAccessKeyId' | 'SignatureDoesNotMatch' | 'RequestTimeTooSkewed'

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/
const INSTANT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
const SKEW_MS = 15 * 60_000
const WEEK_S = 7 * 24 * 60 * 60
/** What a presigned query says of its own signature; the signer writes it anew. */
const ofSignature = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature)$/
const unsignedPayload = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }

/** SHA-256 as the signer wants it: an HMAC when it is given a secret. */
class Sha256 {
  readonly #hash: Hash | Hmac
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array)
  }
  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {}
}

/**
 * Whether AWS's own signer gives the request this signature: SigV4 in the headers or in a presigned query. Null when it
 * is right, in time and of this region.
 */
export async function judgeSignature(
  request: SignedRequest,
  { accessKeyId, secretAccessKey }: S3Credentials,
  region: string,
  now: number,
): Promise<Refusal | null> {
  const claim = claimOf(request)
  if (claim === null) return 'AccessDenied'
  const [keyId, ...scope] = claim.credential.split('/')
  if (keyId !== accessKeyId) return 'InvalidAccessKeyId'
  const at = Date.parse(claim.date.replace(INSTANT, '$1-$2-$3T$4:$5:$6Z'))
  if (Number.isNaN(at) || scope.join('/') !== `${claim.date.slice(0, 8)}/${region}/s3/aws4_request`)
    return 'AccessDenied'
  if (at - now > SKEW_MS) return 'RequestTimeTooSkewed'
  if (claim.expires === undefined && now - at > SKEW_MS) return 'RequestTimeTooSkewed'
  if (claim.expires !== undefined) {
    if (!(claim.expires >= 1 && claim.expires <= WEEK_S) || now > at + claim.expires * 1000) return 'AccessDenied'
  }
  const credentials = { accessKeyId, secretAccessKey }
  const signer = new SignatureV4({ credentials, region, service: 's3', sha256: Sha256, uriEscapePath: false })
  return (await signatureOf(signer, request, claim, new Date(at))) === claim.signature ? null : 'SignatureDoesNotMatch'
}

interface Claim {
  readonly credential: string
  readonly signedHeaders: ReadonlySet<string>
  readonly signature: string
  readonly date: string
  /** Seconds; of a presigned query only. */
  readonly expires?: number
}

/** What the request says of its signature; null when it has none, or leaves something out that must be signed. */
function claimOf({ query, headers }: SignedRequest): Claim | null {
  const [, credential, names, signature] = AUTHORIZATION.exec(headers.authorization ?? '') ?? []
  if (credential !== undefined && names !== undefined && signature !== undefined) {
    const signedHeaders = new Set(names.split(';'))
    const must = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'))
    if (headers['x-amz-content-sha256'] === undefined || must.some((name) => !signedHeaders.has(name))) return null
    return { credential, signedHeaders, signature, date: headers['x-amz-date'] ?? '' }
  }
  if (query['X-Amz-Algorithm'] !== 'AWS4-HMAC-SHA256') return null
  const signedHeaders = new Set((query['X-Amz-SignedHeaders'] ?? '').split(';'))
  if (!signedHeaders.has('host')) return null
  return {
    credential: query['X-Amz-Credential'] ?? '',
    signedHeaders,
    signature: query['X-Amz-Signature'] ?? '',
    date: query['X-Amz-Date'] ?? '',
    expires: Number(query['X-Amz-Expires']),
  }
}

async function signatureOf(
  signer: SignatureV4,
  { method, path, query, headers }: SignedRequest,
  { signedHeaders, expires }: Claim,
  signingDate: Date,
): Promise<string | undefined> {
  const request = {
    method,
    path,
    protocol: 'http:',
    hostname: headers.host ?? '',
    query: Object.fromEntries(Object.entries(query).filter(([name]) => !ofSignature.test(name))),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => signedHeaders.has(name))),
  }
  const as = { signingDate, signableHeaders: new Set(signedHeaders) }
  if (expires === undefined) {
    const { authorization } = (await signer.sign(request, as)).headers
    return AUTHORIZATION.exec(authorization ?? '')?.[3]
  }
  // The signer takes the payload's hash from this header, which is no part of the request.
  const unsigned = new Set(Object.keys(unsignedPayload))
  const presigned = await signer.presign(
    { ...request, headers: { ...request.headers, ...unsignedPayload } },
    { ...as, expiresIn: expires, unhoistableHeaders: unsigned, unsignableHeaders: unsigned },
  )
  return String(presigned.query?.['X-Amz-Signature'])
}
