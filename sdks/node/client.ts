import { addressFault, HTTP, SOCKET } from '../browser/base-address.ts'
import { type CallStart, RealtimeClient } from '../browser/realtime-client.ts'
import { InvortoError } from './api-error.ts'
import { Resources } from './generated/resources.gen.ts'
import { version } from './generated/version.gen.ts'
import { type Logger, type LogLevel, leveled, levelNamed } from './log.ts'
import { RestTransport } from './rest-transport.ts'

export interface InvortoClientOptions {
  /** Default: the environment's `INVORTO_API_KEY`. */
  readonly apiKey?: string
  /** Where the API is; `/v1` at its end is left out. Default: `API_BASE_URL` of the environment, then https://api.invortoai.com. */
  readonly baseUrl?: string
  /** Where calls are. Default: `REALTIME_WS_URL` of the environment, then `baseUrl` with `/realtime/voice` behind it. */
  readonly realtimeUrl?: string
  /** How long one try may take. Default: 60,000 ms. */
  readonly timeoutMs?: number
  /** How often a request that failed is tried again. Default: 2. */
  readonly maxRetries?: number
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** In place of the global `fetch`. */
  readonly fetch?: typeof fetch
  /** In place of `console`. */
  readonly logger?: Logger
  /** Default: the environment's `INVORTO_LOG`, then `warn`. */
  readonly logLevel?: LogLevel
}

const API = 'https://api.invortoai.com'

/** How a call is joined. */
export interface CallOptions extends CallStart {
  /** Who shall answer, by id or by your name for it; not needed for a call that there is. */
  readonly agentId?: string
}

/** The Invorto API. Keep it, and the key in it, on a server: a page gets a ticket or a token for its call. */
export class InvortoClient extends Resources {
  /** Where the API is, without `/v1`. */
  readonly baseUrl: string
  /** Where calls are, without the call. */
  readonly realtimeUrl: string
  readonly #apiKey: string

  constructor(apiKey?: string, options?: InvortoClientOptions)
  constructor(options: InvortoClientOptions)
  constructor(first?: string | InvortoClientOptions, more: InvortoClientOptions = {}) {
    const options = typeof first === 'object' ? first : { ...more, ...(first !== undefined && { apiKey: first }) }
    const apiKey = options.apiKey ?? process.env.INVORTO_API_KEY
    if (!apiKey) throw new InvortoError('An API key is needed: new InvortoClient(key), or set INVORTO_API_KEY.')
    // The platform that sends it would show it in its error.
    if (!/^[\x21-\x7e]+$/.test(apiKey))
      throw new InvortoError(
        'The API key has a space, a line break or another sign that no key has: is there more than the key?',
      )
    const baseUrl = (options.baseUrl ?? (process.env.API_BASE_URL || API)).replace(/\/+$/, '').replace(/\/v1$/, '')
    const realtimeUrl = options.realtimeUrl ?? (process.env.REALTIME_WS_URL || baseUrl)
    const fault = addressFault('baseUrl', baseUrl, HTTP) ?? addressFault('realtimeUrl', realtimeUrl, SOCKET)
    if (fault !== null) throw new InvortoError(fault)
    const level = options.logLevel ?? levelNamed(process.env.INVORTO_LOG)
    super(
      new RestTransport({
        ...{ baseUrl, apiKey, timeoutMs: options.timeoutMs ?? 60_000, maxRetries: options.maxRetries ?? 2 },
        headers: { 'User-Agent': `invorto-node/${version} node/${process.versions.node}`, ...options.headers },
        fetch: options.fetch ?? globalThis.fetch,
        log: leveled(options.logger ?? console, level),
      }),
    )
    this.baseUrl = baseUrl
    this.realtimeUrl = new RealtimeClient(realtimeUrl).url
    this.#apiKey = apiKey
  }

  /** Calls over the realtime socket; resolves when the platform knows the caller and has the call. Rejects with `CallRefusedError`. */
  async connectToCall(callId: string, { agentId, ...start }: CallOptions = {}): Promise<RealtimeClient> {
    const call = new RealtimeClient(this.realtimeUrl)
    await call.connect(callId, agentId, this.#apiKey, start)
    return call
  }
}
