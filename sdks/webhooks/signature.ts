const encoder = new TextEncoder()
const PREFIX = 'whsec_'

/** The bytes of a body as it came. */
export type RawBody = string | Uint8Array

/** HMAC-SHA256 of `<id>.<timestamp>.<body>` under the bytes behind `whsec_` (Standard Webhooks 1.0). */
export function standardDigest(secret: string, id: string, timestamp: string, body: RawBody): Promise<Uint8Array> {
  const head = encoder.encode(`${id}.${timestamp}.`)
  const bytes = bytesOf(body)
  const signed = new Uint8Array(head.length + bytes.length)
  signed.set(head)
  signed.set(bytes, head.length)
  return digest(keyOf(secret), signed)
}

/** The bytes behind `whsec_`; a secret without that mark is a key as it stands. None where it is not base64. */
export const keyOf = (secret: string): Uint8Array =>
  secret.startsWith(PREFIX) ? fromBase64(secret.slice(PREFIX.length)) : encoder.encode(secret)

/** HMAC-SHA256 of the body alone, under the whole secret as text: what `X-Signature` has. */
export const bodyDigest = (secret: string, body: RawBody): Promise<Uint8Array> =>
  digest(encoder.encode(secret), bytesOf(body))

/** Whether two are equal; it takes the same time wherever they differ. */
export function equal(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let at = 0; at < one.length; at++) difference |= one[at]! ^ other[at]!
  return difference === 0
}

/** The bytes of base64; none where it is not. */
export function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The bytes of hex in lower case; none where it is not. */
export const fromHex = (text: string): Uint8Array =>
  /^([0-9a-f]{2})*$/.test(text)
    ? Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    : new Uint8Array()

async function digest(key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key as Uint8Array<ArrayBuffer>, algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data as Uint8Array<ArrayBuffer>))
}

function bytesOf(body: RawBody): Uint8Array {
  if (typeof body === 'string') return encoder.encode(body)
  // Not by its class: a test's world has classes of its own.
  if (ArrayBuffer.isView(body)) return body
  throw new TypeError('The raw body is needed, as the text or bytes that came: not what was parsed from it.')
}
