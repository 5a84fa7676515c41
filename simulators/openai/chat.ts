import type { ServerResponse } from 'node:http'
import type { Clock } from '#runtime/core/clock.ts'
import { Line, type LineEnd } from '../faults/line.ts'
import type { FaultPlan } from '../faults/plan.ts'
import { completion, type Envelope, events, piecesOf } from './chunks.ts'
import { serverError } from './failure.ts'
import type { ChatRequest } from './request.ts'
import { type Rules, replyTo } from './rules.ts'

export interface ChatParts {
  readonly clock: Clock
  readonly newId: () => string
  readonly plan: FaultPlan
  readonly rules: Rules
}

/** Answers a checked request, as a stream of events or in one piece, with the faults that are set. */
export async function answerChat(request: ChatRequest, response: ServerResponse, parts: ChatParts): Promise<void> {
  const { clock, newId, plan, rules } = parts
  const reply = replyTo(request, rules)
  const pieces = piecesOf(reply, request)
  const envelope: Envelope = {
    id: `chatcmpl-${newId().replaceAll('-', '')}`,
    created: Math.floor(clock.now() / 1000),
    model: request.model,
  }
  const callId = `call_${newId().replaceAll('-', '').slice(0, 24)}`
  const closed = new AbortController()
  response.once('close', () => closed.abort())
  const line = new Line(plan, clock, responseEnd(response, request.stream), closed.signal)

  const chunks = request.stream
    ? events(envelope, reply, pieces, callId, request.includeUsage)
    : halves(JSON.stringify(completion(envelope, reply, pieces, callId)))
  for (const chunk of chunks) if (!(await line.send(chunk))) return
  response.end()
}

/** Two chunks, so that a fault may strike between them. */
const halves = (text: string): string[] => [text.slice(0, text.length / 2), text.slice(text.length / 2)]

/** The head goes out with the first chunk: until then a client sees no answer. */
const responseEnd = (response: ServerResponse, isStream: boolean): LineEnd => ({
  deliver(chunk) {
    if (!response.headersSent) {
      response.setHeader('content-type', isStream ? 'text/event-stream; charset=utf-8' : 'application/json')
      response.writeHead(200)
    }
    // The next chunk waits until this one has left, so that a dropped connection takes nothing back.
    return new Promise((resolve) => response.write(chunk, () => resolve()))
  },
  error() {
    if (isStream) response.end(`data: ${JSON.stringify(serverError)}\n\n`)
    else response.destroy()
  },
  disconnect: () => response.destroy(),
  garbage: () => 'data: {"id": "chatcmpl-\u0007\n\n',
})
