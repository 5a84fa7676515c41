import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '#runtime/core/clock.ts'
import { type FaultPlan, firstByte, type Opening } from '../faults/plan.ts'
import { type Answer, parseJson, readBody, sendAnswer } from '../http/answer.ts'
import type { FrontParts } from '../http/front.ts'
import { type RequestRecord, recordBody } from '../http/request-log.ts'
import { answerChat } from './chat.ts'
import { denied, errorBody, RequestProblem, rateLimited, serverError, wrongKey } from './failure.ts'
import { type ChatRequest, chatRequest } from './request.ts'
import type { Rules } from './rules.ts'

export interface OpenAiParts {
  readonly clock: Clock
  readonly newId: () => string
  readonly plans: Readonly<Record<'chat', FaultPlan>>
  readonly rules: Rules
}

/** `POST /v1/chat/completions` and `GET /v1/models`, as the handler of a front. */
export function openAi(parts: OpenAiParts): Pick<FrontParts, 'request'> {
  const request = async (incoming: IncomingMessage, response: ServerResponse, url: URL, record: RequestRecord) => {
    const body = await readBody(incoming)
    const value = body === 'too_large' ? undefined : parseJson(body.toString())
    recordBody(record, body)
    response.setHeader('x-request-id', `req_${parts.newId().replaceAll('-', '')}`)
    response.setHeader('openai-version', '2020-10-01')
    if (incoming.method === 'GET' && url.pathname === '/v1/models') {
      return sendAnswer(response, denied(incoming.headers.authorization) ?? models(parts.clock))
    }
    if (incoming.method !== 'POST' || url.pathname !== '/v1/chat/completions') {
      return sendAnswer(response, {
        status: 404,
        body: errorBody(
          `Unknown request URL: ${incoming.method} ${url.pathname}.`,
          'invalid_request_error',
          null,
          'unknown_url',
        ),
      })
    }
    const opening = parts.plans.chat.takeOpening()
    if (opening?.kind === 'connect_refused') response.destroy()
    if (opening?.kind === 'connect_refused' || opening?.kind === 'stall') return
    const checked = check(incoming, body === 'too_large' ? body : value, opening)
    if (!('status' in checked)) return answerChat(checked, response, { ...parts, plan: parts.plans.chat })
    const closed = new AbortController()
    response.once('close', () => closed.abort())
    await firstByte(parts.plans.chat, parts.clock, closed.signal)
    sendAnswer(response, checked)
  }
  return { request }
}

function check(incoming: IncomingMessage, body: unknown, opening: Opening | undefined): ChatRequest | Answer {
  if (opening?.kind === '401') return wrongKey
  if (opening?.kind === '429') return rateLimited(opening.retryAfterMs)
  if (opening?.kind === '500') return { status: 500, body: serverError }
  const refused = denied(incoming.headers.authorization)
  if (refused) return refused
  if (body === 'too_large') return { status: 413, body: errorBody('The body is over 1 MiB.', 'invalid_request_error') }
  try {
    const request = chatRequest(body)
    if (!request.model.startsWith('unknown')) return request
    return {
      status: 404,
      body: errorBody(`The model '${request.model}' does not exist.`, 'invalid_request_error', null, 'model_not_found'),
    }
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error
    return { status: 400, body: errorBody(error.message, 'invalid_request_error', error.param, error.code) }
  }
}

const models = (clock: Clock): Answer => ({
  status: 200,
  body: {
    object: 'list',
    data: ['gpt-4o-mini', 'gpt-4.1-mini'].map((id) => ({
      id,
      object: 'model',
      created: Math.floor(clock.now() / 1000),
      owned_by: 'simulator',
    })),
  },
})
