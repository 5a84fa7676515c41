import type { IncomingMessage } from 'node:http'
import type { Clock } from '#runtime/core/clock.ts'
import { type FaultPlan, firstByte, type Opening } from '../faults/plan.ts'
import { type Answer, parseJson, readBody, sendAnswer } from '../http/answer.ts'
import type { FrontParts } from '../http/front.ts'
import { recordBody } from '../http/request-log.ts'
import { fromBytes, writeWav } from '../speech/wav.ts'
import { QueryProblem } from './query.ts'
import { deny, refusal } from './refusal.ts'
import { type SpeakOptions, speakOptions } from './speak-query.ts'
import type { Synthesizer } from './synthesizer.ts'

const longestText = 2000

/** `POST /v1/speak`: the whole audio in one answer. https://developers.deepgram.com/reference/text-to-speech/speak-request */
function restSpeak(query: URLSearchParams, body: Buffer, synthesizer: Synthesizer, requestId: string): Answer {
  const refused = (status: number, code: string, message: string): Answer => refusal(status, code, message, requestId)
  let options: SpeakOptions
  try {
    options = speakOptions(query, 'rest')
  } catch (error) {
    if (error instanceof QueryProblem) return refused(400, 'INVALID_QUERY_PARAMETER', error.message)
    throw error
  }
  const text = (parseJson(body.toString()) as { text?: unknown } | null | undefined)?.text
  if (typeof text !== 'string' || text.trim() === '')
    return refused(400, 'PAYLOAD_ERROR', 'The body must be {"text": "..."}.')
  if (text.length > longestText) return refused(413, 'PAYLOAD_TOO_LARGE', `The text is over ${longestText} characters.`)
  const raw = synthesizer.say(text, options)
  return {
    status: 200,
    headers: {
      'content-type': options.wav
        ? 'audio/wav'
        : `audio/${options.encoding === 'mulaw' ? 'mulaw' : 'l16'};rate=${options.sampleRate}`,
      'dg-request-id': requestId,
      'dg-model-name': options.model,
      'dg-char-count': text.length,
    },
    body: options.wav ? writeWav({ sampleRate: options.sampleRate, samples: fromBytes(raw) }) : raw,
  }
}

export interface RestSpeakParts {
  readonly clock: Clock
  readonly newId: () => string
  readonly plans: { readonly speak: FaultPlan }
}

/** Handles every plain HTTP request of the Deepgram port. */
export function restSpeakHandler(parts: RestSpeakParts, synthesizer: Synthesizer): FrontParts['request'] {
  const answerSpeak = (
    incoming: IncomingMessage,
    url: URL,
    body: Buffer | 'too_large',
    opening: Opening | undefined,
    requestId: string,
  ): Answer => {
    const denied = deny(incoming, opening, requestId)
    if (denied) return denied
    if (body === 'too_large') return refusal(413, 'PAYLOAD_TOO_LARGE', 'The body is over 1 MiB.', requestId)
    return restSpeak(url.searchParams, body, synthesizer, requestId)
  }

  return async (incoming, response, url, record) => {
    const body = await readBody(incoming)
    const requestId = parts.newId()
    recordBody(record, body)
    if (incoming.method !== 'POST' || url.pathname !== '/v1/speak') {
      return sendAnswer(response, refusal(404, 'NOT_FOUND', 'The simulator has no such path.', requestId))
    }
    const opening = parts.plans.speak.takeOpening()
    if (opening?.kind === 'connect_refused') {
      response.destroy()
      return
    }
    if (opening?.kind === 'stall') return
    const closed = new AbortController()
    response.once('close', () => closed.abort())
    await firstByte(parts.plans.speak, parts.clock, closed.signal)
    sendAnswer(response, answerSpeak(incoming, url, body, opening, requestId))
  }
}
