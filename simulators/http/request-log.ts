import type { IncomingMessage } from 'node:http'
import type { Clock } from '#runtime/core/clock.ts'
import { parseJson } from './answer.ts'

/** What a test may ask about one request or connection. */
export interface RequestRecord {
  readonly at: number
  readonly method: string
  readonly path: string
  readonly query: Record<string, string | string[]>
  /** Lower-case names; those that carry a credential are left out. */
  readonly headers: Record<string, string | string[]>
  /** The JSON body up to 64 KiB, or the first 4 KiB of what is longer or no JSON. */
  body?: unknown
  /** WebSocket: the last text messages, and how many bytes of audio came. */
  readonly messages: unknown[]
  audioBytes: number
}

const mostRecords = 100
const mostMessages = 100
const longestBody = 64 * 1024
const longestMessage = 4096
const secret = /authorization|cookie|api-?key|token|sec-websocket-(key|protocol)/i

/** The last hundred requests. */
export class RequestLog {
  readonly records: RequestRecord[] = []
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(request: IncomingMessage, url: URL): RequestRecord {
    const record: RequestRecord = {
      at: this.#clock.now(),
      method: request.method ?? 'GET',
      path: url.pathname,
      query: Object.fromEntries(
        [...url.searchParams.keys()].filter((key) => !secret.test(key)).map((key) => [key, all(url, key)]),
      ),
      headers: Object.fromEntries(
        Object.entries(request.headers).filter(([name, value]) => value !== undefined && !secret.test(name)),
      ) as Record<string, string | string[]>,
      messages: [],
      audioBytes: 0,
    }
    this.records.push(record)
    if (this.records.length > mostRecords) this.records.shift()
    return record
  }

  clear(): void {
    this.records.length = 0
  }
}

/** Keeps the body of a request: its JSON value, or the beginning of what is long or no JSON. */
export function recordBody(record: RequestRecord, body: Buffer | 'too_large'): void {
  if (body !== 'too_large') record.body = kept(body.toString(), longestBody)
}

/** Keeps a text message as `recordBody` keeps a body. */
export function recordMessage(record: RequestRecord, text: string): void {
  record.messages.push(kept(text, longestMessage))
  if (record.messages.length > mostMessages) record.messages.shift()
}

function kept(text: string, longest: number): unknown {
  return (text.length <= longest ? parseJson(text) : undefined) ?? text.slice(0, longestMessage)
}

function all(url: URL, key: string): string | string[] {
  const values = url.searchParams.getAll(key)
  return values.length === 1 ? values[0]! : values
}
