import type { ToolFailureClass, ToolOutcome } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { nestsDeeper } from '#runtime/core/nesting.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { type TraceContext, traceparent } from '#runtime/core/trace-context.ts'
import { argumentsIn, fillHeader, fillUrl, secretsIn } from '#runtime/domain/tools/template.ts'
import { hostOf, type ToolSettings } from '#runtime/domain/tools/tool-faults.ts'
import { type Egress, EgressError, type EgressRequest, type EgressResponse } from '#runtime/ports/egress.ts'
import type { Schemas } from '#runtime/ports/schemas.ts'
import type { SecretStore } from '#runtime/ports/store.ts'
import { OpenSecrets } from './tool-secrets.ts'

export interface HttpToolPorts {
  readonly egress: Egress
  readonly schemas: Schemas
  readonly secrets: SecretStore
  readonly sealer: Sealer
  readonly clock: Clock
}

export interface ToolRequest {
  readonly tenantId: string
  readonly tool: ToolSettings
  /** They fit `inputSchema`. */
  readonly args: Readonly<Record<string, unknown>>
  /** The same for every attempt (FR-TC4). */
  readonly idempotencyKey: string
  /** The span that asks; its trace goes on at the tool (W3C Trace Context). */
  readonly trace?: TraceContext | undefined
}

/** The first retry waits this long, a later one would wait twice as long (FR-TC3). */
const BACKOFF_MS: Millis = 100
const MOST_ATTEMPTS = 2
const retried = new Set<ToolFailureClass>(['unreachable', 'timeout', 'http_status'])

type Failure = { readonly class: ToolFailureClass; readonly message: string }
type Attempt = { readonly status: number | null } & ({ readonly result: unknown } | { readonly failure: Failure })

/** Carries out HTTP tools: one request, at most one retry, one deadline for all of it (FR-TC1, FR-TC3, FR-TC6, FR-TC8). */
export class HttpTools {
  readonly #ports: HttpToolPorts

  constructor(ports: HttpToolPorts) {
    this.#ports = ports
  }

  /** Never throws but the signal's reason: a failure of the tool is an outcome. */
  async run(request: ToolRequest, signal?: AbortSignal): Promise<ToolOutcome> {
    const { clock } = this.#ports
    const startedAt = clock.now()
    let attempts = 0
    const told = (attempt: Attempt): ToolOutcome => ({
      ok: 'result' in attempt,
      latencyMs: Math.round((clock.now() - startedAt) * 10) / 10,
      attempts,
      httpStatus: attempt.status,
      result: 'result' in attempt ? attempt.result : null,
      error: 'failure' in attempt ? attempt.failure : null,
    })
    const ready = await this.#ready(request)
    if ('failure' in ready) return told({ status: null, failure: ready.failure })
    for (let wait = BACKOFF_MS; ; wait *= 2) {
      attempts += 1
      const left = startedAt + request.tool.timeoutMs - clock.now()
      const attempt = await this.#attempt(ready, request.tool, Math.max(1, left), signal)
      const mayRetry = request.tool.idempotent && attempts < MOST_ATTEMPTS && isPassing(attempt)
      if (!mayRetry || startedAt + request.tool.timeoutMs - clock.now() <= wait) return told(attempt)
      await clock.sleep(wait, signal)
    }
  }

  async #ready(request: ToolRequest): Promise<Ready | { readonly failure: Failure }> {
    const { tool, tenantId, args } = request
    const url = tool.url ?? ''
    const names = [...new Set([url, ...Object.values(tool.headers)].flatMap(secretsIn))]
    const secrets = await OpenSecrets.of(this.#ports, tenantId, names, hostOf(url))
    if (secrets === null) return failed('no_secret', 'A secret of the tool is missing, or may not be sent to its host.')
    const filled = fillUrl(url, args, (name) => secrets.value(name))
    // Whatever is filled in, the request goes where the definition says.
    if ('url' in filled && hostOf(filled.url) !== hostOf(url))
      return failed('refused', 'The arguments would send the request to another host.')
    if ('misfit' in filled)
      return failed('bad_arguments', `The argument "${filled.misfit}" cannot stand in the URL of the tool.`)
    return { secrets, send: requestOf(request, filled.url, secrets) }
  }

  async #attempt({ send, secrets }: Ready, tool: ToolSettings, leftMs: Millis, signal?: AbortSignal): Promise<Attempt> {
    try {
      return this.#judge(tool, await this.#ports.egress.send({ ...send, deadlineMs: leftMs }, signal), secrets)
    } catch (error) {
      if (!(error instanceof EgressError)) throw error
      return { status: null, ...failed(error.failure === 'tls' ? 'unreachable' : error.failure, error.message) }
    }
  }

  #judge({ outputSchema }: ToolSettings, { status, body }: EgressResponse, secrets: OpenSecrets): Attempt {
    if (status < 200 || status > 299) return { status, ...failed('http_status', `The tool answered with ${status}.`) }
    const text = secrets.blanked(body.toString('utf8'))
    let result: unknown = null
    try {
      if (text.trim() !== '') result = JSON.parse(text)
    } catch {
      return { status, ...failed('malformed', 'The tool answered with something that is no JSON.') }
    }
    if (nestsDeeper(result)) return { status, ...failed('malformed', 'The answer of the tool nests too deep.') }
    result = secrets.blankedIn(result)
    const [fault] = outputSchema === null ? [] : this.#ports.schemas.compile(outputSchema)(result)
    if (fault === undefined) return { status, result }
    const message = `The answer does not fit outputSchema: "${fault.pointer}" ${fault.message}.`
    return { status, ...failed('bad_result', message.slice(0, 1024)) }
  }
}

interface Ready {
  readonly send: Omit<EgressRequest, 'deadlineMs'>
  readonly secrets: OpenSecrets
}

const failed = (kind: ToolFailureClass, message: string): { readonly failure: Failure } => ({
  failure: { class: kind, message },
})

/** Whether it may pass by itself: 429 and 5xx (RFC 9110 15.6), a connection that broke. */
const isPassing = (attempt: Attempt): boolean =>
  'failure' in attempt &&
  retried.has(attempt.failure.class) &&
  (attempt.status === null || attempt.status === 429 || attempt.status >= 500)

function requestOf(
  { tool, args, idempotencyKey, trace }: ToolRequest,
  filledUrl: string,
  secrets: OpenSecrets,
): Omit<EgressRequest, 'deadlineMs'> {
  const method = tool.method ?? 'GET'
  const own = Object.entries(tool.headers).map(([name, value]) => [
    name.toLowerCase(),
    fillHeader(value, (secret) => secrets.value(secret)),
  ])
  const inUrl = new Set(argumentsIn(tool.url ?? ''))
  const rest = Object.entries(args).filter(([name]) => !inUrl.has(name))
  const inQuery = method === 'GET' || method === 'DELETE'
  const headers = {
    accept: 'application/json',
    'user-agent': 'Invorto-Tools/1',
    'idempotency-key': idempotencyKey,
    ...(trace && { traceparent: traceparent(trace) }),
    ...Object.fromEntries(own),
    ...(!inQuery && { 'content-type': 'application/json' }),
  }
  if (!inQuery) return { method, url: filledUrl, headers, body: JSON.stringify(Object.fromEntries(rest)) }
  const url = new URL(filledUrl)
  for (const [name, value] of rest) url.searchParams.append(name, asText(value))
  return { method, url: url.href, headers }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
