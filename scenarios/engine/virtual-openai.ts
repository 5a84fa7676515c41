import type { OpenAiAccess } from '#runtime/adapters/llm/openai.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { type Chunk, Line } from '#simulators/faults/line.ts'
import type { FaultPlan } from '#simulators/faults/plan.ts'
import { completion, events, piecesOf } from '#simulators/openai/chunks.ts'
import { rateLimited, serverError, wrongKey } from '#simulators/openai/failure.ts'
import { type ChatRequest, chatRequest } from '#simulators/openai/request.ts'
import { type Rules, replyTo } from '#simulators/openai/rules.ts'

/** What a model was asked, as it came over the wire. */
export type Asked = { readonly messages: readonly { readonly role: string; readonly content: unknown }[] }

/** OpenAI's simulator behind the real client, on the virtual clock: its `fetch` asks no network. */
export function virtualOpenAi(clock: Clock, plan: FaultPlan, rules: Rules, asked: Asked[]): OpenAiAccess {
  let count = 0
  const answer = async (init: RequestInit | undefined): Promise<Response> => {
    const opening = plan.takeOpening()
    const signal = init?.signal ?? new AbortController().signal
    if (opening?.kind === 'stall') return never(signal)
    if (opening?.kind === 'connect_refused') throw new TypeError('fetch failed')
    if (opening?.kind === '401') return json(wrongKey)
    if (opening?.kind === '429') return json(rateLimited(opening.retryAfterMs))
    if (opening?.kind === '500') return json({ status: 500, body: serverError })
    const body: unknown = JSON.parse(String(init?.body))
    const request = chatRequest(body)
    // What is asked after the call comes in one piece.
    if (request.stream) asked.push(body as Asked)
    return reply(request, signal)
  }

  async function reply(request: ChatRequest, signal: AbortSignal): Promise<Response> {
    const said = replyTo(request, rules)
    const pieces = piecesOf(said, request)
    const envelope = { id: `chatcmpl-${++count}`, created: Math.floor(clock.now() / 1000), model: request.model }
    const callId = `call_${count}`
    if (!request.stream) {
      const { firstByteMs = 0 } = plan.fault
      await clock.sleep(firstByteMs, signal)
      return json({ status: 200, body: completion(envelope, said, pieces, callId) })
    }
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    // A client that leaves, or a line that is cut, ends the stream: what is written then goes nowhere.
    writer.closed.catch(() => {})
    signal.addEventListener('abort', () => void writer.abort().catch(() => {}), { once: true })
    const encode = (chunk: Chunk): Uint8Array => Buffer.from(chunk)
    const line = new Line(
      plan,
      clock,
      {
        deliver: async (chunk) => void writer.write(encode(chunk)).catch(() => {}),
        error: () => void writer.write(encode(`data: ${JSON.stringify(serverError)}\n\n`)).catch(() => {}),
        disconnect: () => void writer.abort(new TypeError('terminated')).catch(() => {}),
        garbage: () => 'data: {"id": "chatcmpl-\u0007\n\n',
      },
      signal,
    )
    void write(line, events(envelope, said, pieces, callId, request.includeUsage), writer)
    return new Response(readable, { headers: { 'content-type': 'text/event-stream' } })
  }

  return {
    apiKey: 'virtual',
    baseUrl: 'http://openai.virtual/v1',
    fetch: (_url, init) => answer(init),
  }
}

async function write(line: Line, chunks: Iterable<string>, writer: WritableStreamDefaultWriter): Promise<void> {
  for (const chunk of chunks) if (!(await line.send(chunk))) return
  await writer.close().catch(() => {})
}

const json = ({ status, headers, body }: { status: number; headers?: object; body: unknown }): Response =>
  Response.json(body, { status, headers: { ...headers } as Record<string, string> })

const never = (signal: AbortSignal): Promise<Response> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
