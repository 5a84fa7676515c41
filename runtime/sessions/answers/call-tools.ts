import type { ToolFailureClass, ToolOutcome } from '#generated/openapi.gen.ts'
import { canonicalJson } from '#runtime/core/canonical-json.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Ids } from '#runtime/core/ids.ts'
import { nestsDeeper } from '#runtime/core/nesting.ts'
import { spanOf, type TraceContext, traceOf } from '#runtime/core/trace-context.ts'
import { isStrict } from '#runtime/domain/tools/strict-schema.ts'
import type { ToolSettings } from '#runtime/domain/tools/tool-faults.ts'
import type { LlmTool, LlmToolCall } from '#runtime/ports/llm.ts'
import type { Schemas } from '#runtime/ports/schemas.ts'
import type { Traces } from '#runtime/ports/traces.ts'
import type { CallNarrator } from '#runtime/sessions/log/call-narrator.ts'
import type { BuiltinTool } from './builtin-tools.ts'
import type { HttpTools } from './http-tools.ts'
import type { ToolSnapshot } from './tool-snapshot.ts'

export interface CallToolPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly schemas: Schemas
  readonly httpTools: Pick<HttpTools, 'run'>
  readonly traces?: Pick<Traces, 'sampled'> | undefined
}

export type ClientAnswer = { readonly result: unknown } | { readonly error: string }

const MOST_CALLS = 50
const MAX_ARGUMENTS = 16 * 1024
export const maxResultBytes = 64 * 1024
/** Longer results are cut for the model: it has to read all of it before it says a word. */
const MAX_TOLD = 16 * 1024
/** For so long the same thing is not done twice (SRS 6.2, toollock). */
const LOCK_MS: Millis = 10_000

type Arguments = Readonly<Record<string, unknown>>
type Ready = { readonly tool: ToolSettings | BuiltinTool; readonly args: Arguments }

/** What came of a call. */
export interface ToolAnswer {
  /** What the model is told. */
  readonly content: string
  readonly ok: boolean
  /** The arguments were at fault. */
  readonly misfit: boolean
  readonly endsCall: boolean
}

interface Open {
  readonly turnId: string
  readonly call: LlmToolCall
  readonly askedAt: Millis
}

/** Carries out what the model asks for in one call, and tells log and model what came of it (FR-G2, FR-TC3 to FR-TC7). */
export class CallTools {
  readonly offered: readonly LlmTool[]
  readonly #ports: CallToolPorts
  readonly #narrator: CallNarrator
  readonly #snapshot: ToolSnapshot
  readonly #tools: readonly (ToolSettings | BuiltinTool)[]
  readonly #changed: () => void
  readonly #abort = new AbortController()
  readonly #open = new Map<string, Open>()
  readonly #waiting = new Map<string, (answer: ClientAnswer) => void>()
  readonly #asked = new Set<string>()
  readonly #locks = new Map<string, { readonly outcome: Promise<ToolOutcome>; until: Millis }>()
  readonly #timers = new Set<() => void>()
  #count = 0

