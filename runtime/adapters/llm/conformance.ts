import { expect, test } from 'vitest'
import type { ProviderFailure } from '#generated/events.gen.ts'
import type { Llm, LlmChunk, LlmRequest } from '#runtime/ports/llm.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'

/** One provider, and ways to break it. */
export interface LlmBench {
  /** Takes a stream for stalled after a fraction of a second. */
  readonly llm: Llm
  readonly model: string
  /** What goes wrong with the next answer. */
  breaks(kind: string, afterChunks?: number): void
}

/** What a provider does wrong, and what we call it. */
const faults: readonly [kind: string, ProviderFailure][] = [
  ['connect_refused', 'unreachable'],
  ['401', 'unauthorized'],
  ['429', 'rate_limited'],
  ['500', 'server_error'],
  ['stall', 'timeout'],
  ['stall_midway', 'timeout'],
  ['disconnect_midway', 'disconnected'],
  ['error_midway', 'server_error'],
  ['garbage', 'malformed'],
]

/** What every adapter of the port does (`runtime/ports/llm.ts`). */
export function llmConformance(bench: () => LlmBench): void {
  const request = (differences: Partial<LlmRequest> = {}): LlmRequest => ({
    model: bench().model,
    temperature: 0.5,
    maxTokens: 200,
    messages: [
      { role: 'system', content: 'You sell plans.' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'what are your plans' },
    ],
    ...differences,
  })
  const never = new AbortController().signal
  async function all(chunks: AsyncIterable<LlmChunk>): Promise<LlmChunk[]> {
    const list: LlmChunk[] = []
    for await (const chunk of chunks) list.push(chunk)
    return list
  }
  const textOf = (chunks: readonly LlmChunk[]): string =>
    chunks.flatMap((chunk) => (chunk.type === 'text' ? [chunk.text] : [])).join('')

  test('an answer is JSON that fits the schema, where one is given', async () => {
    const properties = {
      outcome: { type: 'string' },
      success: { type: 'boolean' },
      score: { type: 'integer', minimum: 1 },
    }
    const schema = { type: 'object', additionalProperties: false, required: Object.keys(properties), properties }
    const chunks = await all(bench().llm.answer(request({ format: { name: 'call_conclusion', schema } }), never))
    expect(JSON.parse(textOf(chunks))).toEqual({
      ...{ outcome: expect.any(String), success: expect.any(Boolean), score: expect.any(Number) },
    })
    expect(chunks.at(-1)).toMatchObject({ type: 'usage' })
  })

  test('an answer comes in pieces, with its end and what it used', async () => {
    const chunks = await all(bench().llm.answer(request(), never))
    expect(textOf(chunks).length).toBeGreaterThan(40)
    expect(chunks.filter(({ type }) => type === 'text').length).toBeGreaterThan(3)
    expect(chunks.filter(({ type }) => type === 'finish')).toEqual([{ type: 'finish', reason: 'stop' }])
    const usage = chunks.find((chunk) => chunk.type === 'usage')
    expect(usage?.tokensIn).toBeGreaterThan(0)
    expect(usage?.tokensOut).toBeGreaterThan(0)
  })

  const weather = {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    strict: false,
  }
  const question = { role: 'user', content: 'what is the weather in Pune' } as const

  test('a tool that is offered is called, in one piece, and its answer is answered', async () => {
    const tools = [weather]
    const chunks = await all(bench().llm.answer(request({ messages: [question], tools }), never))
    const calls = chunks.flatMap((chunk) => (chunk.type === 'tool_call' ? [chunk.call] : []))
    expect(calls).toMatchObject([{ name: 'get_weather' }])
    expect(JSON.parse(calls[0]!.arguments)).toMatchObject({ city: expect.any(String) })
    expect(chunks).toContainEqual({ type: 'finish', reason: 'tool_calls' })
    expect(chunks.some(({ type }) => type === 'usage')).toBe(true)
    const messages = [
      question,
      { role: 'assistant', content: '', toolCalls: calls } as const,
      { role: 'tool', toolCallId: calls[0]!.id, content: '{"sky":"clear"}' } as const,
    ]
    const answer = await all(bench().llm.answer(request({ messages, tools }), never))
    expect(textOf(answer)).toContain('clear')
    expect(answer).toContainEqual({ type: 'finish', reason: 'stop' })
  })

  test('a model that is to answer with words calls nothing', async () => {
    const asked = request({ messages: [question], tools: [weather], answerWithWords: true })
    const chunks = await all(bench().llm.answer(asked, never))
    expect(chunks.some(({ type }) => type === 'tool_call')).toBe(false)
    expect(textOf(chunks)).not.toBe('')
  })

  test('an answer that reaches the limit says so', async () => {
    const chunks = await all(bench().llm.answer(request({ maxTokens: 3 }), never))
    expect(chunks).toContainEqual({ type: 'finish', reason: 'length' })
  })

  test('an abort ends the answer without a word', async () => {
    const abort = new AbortController()
    let count = 0
    for await (const _chunk of bench().llm.answer(request(), abort.signal)) {
      count += 1
      abort.abort()
    }
    expect(count).toBe(1)
    expect(await all(bench().llm.answer(request(), abort.signal))).toEqual([])
  })

  test('an abort ends an answer that has stalled, at once', async () => {
    bench().breaks('stall')
    const abort = new AbortController()
    const answer = all(bench().llm.answer(request(), abort.signal))
    setTimeout(() => abort.abort(), 20)
    expect(await answer).toEqual([])
  })

  test.each(faults)('%s is thrown as %s', async (kind, failure) => {
    bench().breaks(kind)
    const error = await all(bench().llm.answer(request(), never)).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ProviderError)
    expect(error).toMatchObject({ failure })
  })

  test('a model that does not exist is a request that was rejected', async () => {
    await expect(all(bench().llm.answer(request({ model: 'unknown-model' }), never))).rejects.toMatchObject({
      failure: 'rejected',
      status: 404,
    })
  })

  test('who has heard enough of an answer without end may leave it', async () => {
    bench().breaks('endless', 3)
    let count = 0
    for await (const _chunk of bench().llm.answer(request(), never)) if (++count === 8) break
    expect(count).toBe(8)
  })

  test('a provider that failed answers the next request', async () => {
    bench().breaks('500')
    await expect(all(bench().llm.answer(request(), never))).rejects.toThrow(ProviderError)
    expect(textOf(await all(bench().llm.answer(request(), never)))).not.toBe('')
  })
}
