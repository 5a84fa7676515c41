import { Agent, request as ask, errors } from 'undici'
import type { Clock } from '#runtime/core/clock.ts'
import { type Egress, EgressError, type EgressRequest, type EgressResponse } from '#runtime/ports/egress.ts'
import { parseAllowList } from './allow-list.ts'
import { type Guard, guardedConnector } from './guarded-connector.ts'
import { machineNames, nameServers } from './resolver.ts'
import { urlRefusal } from './url-refusal.ts'

const MAX_BYTES = 64 * 1024
const MAX_HEADER_BYTES = 16 * 1024
const MAX_ORIGINS = 2_000
const CONNECTIONS_PER_ORIGIN = 64

export interface EgressOptions extends Partial<Omit<Guard, 'allowed'>> {
  /** Hosts and ranges that may be reached besides the public internet (`EGRESS_ALLOW`). */
  readonly allow?: string
  /** Hosts of our own, which no tenant may send us to. */
  readonly own?: readonly string[]
}

/** HTTP out to addresses that tenants name, with undici. */
export function undiciEgress(clock: Clock, options: EgressOptions = {}): Egress {
  const { allow = '', own = [], resolve = nameServers(), resolveAllowed = machineNames, ...rest } = options
  const allowed = parseAllowList(allow)
  const agent = new Agent({
    connect: guardedConnector({ allowed, resolve, resolveAllowed, ...rest }),
    maxHeaderSize: MAX_HEADER_BYTES,
    maxOrigins: MAX_ORIGINS,
    connections: CONNECTIONS_PER_ORIGIN,
    pipelining: 1,
  })
  const refusal = (url: string): string | null => urlRefusal(url, allowed, own)
  return {
    refusal,
    async send(request, signal) {
      const why = refusal(request.url)
      if (why !== null) throw new EgressError('refused', why)
      signal?.throwIfAborted()
      return withDeadline(clock, request, signal, (either) => exchange(agent, request, either))
    },
    close: () => agent.destroy(),
  }
}

async function withDeadline(
  clock: Clock,
  { deadlineMs }: EgressRequest,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<EgressResponse>,
): Promise<EgressResponse> {
  const deadline = new AbortController()
  const cancel = clock.wakeAt(clock.now() + deadlineMs, () => deadline.abort())
  try {
    return await run(signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]))
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (deadline.signal.aborted) throw new EgressError('timeout', `There was no answer within ${deadlineMs} ms.`)
    throw error instanceof EgressError ? error : failure(error)
  } finally {
    cancel()
  }
}

async function exchange(agent: Agent, request: EgressRequest, signal: AbortSignal): Promise<EgressResponse> {
  const { method, url, headers = {}, body = null, maxBytes = MAX_BYTES, deadlineMs } = request
  const response = await ask(url, {
    dispatcher: agent,
    method,
    // What is packed could unpack to anything.
    headers: { ...headers, 'accept-encoding': 'identity' },
    body,
    signal,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
  })
  // Whoever leaves early, the rest of the body must not come.
  response.body.on('error', () => undefined)
  try {
    const encoding = response.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity' && encoding !== '')
      throw new EgressError('malformed', 'The answer is compressed, which was not asked for.')
    return { status: response.statusCode, headers: flat(response.headers), body: await read(response.body, maxBytes) }
  } catch (error) {
    response.body.destroy()
    throw error
  }
}

/** The bytes as they come, counted: a length that was announced proves nothing. */
async function read(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > maxBytes) throw new EgressError('too_large', `The answer is longer than ${maxBytes} bytes.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

function failure(cause: unknown): EgressError {
  if (cause instanceof errors.HeadersOverflowError)
    return new EgressError('too_large', `The headers of the answer are longer than ${MAX_HEADER_BYTES} bytes.`, {
      cause,
    })
  if (cause instanceof errors.InvalidArgumentError)
    return new EgressError('refused', 'A header has a name or a value that cannot be sent.', { cause })
  if (cause instanceof errors.HTTPParserError || cause instanceof errors.ResponseContentLengthMismatchError)
    return new EgressError('malformed', 'The answer is no HTTP.', { cause })
  return new EgressError('unreachable', 'The host could not be reached, or broke off.', { cause })
}
