import type { IncomingMessage } from 'node:http'
import type { Opening } from '../faults/plan.ts'
import type { Answer } from '../http/answer.ts'

/**
 * An error as Deepgram answers it over HTTP or at a handshake: the code also stands in `dg-error`.
 * https://developers.deepgram.com/docs/errors
 */
export function refusal(status: number, code: string, message: string, requestId: string): Answer {
  return {
    status,
    headers: { 'dg-error': `${code}: ${message}`.replace(/[^\x20-\x7e]/g, '?'), 'dg-request-id': requestId },
    body: { err_code: code, err_msg: message, request_id: requestId },
  }
}

/**
 * The reason a credential is refused, or undefined when it is accepted: any key that does not begin with `invalid`, in
 * `Authorization: Token <key>` or `Bearer <token>`, or in `Sec-WebSocket-Protocol: token, <key>`.
 */
function credentialProblem(request: IncomingMessage): string | undefined {
  const key = keyOf(request)
  if (key === undefined) return 'No credentials were given: send Authorization: Token <key>.'
  return key.startsWith('invalid') ? 'Invalid credentials.' : undefined
}

function keyOf(request: IncomingMessage): string | undefined {
  const header = /^(?:token|bearer)\s+(\S+)$/i.exec(request.headers.authorization ?? '')
  if (header) return header[1]
  const [scheme, key] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim())
  return scheme && /^(token|bearer)$/i.test(scheme) && key ? key : undefined
}

/** The answer that refuses a request because of a fault that is set, or of its credentials. */
export function deny(request: IncomingMessage, opening: Opening | undefined, requestId: string): Answer | undefined {
  if (opening?.kind === '401') return refusal(401, 'INVALID_AUTH', 'Invalid credentials.', requestId)
  if (opening?.kind === '500') return refusal(500, 'INTERNAL_SERVER_ERROR', 'The request failed.', requestId)
  if (opening?.kind === '429') {
    const answer = refusal(429, 'TOO_MANY_REQUESTS', 'Too many requests. Please try again later.', requestId)
    return { ...answer, headers: { ...answer.headers, ...retryHeaders(opening.retryAfterMs) } }
  }
  const problem = credentialProblem(request)
  return problem ? refusal(401, 'INVALID_AUTH', problem, requestId) : undefined
}

const retryHeaders = (ms: number | undefined): Record<string, string> =>
  ms === undefined ? {} : { 'retry-after': `${Math.ceil(ms / 1000)}` }