  /** `changed` is told when `busy` may have changed. */
  constructor(
    ports: CallToolPorts,
    narrator: CallNarrator,
    snapshot: ToolSnapshot,
    builtins: readonly BuiltinTool[],
    changed: () => void,
  ) {
    this.#ports = ports
    this.#narrator = narrator
    this.#snapshot = snapshot
    const own = new Set(builtins.map(({ name }) => name))
    this.#tools = [...snapshot.tools.filter(({ name }) => !own.has(name)), ...builtins]
    this.#changed = changed
    this.offered = this.#tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      parameters: inputSchema,
      strict: isStrict(inputSchema),
    }))
  }

  /** Whether any of them runs. */
  get busy(): boolean {
    return this.#open.size > 0
  }

  /** The call under an id of ours: the model's own need not be unique. */
  named({ name, arguments: text }: LlmToolCall): LlmToolCall {
    return { id: this.#ports.ids.next('toolCall'), name, arguments: text }
  }

  /** Never rejects but for a fault of ours. */
  async run(turnId: string, call: LlmToolCall): Promise<ToolAnswer> {
    this.#open.set(call.id, { turnId, call, askedAt: this.#ports.clock.now() })
    this.#changed()
    const ready = this.#ready(call)
    const outcome = 'class' in ready ? this.#refused(turnId, call, ready) : await this.#carryOut(turnId, call, ready)
    if (this.#open.delete(call.id)) this.#told(turnId, call, outcome)
    this.#changed()
    const endsCall = 'tool' in ready && ready.tool.kind === 'builtin' && ready.tool.endsCall
    return { content: contentOf(outcome), ok: outcome.ok, misfit: outcome.error?.class === 'bad_arguments', endsCall }
  }

  /** The client has answered: whether that was waited for, came too late, or answers nothing that was asked. */
  answered(id: string, answer: ClientAnswer): 'taken' | 'late' | 'unknown' {
    const take = this.#waiting.get(id)
    this.#waiting.delete(id)
    take?.(answer)
    if (take !== undefined) return 'taken'
    return this.#asked.has(id) ? 'late' : 'unknown'
  }

  /** The call ends: what is still open is recorded as cancelled, and nothing is told any more. */
  close(): void {
    for (const [id, { turnId, call, askedAt }] of [...this.#open]) {
      this.#open.delete(id)
      this.#told(turnId, call, failed('cancelled', 'The call has ended.', this.#ports.clock.now() - askedAt))
    }
    for (const cancel of this.#timers) cancel()
    this.#waiting.clear()
    this.#abort.abort(new Error('the call has ended'))
  }

  #ready({ name, arguments: text }: LlmToolCall): Ready | Failure {
    this.#count += 1
    if (this.#count > MOST_CALLS) return { class: 'too_many', message: `A call has at most ${MOST_CALLS} tool calls.` }
    const tool = this.#tools.find((tool) => tool.name === name)
    if (tool === undefined) return { class: 'unknown_tool', message: 'There is no such tool.' }
    const args = text.length > MAX_ARGUMENTS ? null : parsed(text)
    if (args === null) return { class: 'bad_arguments', message: 'The arguments are no JSON object.' }
    const [fault] = this.#ports.schemas.compile(tool.inputSchema)(args)
    if (fault === undefined) return { tool, args }
    return { class: 'bad_arguments', message: `"${fault.pointer}" ${fault.message}.` }
  }

  #refused(turnId: string, call: LlmToolCall, { class: kind, message }: Failure): ToolOutcome {
    this.#narrator.toolRequested(turnId, call, 'builtin', 0, {})
    return failed(kind, message, 0)
  }

  async #carryOut(turnId: string, call: LlmToolCall, { tool, args }: Ready): Promise<ToolOutcome> {
    if (tool.kind === 'builtin') return this.#own(turnId, call, tool, args)
    const { clock } = this.#ports
    const key = `${tool.name} ${canonicalJson(args)}`
    const lock = this.#locks.get(key)
    if (lock !== undefined && clock.now() < lock.until) {
      // The same thing is under way, or was done just now: it is not done twice, and both are told the same.
      this.#narrator.toolRequested(turnId, call, 'builtin', tool.timeoutMs, args)
      return await lock.outcome
    }
    this.#narrator.toolRequested(turnId, call, tool.kind, tool.timeoutMs, args)
    const outcome = tool.kind === 'http' ? this.#sent(call, tool, args) : this.#asks(call, tool)
    const held = { outcome, until: Number.POSITIVE_INFINITY }
    this.#locks.set(key, held)
    const isDone = !surelyNotDone(await outcome)
    held.until = isDone && !tool.idempotent ? clock.now() + LOCK_MS : clock.now()
    return outcome
  }

  #own(turnId: string, call: LlmToolCall, tool: BuiltinTool, args: Arguments): ToolOutcome {
    this.#narrator.toolRequested(turnId, call, 'builtin', 0, args)
    return { ok: true, latencyMs: 0, attempts: 1, httpStatus: null, result: tool.run(args), error: null }
  }

  async #sent({ id }: LlmToolCall, tool: ToolSettings, args: Arguments): Promise<ToolOutcome> {
    const { httpTools } = this.#ports
    const request = { tenantId: this.#snapshot.tenantId, tool, args, idempotencyKey: id, trace: this.#traceOf(id) }
    try {
      return await httpTools.run(request, this.#abort.signal)
    } catch (error) {
      if (this.#abort.signal.aborted) return failed('cancelled', 'The call has ended.', 0)
      throw error
    }
  }

  #traceOf(id: string): TraceContext | undefined {
    const { traces } = this.#ports
    if (traces === undefined) return undefined
    const { sessionId, traceId } = this.#narrator
    return { traceId, spanId: spanOf(sessionId, id), sampled: traces.sampled(traceOf(sessionId)) }
  }

  async #asks({ id }: LlmToolCall, { timeoutMs, outputSchema }: ToolSettings): Promise<ToolOutcome> {
    const { clock, schemas } = this.#ports
    const askedAt = clock.now()
    this.#asked.add(id)
    const answer = await this.#answerOf(id, timeoutMs)
    const latencyMs = Math.round((clock.now() - askedAt) * 10) / 10
    if (answer === null) return failed('timeout', `There was no answer within ${timeoutMs} ms.`, latencyMs)
    if ('error' in answer) return failed('client_error', answer.error, latencyMs)
    if (Buffer.byteLength(JSON.stringify(answer.result)) > maxResultBytes)
      return failed('too_large', `The result is longer than ${maxResultBytes} bytes.`, latencyMs)
    const [fault] = outputSchema === null ? [] : schemas.compile(outputSchema)(answer.result)
    if (fault !== undefined) return failed('bad_result', `The result does not fit: "${fault.pointer}".`, latencyMs)
    return { ok: true, latencyMs, attempts: 1, httpStatus: null, result: answer.result, error: null }
  }

  /** The client's answer, or null when it does not come in time. */
  #answerOf(id: string, timeoutMs: Millis): Promise<ClientAnswer | null> {
    const { clock } = this.#ports
    const { promise, resolve } = Promise.withResolvers<ClientAnswer | null>()
    const cancel = clock.wakeAt(clock.now() + timeoutMs, () => {
      this.#timers.delete(cancel)
      this.#waiting.delete(id)
      resolve(null)
    })
    this.#timers.add(cancel)
    this.#waiting.set(id, (answer) => {
      cancel()
      this.#timers.delete(cancel)
      resolve(answer)
    })
    return promise
  }

  #told(turnId: string, call: LlmToolCall, outcome: ToolOutcome): void {
    if (outcome.ok) this.#narrator.toolCompleted(turnId, call, outcome)
    else this.#narrator.toolFailed(turnId, call, outcome)
  }
}

