import { ConnectionError } from './api-error.ts'
import { createClient } from './generated/rest/client/client.gen.ts'
import { createQuerySerializer, mergeHeaders } from './generated/rest/client/utils.gen.ts'
import { type Steadiness, steadyFetch } from './steady-fetch.ts'
import type { WholeAnswer } from './whole-answer.ts'

/** What an operation of the generated core asks its client for. */
interface Asked {
  readonly url: string
  readonly path?: Record<string, unknown>
  readonly query?: Record<string, unknown>
  readonly body?: unknown
  readonly headers?: Given
  readonly security?: readonly unknown[]
  readonly steadiness: Steadiness
}

type Given = Readonly<Record<string, string | null | undefined>>
type Ask = (asked: Asked) => Promise<WholeAnswer>
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** The client of the generated operations. */
export interface Core extends Readonly<Record<Method, Ask>> {
  /** Streams are opened and parsed by the generated client. */
  readonly sse: ReturnType<typeof createClient>['sse']
}

export interface CoreSettings {
  readonly baseUrl: string
  readonly apiKey: string
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>
}

const querySerializer = createQuerySerializer()

/**
 * A client for the generated operations that makes no `Request` and no `Headers`: `fetch` makes one of each anyway, and they are
 * a third of what a call costs.
 */
export function coreOf({ baseUrl, apiKey, headers }: CoreSettings): Core {
  const always = Object.fromEntries(mergeHeaders(headers))
  const authorized = { authorization: `Bearer ${apiKey}`, ...always }
  const asking =
    (method: string): Ask =>
    ({ url, path, query, body, headers = {}, security, steadiness }) => {
      const sent: Record<string, string> = { ...(security === undefined ? always : authorized) }
      addHeaders(sent, headers)
      if (body === undefined) delete sent['content-type']
      const request = {
        method,
        headers: sent,
        body: body === undefined ? null : jsonOf(body),
        redirect: 'manual',
      } as const
      return steadyFetch({ url: baseUrl + pathOf(url, path) + searchOf(query), init: request }, steadiness)
    }
  return {
    ...{ get: asking('GET'), post: asking('POST'), put: asking('PUT') },
    ...{ patch: asking('PATCH'), delete: asking('DELETE') },
    sse: createClient({ baseUrl, headers, auth: apiKey }).sse,
  }
}

/** The path of a template: its parameters are ids and numbers. */
function pathOf(template: string, parameters: Asked['path']): string {
  let path = template
  for (const name in parameters) path = path.replace(`{${name}}`, encodeURIComponent(String(parameters[name])))
  return path
}

function searchOf(query: Asked['query']): string {
  const search = query === undefined ? '' : querySerializer(query)
  return search === '' ? '' : `?${search}`
}

/** A header under whatever case of its name is one; null takes it away. */
function addHeaders(sent: Record<string, string>, headers: Given): void {
  for (const name in headers) {
    const value = headers[name]
    if (value === null) delete sent[name.toLowerCase()]
    else if (value !== undefined) {
      if (!token.test(name) || !printable.test(value)) checkHeader(name, value)
      sent[name.toLowerCase()] = value
    }
  }
}

/** What every header may be called and have; of anything else the platform knows. */
const token = /^[\w-]+$/
const printable = /^[\x20-\x7e]*$/

function checkHeader(name: string, value: string): void {
  try {
    new Headers({ [name]: value })
  } catch (cause) {
    throw unsendable(cause)
  }
}

function jsonOf(body: unknown): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    throw unsendable(cause)
  }
}

const unsendable = (cause: unknown): ConnectionError => new ConnectionError('The request could not be sent.', { cause })
