import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { LlmChunk, LlmRequest } from '#runtime/ports/llm.ts'
import { openAiLlm } from './openai.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** What the adapter makes of a server that answers so: the chunks, or the kind of failure. */
async function answerOf(listener: RequestListener, tools?: LlmRequest['tools']): Promise<LlmChunk[] | string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const llm = openAiLlm({ apiKey: 'key', baseUrl, stallMs: 300 }, systemClock())
  const request = {
    model: 'm',
    temperature: 0,
    maxTokens: 9,
    messages: [{ role: 'user', content: 'hi' } as const],
    ...(tools && { tools }),
  }
  const chunks: LlmChunk[] = []
  try {
    for await (const chunk of llm.answer(request, new AbortController().signal)) chunks.push(chunk)
  } catch (error) {
    return (error as { failure?: string }).failure ?? String(error)
  }
  return chunks
}

const stream =
  (...lines: (object | string)[]): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const line of lines) response.write(`data: ${typeof line === 'string' ? line : JSON.stringify(line)}\n\n`)
    response.end()
  }
const says = (delta: object, finish_reason: string | null = null): object => ({
  choices: [{ index: 0, delta, finish_reason }],
})
const hello = says({ content: 'Hello' })
const stop = says({}, 'stop')

test.each([
  ['negative', -1],
  ['text', '12'],
  ['a fraction', 1.5],
  ['missing', undefined],
  ['huge', 1e15],
])('a count of tokens that is %s is no count, and the answer stands', async (_what, prompt_tokens) => {
  const usage = { choices: [], usage: { prompt_tokens, completion_tokens: 3 } }
  expect(await answerOf(stream(hello, stop, usage, '[DONE]'))).toEqual([
    { type: 'text', text: 'Hello' },
    { type: 'finish', reason: 'stop' },
  ])
})

test.each([
  ['ends without finishing', stream(hello), 'disconnected'],
  [
    'calls a tool that it was not given',
    stream(says({ tool_calls: [{ index: 0 }] }), says({}, 'tool_calls')),
    'malformed',
  ],
  ['is a page', ((_request, response) => response.end('<p>maintenance</p>')) as RequestListener, 'disconnected'],
])('an answer that %s is a failure', async (_what, listener, failure) => {
  expect(await answerOf(listener)).toBe(failure)
})

const tools = [{ name: 'f', description: '', parameters: { type: 'object' }, strict: false }]
const piece = (index: unknown, more: object): object => says({ tool_calls: [{ index, ...more }] })

test('calls that come in fragments, mixed up, are put together; odd pieces are passed over', async () => {
  const lines = [
    piece(1, { id: 'call_b', type: 'function', function: { name: 'g', arguments: '' } }),
    piece(0, { id: 'call_a', type: 'function', function: { name: 'f', arguments: '{"a"' } }),
    piece(1, { function: { arguments: '{}' } }),
    piece(0, { id: 'call_x', function: { name: 'x', arguments: ':1}' } }),
    piece(-1, { id: 'call_n' }),
    piece('0', { function: { arguments: 'no' } }),
    piece(99, { id: 'call_many' }),
    piece(0, {}),
    piece(0, { function: { arguments: 7 } }),
    says({ tool_calls: null }),
  ]
  expect(await answerOf(stream(...lines, says({}, 'tool_calls'), '[DONE]'), tools)).toEqual([
    { type: 'tool_call', call: { id: 'call_a', name: 'f', arguments: '{"a":1}' } },
    { type: 'tool_call', call: { id: 'call_b', name: 'g', arguments: '{}' } },
    { type: 'finish', reason: 'tool_calls' },
  ])
})

test('arguments without end are cut', async () => {
  const flood = Array.from({ length: 20 }, () => piece(0, { function: { arguments: 'a'.repeat(10_000) } }))
  const [call] = (await answerOf(stream(...flood, says({}, 'tool_calls'), '[DONE]'), tools)) as LlmChunk[]
  expect(call?.type === 'tool_call' && call.call.arguments.length).toBe(65_536)
})

test('pieces without a word do not keep the caller waiting', async () => {
  const endless: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const timer = setInterval(() => response.write(`data: ${JSON.stringify(says({}))}\n\n`), 20)
    response.on('close', () => clearInterval(timer))
  }
  expect(await answerOf(endless)).toBe('timeout')
})

test('what the caller said is not carried to where a redirect points', async () => {
  let carried = false
  const listener: RequestListener = (request, response) => {
    if (request.url === '/elsewhere') carried = true
    response.writeHead(307, { location: '/elsewhere' }).end()
  }
  expect(await answerOf(listener)).toBe('unreachable')
  expect(carried).toBe(false)
})
