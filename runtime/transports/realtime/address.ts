import type { TraceContext } from '#runtime/core/trace-context.ts'

/** What a handshake asks for. */
export interface Address {
  /** The call's id, or the tenant's name for it. */
  readonly call: string
  readonly agent: string | undefined
  /** The client's span, where its header names one. */
  readonly trace?: TraceContext
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const PATH = /^\/v1\/realtime\/([^/]*)$/

/**
 * Reads `/v1/realtime/{callId}?agentId=` and `/realtime/voice?callId=&agentId=`. Null when the path is another one; a
 * text says which part is wrong.
 */
export function addressOf(target: string): Address | string | null {
  const url = URL.parse(target, 'ws://host')
  if (url === null) return null
  const match = PATH.exec(url.pathname)
  if (match === null && url.pathname !== '/realtime/voice') return null
  const call = match === null ? (url.searchParams.get('callId') ?? '') : decoded(match[1]!)
  const agent = url.searchParams.get('agentId') ?? undefined
  if (!ID.test(call)) return 'callId'
  if (agent !== undefined && !ID.test(agent)) return 'agentId'
  return { call, agent }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
