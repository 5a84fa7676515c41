import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { retryAfterMs } from '#runtime/adapters/retry-after.ts'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'
import type { ChatMessage, JsonFormat, Llm, LlmChunk, LlmRequest } from '#runtime/ports/llm.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { OpenAiToolCalls } from './openai-tool-calls.ts'

/** How long the model may think before its first piece, and between two pieces. */
const STALL_MS: Millis = 8_000
/** The longest that an answer may take as a whole. */
const LONGEST_ANSWER_MS: Millis = 60_000
const MAX_TOKENS = 10_000_000
/** Made once: an abort without a reason makes an error, with its stack, for each answer. */
const over = new DOMException('The answer is over', 'AbortError')

export interface OpenAiAccess {
  readonly apiKey: string
  readonly baseUrl: string
  readonly stallMs?: Millis
  /** Default: over the network. */
  readonly fetch?: typeof globalThis.fetch
}

/** OpenAI chat completions as a stream (platform.openai.com/docs/api-reference/chat). */
export function openAiLlm({ apiKey, baseUrl, stallMs = STALL_MS, fetch }: OpenAiAccess, clock: Clock): Llm {
  // Retries of the SDK obey any `retry-after`, however long: the call cannot wait for that.
  // Its log would show pieces of answers.
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: stallMs,
    logLevel: 'off',
    fetchOptions: { redirect: 'error' },
    ...(fetch && { fetch }),
  })
  return { name: 'openai', answer: (request, signal) => answer({ client, clock, stallMs }, request, signal) }
}

async function* answer(
  { client, clock, stallMs }: { client: OpenAI; clock: Clock; stallMs: Millis },
  request: LlmRequest,
  signal: AbortSignal,
): AsyncIterable<LlmChunk> {
  const watchdog = new AbortController()
  let isOver = false
  const either = AbortSignal.any([signal, watchdog.signal])
  try {
    const stream = await client.chat.completions.create(body(request), { signal: either })
    const chunks = stream[Symbol.asyncIterator]()
    const calls = request.tools === undefined ? null : new OpenAiToolCalls()
    let finished = false
    const last = clock.now() + LONGEST_ANSWER_MS
    for (let until = clock.now() + stallMs; ; ) {
      // The SDK's timeout ends with the headers: a stream that stalls, or says nothing, would hang for ever.
      const next = await within(clock, Math.max(0, Math.min(until, last) - clock.now()), chunks.next())
      // An abort ends the SDK's loop without a word.
      if (signal.aborted) return
      if (next === late) throw new ProviderError('timeout', `OpenAI sent nothing for ${stallMs} ms`)
      if (next.done) {
        isOver = true
        break
      }
      // Arguments that are being written are no chunk yet, and no silence either.
      if (calls?.take(next.value.choices?.[0]?.delta?.tool_calls)) until = clock.now() + stallMs
      for (const chunk of translate(next.value, calls)) {
        until = clock.now() + stallMs
        finished ||= chunk.type === 'finish'
        yield chunk
      }
    }
    if (!finished) throw new ProviderError('disconnected', 'OpenAI ended its answer without finishing it')
  } catch (error) {
    if (signal.aborted) return
    throw error instanceof ProviderError ? error : failure(error)
  } finally {
    // Of what is over nothing is to be stopped, and an abort costs an error with its stack in the SDK.
    if (!isOver) watchdog.abort(over)
  }
}

function body({ model, temperature, maxTokens, messages, format, tools = [], answerWithWords }: LlmRequest) {
  return {
    model,
    temperature,
    max_completion_tokens: maxTokens,
    messages: messages.map(asMessage),
    ...(tools.length > 0 && {
      tools: tools.map((tool) => ({ type: 'function', function: { ...tool } }) as const),
      tool_choice: answerWithWords ? 'none' : 'auto',
    }),
    ...(format && { response_format: jsonFormat(format) }),
    stream: true,
    stream_options: { include_usage: true },
  } as const satisfies OpenAI.ChatCompletionCreateParamsStreaming
}

const jsonFormat = ({ name, schema }: JsonFormat) =>
  ({ type: 'json_schema', json_schema: { name, strict: true, schema: { ...schema } } }) as const

function asMessage(message: ChatMessage): OpenAI.ChatCompletionMessageParam {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content }
  if (message.role !== 'assistant' || message.toolCalls === undefined)
    return { role: message.role, content: message.content }
  return {
    role: 'assistant',
    content: message.content === '' ? null : message.content,
    tool_calls: message.toolCalls.map(({ id, name, arguments: text }) => ({
      id,
      type: 'function',
      function: { name, arguments: text },
    })),
  }
}

function* translate(chunk: OpenAI.ChatCompletionChunk, calls: OpenAiToolCalls | null): Iterable<LlmChunk> {
  const choice = chunk.choices?.[0]
  const text = choice?.delta?.content ?? choice?.delta?.refusal
  if (typeof text === 'string' && text !== '') yield { type: 'text', text }
  const reason = choice?.finish_reason
  if (reason) for (const call of calls?.all() ?? []) yield { type: 'tool_call', call }
  if (reason === 'tool_calls' && calls !== null) yield { type: 'finish', reason }
  else if (reason === 'length' || reason === 'content_filter') yield { type: 'finish', reason }
  else if (reason === 'tool_calls' || reason === 'function_call') {
    throw new ProviderError('malformed', 'OpenAI called a tool, and there are none')
  } else if (reason) yield { type: 'finish', reason: 'stop' }
  const usage = chunk.usage
  if (isCount(usage?.prompt_tokens) && isCount(usage?.completion_tokens)) {
    yield { type: 'usage', tokensIn: usage.prompt_tokens, tokensOut: usage.completion_tokens }
  }
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_TOKENS

function failure(cause: unknown): ProviderError {
  if (cause instanceof APIConnectionTimeoutError)
    return new ProviderError('timeout', 'OpenAI did not answer', { cause })
  if (cause instanceof APIConnectionError)
    return new ProviderError('unreachable', 'OpenAI cannot be reached', { cause })
  if (cause instanceof SyntaxError) return new ProviderError('malformed', 'OpenAI sent what cannot be read', { cause })
  // The socket's own error: the SDK wraps those that come before the headers alone.
  if (!(cause instanceof APIError))
    return new ProviderError('disconnected', 'OpenAI was cut off in the middle of its answer', { cause })
  const { status } = cause
  if (status === undefined)
    return new ProviderError('server_error', 'OpenAI failed in the middle of its answer', { cause })
  const message = `OpenAI answered with ${status}`
  if (status === 401 || status === 403) return new ProviderError('unauthorized', message, { status, cause })
  if (status === 429) {
    const { headers } = cause as APIError<number, Headers>
    // OpenAI says it to the millisecond besides.
    const exact = /^\d{1,9}$/.exec(headers.get('retry-after-ms') ?? '')?.[0]
    const wait = exact === undefined ? retryAfterMs(headers.get('retry-after')) : Number(exact)
    return new ProviderError('rate_limited', message, { status, cause, retryAfterMs: wait })
  }
  if (status >= 500) return new ProviderError('server_error', message, { status, cause })
  return new ProviderError('rejected', message, { status, cause })
}
