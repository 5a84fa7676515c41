import { hash } from 'node:crypto'

/** Who asked for something, or what it belongs to (W3C Trace Context). */
export interface TraceContext {
  readonly traceId: string
  readonly spanId: string
  readonly sampled: boolean
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/
const LATER_VERSION = /^(?!ff)[0-9a-f]{2}-/
const NOTHING = /^0+$/

/** The header `traceparent`; null for what is none. A later version is read as far as this one goes. */
export function parseTraceparent(header: string | string[] | undefined): TraceContext | null {
  if (typeof header !== 'string' || !LATER_VERSION.test(header)) return null
  const [, traceId, spanId, flags] = TRACEPARENT.exec(`00${header.slice(2)}`) ?? []
  if (traceId === undefined || spanId === undefined || NOTHING.test(traceId) || NOTHING.test(spanId)) return null
  if (header.startsWith('00') && header.length !== 55) return null
  return { traceId, spanId, sampled: (Number.parseInt(flags!, 16) & 1) === 1 }
}

export const traceparent = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`

const digest = (text: string, digits: number): string => hash('sha256', text, 'hex').slice(0, digits)

/** The trace of a call: the same in every process, without anybody telling it. */
export const traceOf = (sessionId: string): string => digest(sessionId, 32)

/** Where the spans of a call are: in the trace that its client named, else in its own. */
export function callTrace(sessionId: string, client?: string): { traceId: string; parentId: string | null } {
  const named = parseTraceparent(client)
  return { traceId: named?.traceId ?? traceOf(sessionId), parentId: named?.spanId ?? null }
}

/** The span of something in a call: a turn, an event, a tool; the call itself where nothing is named. */
export const spanOf = (sessionId: string, thing: string | number = 'call'): string =>
  digest(`${sessionId}/${thing}`, 16)

/** Whether a trace falls into this share of all (0 to 1), by the last 52 bits of its id, which are random where we made it. */
export const fallsInto = (ratio: number, traceId: string): boolean =>
  Number.parseInt(traceId.slice(-13), 16) < ratio * 2 ** 52
