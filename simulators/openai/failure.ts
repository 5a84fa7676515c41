import type { Answer } from '../http/answer.ts'

/** An error as OpenAI answers it. https://platform.openai.com/docs/guides/error-codes */
export interface ErrorBody {
  readonly error: { message: string; type: string; param: string | null; code: string | null }
}

export const errorBody = (
  message: string,
  type: string,
  param: string | null = null,
  code: string | null = null,
): ErrorBody => ({
  error: { message, type, param, code },
})

/** A request that OpenAI would refuse: thrown while it is checked. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'
  readonly param: string | null
  readonly code: string | null

  constructor(message: string, param: string | null, code: string | null = null) {
    super(message)
    this.param = param
    this.code = code
  }
}

export const serverError = errorBody(
  'The server had an error while processing your request. Sorry about that!',
  'server_error',
)

export function rateLimited(retryAfterMs: number | undefined): Answer {
  return {
    status: 429,
    headers: {
      'x-ratelimit-limit-requests': '1',
      'x-ratelimit-remaining-requests': '0',
      ...(retryAfterMs !== undefined && {
        'retry-after': `${Math.ceil(retryAfterMs / 1000)}`,
        'retry-after-ms': `${retryAfterMs}`,
        'x-ratelimit-reset-requests': `${retryAfterMs}ms`,
      }),
    },
    body: errorBody('Rate limit reached. Please try again later.', 'requests', null, 'rate_limit_exceeded'),
  }
}

/** Undefined when the key is accepted: any that does not begin with `invalid`. */
export function denied(authorization: string | undefined): Answer | undefined {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (key === undefined) {
    return {
      status: 401,
      body: errorBody("You didn't provide an API key in the Authorization header.", 'invalid_request_error'),
    }
  }
  return key.startsWith('invalid') ? wrongKey : undefined
}

export const wrongKey: Answer = {
  status: 401,
  body: errorBody('Incorrect API key provided.', 'invalid_request_error', null, 'invalid_api_key'),
}
