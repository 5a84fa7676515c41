/** A call of a tool as the model writes it; `arguments` is meant to be JSON, and need not be. */
export interface LlmToolCall {
  readonly id: string
  readonly name: string
  readonly arguments: string
}

/** Every call of an assistant message is answered by a tool message, before anything else is said. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly LlmToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly content: string }

/** A function that the model may call (FR-A2). */
export interface LlmTool {
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Whether the model is held to the schema while it writes. */
  readonly strict: boolean
}

export interface LlmRequest {
  readonly model: string
  readonly temperature: number
  readonly maxTokens: number
  readonly messages: readonly ChatMessage[]
  /** What it may call; `answerWithWords` shows the tools and forbids them. */
  readonly tools?: readonly LlmTool[]
  readonly answerWithWords?: boolean
  /** The answer is one JSON document that fits the schema, as far as the model keeps its word. */
  readonly format?: JsonFormat
}

export interface JsonFormat {
  readonly name: string
  /** JSON Schema: every object closed, every property required. */
  readonly schema: Readonly<Record<string, unknown>>
}

export type LlmChunk =
  | { readonly type: 'text'; readonly text: string }
  /** A whole call; its id is the model's. */
  | { readonly type: 'tool_call'; readonly call: LlmToolCall }
  | { readonly type: 'finish'; readonly reason: 'stop' | 'length' | 'content_filter' | 'tool_calls' }
  | { readonly type: 'usage'; readonly tokensIn: number; readonly tokensOut: number }

/** A language model that answers in a stream (FR-A2). */
export interface Llm {
  readonly name: string
  /** Ends silently when the signal aborts; throws `ProviderError` when the provider fails or stalls. */
  answer(request: LlmRequest, signal: AbortSignal): AsyncIterable<LlmChunk>
}
