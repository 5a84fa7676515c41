import { isIP } from 'node:net'
import { Agent, request as ask, errors } from 'undici'
import type { Clock } from '#runtime/core/clock.ts'
import { type Egress, EgressError, type EgressRequest, type EgressResponse } from '#runtime/ports/egress.ts'
import { parseAllowList, withoutBrackets } from './allow-list.ts'
import { type Guard, guardedConnector } from './guarded-connector.ts'
import { isPublicAddress } from './public-address.ts'
import { machineNames, nameServers } from './resolver.ts'
import { urlRefusal } from './url-refusal.ts'

const MAX_BYTES = 64 * 1024
const MAX_HEADER_BYTES = 16 * 1024
const MAX_ORIGINS = 2_000
const CONNECTIONS_PER_ORIGIN = 64
/** What Node calls a handshake or a certificate that failed. */
const TLS_FAILURES = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|EPROTO)/

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
    async leadsOut(url) {
      const { hostname } = new URL(url)
      if (allowed.host(hostname) || isIP(withoutBrackets(hostname)) !== 0) return refusal(url) === null
      const addresses = await resolve(hostname).catch(() => [])
      return addresses.length > 0 && addresses.every((address) => isPublicAddress(address) || allowed.address(address))
    },
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
  const { method, url, headers = {}, body = null, maxBytes = MAX_BYTES, deadlineMs, statusOnly } = request
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
  const { statusCode: status } = response
  if (statusOnly) return { status, headers: flat(response.headers), body: await beginning(response.body, maxBytes) }
  try {
    const encoding = response.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity' && encoding !== '')
      throw new EgressError('malformed', 'The answer is compressed, which was not asked for.')
    return { status, headers: flat(response.headers), body: await read(response.body, maxBytes) }
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

/** As much of the body as comes, and as fits. */
async function beginning(body: AsyncIterable<Buffer> & { destroy(): void }, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let left = maxBytes
  try {
    for await (const piece of body) {
      pieces.push(piece.subarray(0, left))
      left -= piece.length
      if (left < 0) break
    }
  } catch {
    // It broke off, or the deadline came: the status stands.
  }
  body.destroy()
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
  if (cause instanceof Error && TLS_FAILURES.test((cause as NodeJS.ErrnoException).code ?? ''))
    return new EgressError('tls', 'The host shows no certificate that is trusted, or speaks no TLS.', { cause })
  return new EgressError('unreachable', 'The host could not be reached, or broke off.', { cause })
}
