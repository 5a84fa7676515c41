export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface LlmRequest {
  readonly model: string
  readonly temperature: number
  readonly maxTokens: number
  readonly messages: readonly ChatMessage[]
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
  | { readonly type: 'finish'; readonly reason: 'stop' | 'length' | 'content_filter' }
  | { readonly type: 'usage'; readonly tokensIn: number; readonly tokensOut: number }

/** A language model that answers in a stream (FR-A2). */
export interface Llm {
  readonly name: string
  /** Ends silently when the signal aborts; throws `ProviderError` when the provider fails or stalls. */
  answer(request: LlmRequest, signal: AbortSignal): AsyncIterable<LlmChunk>
}
