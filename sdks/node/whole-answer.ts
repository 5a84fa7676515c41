import { ApiError, ConnectionError, InvortoError } from './api-error.ts'
import type { Answer } from './api-promise.ts'
import { errorClasses } from './generated/errors.gen.ts'
import { getParseAs } from './generated/rest/client/utils.gen.ts'

/** An answer that has come to its last byte. */
export interface WholeAnswer {
  readonly response: Response
  readonly bytes: ArrayBuffer
}

const utf8 = new TextDecoder()

export const textOf = ({ bytes }: WholeAnswer): string => utf8.decode(bytes)

/** What the text says where it is JSON, or else the text. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What the answer holds, by its kind: parsed JSON, a text, or a `Blob`; nothing where there is no body. `json`: it must be JSON. */
export function dataOf(answer: WholeAnswer, json: boolean): unknown {
  const { response, bytes } = answer
  if (response.status === 204) return undefined
  const type = response.headers.get('content-type') ?? ''
  const kind = type.startsWith('application/json') ? 'json' : getParseAs(type)
  if (json && kind !== 'json' && type !== '') throw foreign(response, 'JSON')
  if (kind === 'text') return textOf(answer)
  if (kind === 'blob') return new Blob([bytes], { type })
  try {
    return JSON.parse(textOf(answer) || '{}')
  } catch (cause) {
    throw new ConnectionError('The answer cannot be read: it is cut off, or not JSON.', { cause })
  }
}

/** A success that the platform would not give: of a proxy's login, or of another server. Nothing of what it holds is told. */
export function foreign({ url, headers }: Response, expected: string): InvortoError {
  const at = url === '' ? 'the API' : url.replace(/[?#].*$/s, '')
  const type = headers.get('content-type') ?? 'of no type'
  return new InvortoError(
    `The answer of ${at} is ${type.slice(0, 100)}, not ${expected}: is there a proxy or another server?`,
  )
}

/** The error of the answer's status. */
export function failure(answer: WholeAnswer): ApiError {
  const { status, headers } = answer.response
  return new (errorClasses[status] ?? ApiError)({ status, headers, body: jsonIn(textOf(answer)) })
}

/** Data, and the answer that it came with. */
export function dataAnswer<T>(whole: WholeAnswer, data: T): Answer<T> {
  const { headers } = whole.response
  return { data, response: readable(whole), requestId: headers.get('x-request-id'), etag: headers.get('etag') }
}

/** The answer as `fetch` gave it, but its body may be read again and again: no second stream is made of it. */
function readable(whole: WholeAnswer): Response {
  const { response, bytes } = whole
  return Object.assign(response, {
    text: async () => textOf(whole),
    json: async () => JSON.parse(textOf(whole)),
    arrayBuffer: async () => bytes.slice(0),
    bytes: async () => new Uint8Array(bytes.slice(0)),
    blob: async () => new Blob([bytes], { type: response.headers.get('content-type') ?? '' }),
  })
}
