import { RequestProblem } from './failure.ts'
import { arrayAt, checkNumber, isObject, type Json, missing, objectAt, typed } from './json-shape.ts'
import { type AnswerSchema, answerSchema } from './response-format.ts'

export interface ToolCall {
  readonly id: string
  readonly type: 'function'
  readonly function: { readonly name: string; readonly arguments: string }
}

/** A message with its content as one text. */
export interface Message {
  readonly role: 'developer' | 'system' | 'user' | 'assistant' | 'tool'
  readonly text: string
  readonly toolCalls: readonly ToolCall[]
  readonly toolCallId: string | undefined
}

export interface ChatRequest {
  readonly model: string
  readonly messages: readonly Message[]
  readonly tools: readonly string[]
  /** The tool that must be called, `any`, or whether tools may be called at all. */
  readonly toolChoice: 'auto' | 'none' | 'any' | { readonly name: string }
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly mostTokens: number | undefined
  /** The answer is JSON that fits this. */
  readonly answerSchema: AnswerSchema | undefined
}

const known = new Set(
  `model messages stream stream_options tools tool_choice parallel_tool_calls max_completion_tokens max_tokens temperature top_p n stop
   seed user metadata store response_format frequency_penalty presence_penalty logit_bias logprobs top_logprobs reasoning_effort
   service_tier modalities audio prediction safety_identifier prompt_cache_key prompt_cache_retention verbosity web_search_options
   functions function_call`.split(/\s+/),
)
const roles = ['developer', 'system', 'user', 'assistant', 'tool'] as const

/**
 * Checks the body of `POST /v1/chat/completions` as OpenAI would; throws RequestProblem, which names the parameter.
 * https://platform.openai.com/docs/api-reference/chat/create
 */
export function chatRequest(body: unknown): ChatRequest {
  if (!isObject(body)) throw new RequestProblem('We could not parse the JSON body of your request.', null)
  const unknown = Object.keys(body).find((name) => !known.has(name))
  if (unknown)
    throw new RequestProblem(`Unrecognized request argument supplied: ${unknown}`, unknown, 'unknown_parameter')
  if (body.model === undefined) throw new RequestProblem('you must provide a model parameter', 'model')
  const model = typed(body.model, 'string', 'model')
  const stream = body.stream == null ? false : typed(body.stream, 'boolean', 'stream')
  if (body.stream_options != null && !stream) {
    throw new RequestProblem(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      'stream_options',
    )
  }
  const options = body.stream_options == null ? {} : objectAt(body.stream_options, 'stream_options')
  checkNumber(body.temperature, 'temperature', 0, 2)
  checkNumber(body.top_p, 'top_p', 0, 1)
  checkNumber(body.n, 'n', 1, 1)
  checkNumber(body.max_completion_tokens, 'max_completion_tokens', 1, 1_000_000)
  checkNumber(body.max_tokens, 'max_tokens', 1, 1_000_000)
  const tools = toolNames(body.tools)
  return {
    model,
    messages: messagesOf(body.messages),
    tools,
    toolChoice: toolChoice(body.tool_choice, tools),
    stream,
    includeUsage: options.include_usage === true,
    answerSchema: answerSchema(body.response_format),
    mostTokens: (body.max_completion_tokens ?? body.max_tokens ?? undefined) as number | undefined,
  }
}

function messagesOf(value: unknown): Message[] {
  if (value === undefined) throw missing('messages')
  const list = arrayAt(value, 'messages')
  if (list.length === 0) throw new RequestProblem("Invalid 'messages': empty array.", 'messages', 'empty_array')
  const messages = list.map((item, index) => messageOf(objectAt(item, `messages[${index}]`), `messages[${index}]`))
  checkToolOrder(messages)
  return messages
}

function messageOf(item: Json, at: string): Message {
  if (item.role === undefined) throw missing(`${at}.role`)
  const role = roles.find((known) => known === item.role)
  if (!role)
    throw new RequestProblem(
      `Invalid value: '${String(item.role)}'. Supported values are: ${roles.join(', ')}.`,
      `${at}.role`,
      'invalid_value',
    )
  const toolCalls =
    item.tool_calls == null
      ? []
      : arrayAt(item.tool_calls, `${at}.tool_calls`).map((call, index) =>
          toolCallOf(call, `${at}.tool_calls[${index}]`),
        )
  if (item.content == null && (role !== 'assistant' || toolCalls.length === 0)) {
    throw new RequestProblem(`Invalid value for 'content': expected a string, got null.`, `${at}.content`)
  }
  if (role === 'tool' && typeof item.tool_call_id !== 'string') throw missing(`${at}.tool_call_id`)
  return {
    role,
    text: textOf(item.content, `${at}.content`),
    toolCalls,
    toolCallId: item.tool_call_id as string | undefined,
  }
}

function textOf(content: unknown, at: string): string {
  if (content == null) return ''
  if (typeof content === 'string') return content
  return arrayAt(content, at)
    .map((part, index) => objectAt(part, `${at}[${index}]`).text)
    .filter((text) => typeof text === 'string')
    .join(' ')
}

function toolCallOf(value: unknown, at: string): ToolCall {
  const call = objectAt(value, at)
  const fn = objectAt(call.function, `${at}.function`)
  return {
    id: typed(call.id, 'string', `${at}.id`),
    type: 'function',
    function: {
      name: typed(fn.name, 'string', `${at}.function.name`),
      arguments: typed(fn.arguments, 'string', `${at}.function.arguments`),
    },
  }
}

/** Every tool call is answered before the talk goes on, and nothing else is. */
function checkToolOrder(messages: readonly Message[]): void {
  let open = new Set<string>()
  messages.forEach((message, index) => {
    if (message.role === 'tool') {
      if (open.delete(message.toolCallId!)) return
      throw new RequestProblem(
        "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
        `messages[${index}].role`,
      )
    }
    refuseOpen(open)
    open = new Set(message.toolCalls.map((call) => call.id))
  })
  refuseOpen(open)
}

function refuseOpen(open: ReadonlySet<string>): void {
  if (open.size === 0) return
  throw new RequestProblem(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
    'messages',
  )
}

function toolNames(value: unknown): string[] {
  if (value == null) return []
  return arrayAt(value, 'tools').map((tool, index) => {
    const at = `tools[${index}].function`
    const name = typed(objectAt(objectAt(tool, `tools[${index}]`).function, at).name, 'string', `${at}.name`)
    if (/^[\w-]{1,64}$/.test(name)) return name
    throw new RequestProblem(
      `Invalid '${at}.name': string does not match pattern '^[a-zA-Z0-9_-]+$'.`,
      `${at}.name`,
      'invalid_value',
    )
  })
}

function toolChoice(value: unknown, tools: readonly string[]): ChatRequest['toolChoice'] {
  if (value == null || value === 'auto' || value === 'none') return value ?? 'auto'
  if (tools.length === 0)
    throw new RequestProblem("'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice')
  if (value === 'required') return 'any'
  const { name } = objectAt(objectAt(value, 'tool_choice').function, 'tool_choice.function')
  if (typeof name === 'string' && tools.includes(name)) return { name }
  throw new RequestProblem(`Tool choice '${String(name)}' not found in 'tools' parameter.`, 'tool_choice')
}
