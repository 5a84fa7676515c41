import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import type { Config } from '#generated/config.gen.ts'
import { settings } from '#generated/config.gen.ts'
import { handlers } from '#handlers/index.ts'
import { deepgramAsr } from '#runtime/adapters/asr/deepgram.ts'
import { diskBlobs } from '#runtime/adapters/blobs/disk.ts'
import { linkSigner } from '#runtime/adapters/blobs/signed-link.ts'
import { inProcessBus } from '#runtime/adapters/bus/in-process.ts'
import { redisBus } from '#runtime/adapters/bus/redis-streams.ts'
import { openAiLlm } from '#runtime/adapters/llm/openai.ts'
import { deepgramTts } from '#runtime/adapters/tts/deepgram.ts'
import { frameMs } from '#runtime/core/audio.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { uuidV7Ids } from '#runtime/core/ids.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { Wheel } from '#runtime/core/wheel.ts'
import { CallDesk } from '#runtime/sessions/call-desk.ts'
import { authenticator } from '#runtime/transports/authenticate.ts'
import { createServer } from '#runtime/transports/http/create-server.ts'
import { attachGateway } from '#runtime/transports/realtime/gateway.ts'
import { openDatabase } from './database.ts'
import { readDocuments } from './documents.ts'
import type { ProcessLog } from './process-log.ts'
import { startSandbox } from './sandbox.ts'

export interface Platform {
  /** `http://HOST:PORT`, the port that was really taken. */
  readonly url: string
  /** Which providers are simulated. */
  readonly sandboxed: readonly ('deepgram' | 'openai')[]
  /** Takes no new calls, lets live ones end within `DRAIN_TIMEOUT_MS`, then stops every part. */
  stop(): Promise<void>
}

const maxFrameBytes = 128 * 1024
/** One in this many responses and messages is checked in prod. */
const SAMPLE = 100

/** Brings ports and adapters together and opens the doors. Parts that were started are stopped when a later one fails. */
export async function startPlatform(config: Config, clock: Clock, log: ProcessLog): Promise<Platform> {
  const parts: (() => Promise<void>)[] = []
  const stopParts = async (): Promise<void> => {
    for (const stop of parts.splice(0).reverse()) await stop()
  }
  try {
    const platform = await start(config, clock, log, (stop) => parts.push(stop))
    return { ...platform, stop: () => platform.stop().finally(stopParts) }
  } catch (error) {
    await stopParts()
    throw error
  }
}

async function start(
  config: Config,
  clock: Clock,
  log: ProcessLog,
  started: (stop: () => Promise<void>) => void,
): Promise<Platform> {
  const onFault = (error: unknown, data?: Record<string, unknown>): void => log.fault(error, data)
  const documents = await readDocuments()
  const database = await openDatabase(config, clock, onFault)
  started(database.close)
  const { store } = database
  const bus =
    config.REDIS_URL === undefined ? inProcessBus(clock) : redisBus({ url: config.REDIS_URL, clock, onError: onFault })
  started(() => bus.close())
  const providers = await openProviders(config, clock, started)

  const ids = uuidV7Ids(clock, randomBytes)
  const sealer = aesSealer(Buffer.from(config.CONTENT_KEY, 'base64'), randomBytes)
  const signer = linkSigner(config.URL_SIGNING_KEY)
  let url = `http://${config.HOST}:${config.PORT}`
  const baseUrl = (): string => config.PUBLIC_BASE_URL ?? url
  const blobs = diskBlobs({ root: resolve(config.DATA_DIR, 'artifacts'), baseUrl, signer, clock, random: randomBytes })
  const checks = sampler(config.VALIDATE_RESPONSES === 'always' ? 1 : SAMPLE)
  const wheel = new Wheel(clock, frameMs)
  const desk = new CallDesk({
    ...providers,
    clock,
    wheel,
    bus,
    sealer,
    store,
    blobs,
    ids,
    checks,
    onFault,
    onTrouble: onFault,
  })

  const authenticate = authenticator({ keys: store.keys, clock, pepper: config.KEY_PEPPER })
  const readiness = async () => [
    { name: 'database', ok: await store.ready() },
    { name: 'bus', ok: await bus.ready() },
    { name: 'accepting_calls', ok: !desk.draining },
  ]
  const linkHolds = (key: string, expires: number, signature: string): boolean =>
    signer.verify({ key, expires, signature }, clock.now())
  const deps = { store, blobs, sealer, clock, ids, documents, linkHolds, readiness }
  const server = await createServer({ authenticate, ids, document: documents.openapi, checks, onFault }, handlers, deps)
  started(() => server.close())
  const limits = { maxFrameBytes, idleTimeoutMs: config.IDLE_TIMEOUT_MS, heartbeatMs: config.HEARTBEAT_MS }
  const gateway = attachGateway(server.server, { authenticate, desk, clock, checks, onFault }, limits)
  await server.listen({ host: config.HOST, port: config.PORT })
  url = `http://${config.HOST}:${(server.server.address() as AddressInfo).port}`
  return {
    url,
    sandboxed: providers.sandboxed,
    async stop() {
      await desk.drain(config.DRAIN_TIMEOUT_MS)
      gateway.close()
    },
  }
}

/** The real services where there are keys or base URLs for them, the sandbox where there are none. */
async function openProviders(config: Config, clock: Clock, started: (stop: () => Promise<void>) => void) {
  const deepgram =
    config.DEEPGRAM_API_KEY === undefined && config.DEEPGRAM_BASE_URL === settings.DEEPGRAM_BASE_URL.default
  const openai = config.OPENAI_API_KEY === undefined && config.OPENAI_BASE_URL === settings.OPENAI_BASE_URL.default
  const sandbox = deepgram || openai ? await startSandbox() : null
  if (sandbox) started(() => sandbox.stop())
  const speech = {
    apiKey: config.DEEPGRAM_API_KEY ?? 'sandbox',
    baseUrl: deepgram ? sandbox!.deepgramUrl : config.DEEPGRAM_BASE_URL,
  }
  const mind = {
    apiKey: config.OPENAI_API_KEY ?? 'sandbox',
    baseUrl: openai ? sandbox!.openaiUrl : config.OPENAI_BASE_URL,
  }
  return {
    asr: deepgramAsr(speech, clock),
    tts: deepgramTts(speech),
    llm: openAiLlm(mind, clock),
    sandboxed: [...(deepgram ? (['deepgram'] as const) : []), ...(openai ? (['openai'] as const) : [])],
  }
}

/** True for the first and then for one in `every`. */
function sampler(every: number): () => boolean {
  let count = -1
  return () => ++count % every === 0
}