/** What may be tried again at once. Of a timeout, or an answer that cannot be read, nobody knows. */
const surelyNotDone = ({ error, httpStatus }: ToolOutcome): boolean =>
  error !== null &&
  (['refused', 'no_secret', 'bad_arguments', 'client_error'].includes(error.class) ||
    (httpStatus !== null && httpStatus >= 400 && httpStatus < 500))

interface Failure {
  readonly class: ToolFailureClass
  readonly message: string
}

const failed = (kind: ToolFailureClass, message: string, latencyMs: Millis): ToolOutcome => ({
  ok: false,
  latencyMs,
  attempts: 0,
  httpStatus: null,
  result: null,
  error: { class: kind, message: message.slice(0, 1024) },
})

function parsed(text: string): Arguments | null {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text)
    const isArguments = typeof value === 'object' && value !== null && !Array.isArray(value) && !nestsDeeper(value)
    return isArguments ? (value as Arguments) : null
  } catch {
    return null
  }
}

/** What the model reads: the result as data, or a failure that it can act on (FR-TC7). */
function contentOf({ ok, result, error }: ToolOutcome): string {
  if (ok) {
    const text = JSON.stringify(result)
    return text.length <= MAX_TOLD ? text : JSON.stringify({ truncated: true, text: text.slice(0, MAX_TOLD) })
  }
  const isMisfit = error?.class === 'bad_arguments'
  const advice = isMisfit ? 'Correct the arguments and call it once more.' : 'Tell the caller, and offer another way.'
  return JSON.stringify({ error: error?.class ?? 'internal', message: error?.message, advice })
}
