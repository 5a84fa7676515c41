import type { ChatRequest } from './request.ts'
import type { Reply } from './rules.ts'

/** A reply cut into the pieces a stream sends, and why it ended. */
export interface Pieces {
  readonly tokens: readonly string[]
  readonly finishReason: 'stop' | 'length' | 'tool_calls'
  readonly promptTokens: number
}

const lettersPerToken = 4

/** About four letters make a token; a space belongs to the word after it. */
const tokensOf = (text: string): string[] => text.match(/\s*\S{1,5}|\s+/gu) ?? []

export function piecesOf(reply: Reply, request: ChatRequest): Pieces {
  const all = tokensOf(reply.type === 'text' ? reply.text : reply.arguments)
  const tokens = all.slice(0, request.mostTokens ?? all.length)
  const ends = reply.type === 'text' ? 'stop' : 'tool_calls'
  const letters = request.messages.reduce((sum, { text }) => sum + text.length, 0)
  return {
    tokens,
    finishReason: tokens.length < all.length ? 'length' : ends,
    promptTokens: Math.ceil(letters / lettersPerToken) + 4 * request.messages.length,
  }
}

export interface Envelope {
  readonly id: string
  readonly created: number
  readonly model: string
}

const usage = ({ promptTokens, tokens }: Pieces) => ({
  prompt_tokens: promptTokens,
  completion_tokens: tokens.length,
  total_tokens: promptTokens + tokens.length,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
})

/** The `chat.completion` object of an answer in one piece. */
export function completion({ id, created, model }: Envelope, reply: Reply, pieces: Pieces, callId: string): object {
  const text = pieces.tokens.join('')
  const message =
    reply.type === 'text'
      ? { role: 'assistant', content: text, refusal: null, annotations: [] }
      : {
          role: 'assistant',
          content: null,
          refusal: null,
          annotations: [],
          tool_calls: [{ id: callId, type: 'function', function: { name: reply.name, arguments: text } }],
        }
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: pieces.finishReason }],
    usage: usage(pieces),
    service_tier: 'default',
    system_fingerprint: 'fp_simulator',
  }
}

/**
 * The server-sent events of a streamed answer, `[DONE]` last.
 * https://platform.openai.com/docs/api-reference/chat/streaming
 */
export function* events(
  { id, created, model }: Envelope,
  reply: Reply,
  pieces: Pieces,
  callId: string,
  includeUsage: boolean,
): Generator<string> {
  const event = (choices: readonly object[], used?: object): string =>
    `data: ${JSON.stringify({
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      service_tier: 'default',
      system_fingerprint: 'fp_simulator',
      choices,
      ...(includeUsage && { usage: used ?? null }),
    })}\n\n`
  const delta = (part: object, finishReason: string | null = null): string =>
    event([{ index: 0, delta: part, logprobs: null, finish_reason: finishReason }])

  if (reply.type === 'text') {
    yield delta({ role: 'assistant', content: '', refusal: null })
    for (const token of pieces.tokens) yield delta({ content: token })
  } else {
    const call = { index: 0, id: callId, type: 'function', function: { name: reply.name, arguments: '' } }
    yield delta({ role: 'assistant', content: null, tool_calls: [call], refusal: null })
    for (const token of pieces.tokens) yield delta({ tool_calls: [{ index: 0, function: { arguments: token } }] })
  }
  yield delta({}, pieces.finishReason)
  if (includeUsage) yield event([], usage(pieces))
  yield 'data: [DONE]\n\n'
}
