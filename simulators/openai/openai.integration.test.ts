import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Simulators, startSimulators } from '../start.ts'

let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators()
})
afterEach(() => simulators.faults.chat.clear())
afterAll(() => simulators.close())

const client = (apiKey = 'sk-key') =>
  new OpenAI({ apiKey, baseURL: simulators.openaiUrl, maxRetries: 0, timeout: 5000 })
const model = 'gpt-4o-mini'
const asking = (content: string) => ({ model, messages: [{ role: 'user' as const, content }] })
const streaming = (content: string, openai = client()) =>
  openai.chat.completions.create({ ...asking(content), stream: true })
const weather = {
  type: 'function' as const,
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}

describe('an answer, by the vendor SDK', () => {
  test('streams token by token, with usage when asked', async () => {
    const stream = await client().chat.completions.create({
      ...asking('what are your plans'),
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks[0]!.choices[0]!.delta).toMatchObject({ role: 'assistant', content: '' })
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toMatch(
      /^Sure, our plans start at 999 rupees .* well\?$/,
    )
    expect(chunks.length).toBeGreaterThan(30)
    expect(chunks.at(-2)!.choices[0]!.finish_reason).toBe('stop')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: chunks.length - 3 } })
    expect(chunks[0]!.usage).toBeNull()
  })

  test('comes in one piece', async () => {
    const { data, response } = await client()
      .chat.completions.create({ ...asking('hello'), max_completion_tokens: 3 })
      .withResponse()
    expect(data).toMatchObject({
      object: 'chat.completion',
      choices: [{ finish_reason: 'length', message: { role: 'assistant', content: 'Hello! You' } }],
    })
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
  })

  test('calls a tool and answers after it', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'what is the weather in Pune' }]
    const first = await client()
      .chat.completions.stream({ model, messages, tools: [weather] })
      .finalChatCompletion()
    const [call] = first.choices[0]!.message.tool_calls!
    expect(first.choices[0]!.finish_reason).toBe('tool_calls')
    expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather', arguments: '{"city":"Pune"}' } })
    messages.push(first.choices[0]!.message, { role: 'tool', tool_call_id: call!.id, content: 'sunny' })
    const second = await client().chat.completions.create({ model, messages, tools: [weather] })
    expect(second.choices[0]!.message.content).toBe('The report says sunny. Is there anything else?')
  })

  test('the models are listed', async () => {
    expect((await client().models.list()).data.map(({ id }) => id)).toContain(model)
  })
})

describe('a refusal, by the vendor SDK', () => {
  test('of a wrong key', async () => {
    await expect(streaming('hi', client('invalid-key'))).rejects.toThrow(OpenAI.AuthenticationError)
    await expect(streaming('hi', client('invalid-key'))).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
  })

  test('of a wrong request names the parameter', async () => {
    const wrong = client().chat.completions.create({ model, messages: [] })
    await expect(wrong).rejects.toThrow(OpenAI.BadRequestError)
    await expect(wrong).rejects.toMatchObject({ param: 'messages', type: 'invalid_request_error' })
    await expect(client().chat.completions.create({ ...asking('x'), model: 'unknown-1' })).rejects.toThrow(
      OpenAI.NotFoundError,
    )
  })

  test('of a body over 1 MiB', async () => {
    await expect(client().chat.completions.create(asking('x'.repeat(1024 * 1024)))).rejects.toMatchObject({
      status: 413,
    })
  })
})

describe('faults, by the vendor SDK', () => {
  test('429 with and without retry-after', async () => {
    simulators.faults.chat.set({ failure: { kind: '429', retryAfterMs: 1500 } })
    const limited = await streaming('hi').catch((error: unknown) => error as InstanceType<typeof OpenAI.RateLimitError>)
    expect(limited).toBeInstanceOf(OpenAI.RateLimitError)
    expect(limited).toMatchObject({ code: 'rate_limit_exceeded' })
    expect((limited as { headers: Headers }).headers.get('retry-after')).toBe('2')
    simulators.faults.chat.set({ failure: { kind: '429' } })
    const bare = (await streaming('hi').catch((error: unknown) => error)) as { headers: Headers }
    expect(bare.headers.get('retry-after')).toBeNull()
  })

  test('401, 500 and a refused connection, then health', async () => {
    simulators.faults.chat.set({ failure: { kind: '401' } })
    await expect(streaming('hi')).rejects.toThrow(OpenAI.AuthenticationError)
    simulators.faults.chat.set({ failure: { kind: '500' } })
    await expect(streaming('hi')).rejects.toThrow(OpenAI.InternalServerError)
    simulators.faults.chat.set({ failure: { kind: 'connect_refused' } })
    await expect(streaming('hi')).rejects.toThrow(OpenAI.APIConnectionError)
    expect((await client().chat.completions.create(asking('hello'))).choices[0]!.message.content).toMatch(/^Hello!/)
  })

  test('a stall before the answer ends in the client timeout', async () => {
    simulators.faults.chat.set({ failure: { kind: 'stall' } })
    const impatient = new OpenAI({ apiKey: 'k', baseURL: simulators.openaiUrl, maxRetries: 0, timeout: 100 })
    await expect(streaming('hi', impatient)).rejects.toThrow(OpenAI.APIConnectionTimeoutError)
  })

  test('a stall midway says nothing more until the client gives up', async () => {
    simulators.faults.chat.set({ failure: { kind: 'stall_midway', afterChunks: 3 } })
    const stream = await streaming('what are your plans')
    const words: string[] = []
    for await (const chunk of stream) {
      words.push(chunk.choices[0]?.delta.content ?? '')
      // Another answer comes whole meanwhile.
      if (words.length === 3)
        void client()
          .chat.completions.create(asking('hello'))
          .then(() => stream.controller.abort())
    }
    expect(words).toHaveLength(3)
  })

  test.each([
    ['error_midway', OpenAI.APIError],
    ['disconnect_midway', Error],
    ['garbage', Error],
  ] as const)('%s breaks the stream with an error', async (kind, type) => {
    simulators.faults.chat.set({ failure: { kind, afterChunks: 4 } })
    let chunks = 0
    const read = async (): Promise<void> => {
      for await (const _ of await streaming('what are your plans')) chunks++
    }
    await expect(read()).rejects.toThrow(type)
    expect(chunks).toBe(4)
  })

  test('an endless answer goes on until the client leaves', async () => {
    simulators.faults.chat.set({ failure: { kind: 'endless', afterChunks: 3 } })
    let chunks = 0
    for await (const _ of await streaming('what are your plans')) if (++chunks === 20) break
    expect(chunks).toBe(20)
  })

  test('a slow first token takes its time', async () => {
    simulators.faults.chat.set({ firstByteMs: 120 })
    const from = performance.now()
    await streaming('hi')
    expect(performance.now() - from).toBeGreaterThanOrEqual(115)
  })
})
