import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Config } from '#generated/config.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { handlers } from '#handlers/index.ts'
import { InProcessBus } from '#runtime/adapters/bus/in-process.ts'
import { redisBus } from '#runtime/adapters/bus/redis-streams.ts'
import { undiciEgress } from '#runtime/adapters/egress/undici-egress.ts'
import { ajvSchemas } from '#runtime/adapters/schemas/ajv-schemas.ts'
import { yazlZip } from '#runtime/adapters/zip/yazl-zip.ts'
import { frameMs } from '#runtime/core/audio.ts'
import { type Clock, late, type Millis, within } from '#runtime/core/clock.ts'
import { type Breach, type ContractChecks, everyCheck, sampledChecks } from '#runtime/core/contract-checks.ts'
import { cursorSigner } from '#runtime/core/cursor-signer.ts'
import { uuidV7Ids } from '#runtime/core/ids.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { Wheel } from '#runtime/core/wheel.ts'
import { newCircuits } from '#runtime/pipeline/steady/steady-providers.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { Egress } from '#runtime/ports/egress.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import { HttpTools } from '#runtime/sessions/answers/http-tools.ts'
import { CallDesk } from '#runtime/sessions/calls/call-desk.ts'
import { createServer } from '#runtime/transports/http/create-server.ts'
import type { ConnectionLimits } from '#runtime/transports/realtime/connection.ts'
import { attachGateway } from '#runtime/transports/realtime/gateway.ts'
import { keepRetention, openArtifacts } from './artifacts.ts'
import { openAuth } from './auth.ts'
import { keepBilling } from './billing.ts'
import { openBlobs } from './blobs.ts'
import { openDatabase } from './database.ts'
import { readDocuments } from './documents.ts'
import { keepCalls } from './keep-calls.ts'
import type { ProcessLog } from './process-log.ts'
import { openProviders } from './providers.ts'
import { readinessOf } from './readiness.ts'
import { openRestRules } from './rest-rules.ts'
import { openRooms } from './rooms.ts'
import { openSessions } from './sessions.ts'
import { openTelemetry, readParts } from './telemetry.ts'
import { openWebhooks } from './webhooks.ts'

export interface Platform {
  /** `http://HOST:PORT`, the port that was really taken. */
  readonly url: string
  /** Which providers are simulated. */
  readonly sandboxed: readonly ('deepgram' | 'openai')[]
  liveCalls(): number
  /** Takes no new calls, lets live ones end within `DRAIN_TIMEOUT_MS`, then stops every part. */
  stop(): Promise<void>
}

const maxFrameBytes = 128 * 1024
/** What answers that are under way get once no request is taken any more. */
const LAST_ANSWERS_MS: Millis = 2_000
/** One in this many answers, messages and events is checked in prod. */
const SAMPLE = 100

/**
 * Brings ports and adapters together and opens the doors. Parts that were started are stopped when a later one fails.
 * `onFatal`: a part that nothing works without is gone for good.
 */
export async function startPlatform(
  config: Config,
  clock: Clock,
  log: ProcessLog,
  onFatal: (error: unknown) => void,
): Promise<Platform> {
  const parts: (() => Promise<void>)[] = []
  const stopParts = async (): Promise<void> => {
    for (const stop of parts.splice(0).reverse()) await stop()
  }
  try {
    const platform = await start({ config, clock, log, onFatal }, (stop) => parts.push(stop))
    return { ...platform, stop: () => platform.stop().finally(stopParts) }
  } catch (error) {
    await stopParts()
    throw error
  }
}

type Started = (stop: () => Promise<void>) => void

interface Surroundings {
  readonly config: Config
  readonly clock: Clock
  readonly log: ProcessLog
  readonly onFatal: (error: unknown) => void
}

async function start({ config, clock, log, onFatal }: Surroundings, started: Started): Promise<Platform> {
  const onFault = (error: unknown, data?: Record<string, unknown>): void => log.fault(error, data)
  const documents = await readDocuments()
  const { metrics, loop, backlog, traces, observed } = await openTelemetry(config, clock, onFault, started)
  const { store, alone, connections, close } = await openDatabase(config, clock, onFault, onFatal)
  started(close)
  const bus = observed(openBus(config, clock, metrics, onFault))
  started(() => bus.close())
  const { sandboxed, ...providers } = await openProviders(config, clock, started)
  let url = `http://${config.HOST}:${config.PORT}`
  const baseUrl = (): string => config.PUBLIC_BASE_URL ?? url
  const { blobs, linkHolds } = openBlobs(config, clock, baseUrl, onFault, started)
  const ids = uuidV7Ids(clock, randomBytes)
  const sealer = aesSealer(Buffer.from(config.CONTENT_KEY, 'base64'), randomBytes)
  const egress = openEgress(config, clock)
  started(() => egress.close())
  const schemas = ajvSchemas()
  const httpTools = new HttpTools({ egress, schemas, secrets: store.secrets, sealer, clock })
  const checks = openChecks(config, log, metrics)
  const wheel = new Wheel(clock, frameMs)
  const outside = { store, blobs, zip: yazlZip, bus, sealer, egress, schemas, httpTools }
  const shared = { ...outside, clock, ids, checks, metrics, traces, backlog, onFault }
  const recording = await openArtifacts(config, shared, started)
  const circuits = newCircuits(clock)
  const ofCalls = { processId: log.processId, random: randomBytes, circuits, graceMs: config.RESUME_GRACE_MS }
  const desk = new CallDesk({ ...providers, ...shared, ...ofCalls, ...recording, wheel, onTrouble: onFault })
  const keeper = await keepCalls(config, { ...shared, onTrouble: onFault }, desk, log, alone)
  started(() => keeper.stop())
  const roomEvents = openRooms({ ...shared, ...ofCalls, desk, onTrouble: onFault }, started)

  const rules = openRestRules(config, shared, started)
  const { authenticate, signers, admit, watch, ...auth } = await openAuth(config, { ...shared, ...rules, baseUrl })
  const readiness = readinessOf({ ...shared, processId: log.processId, desk, circuits, loop })
  const sessions = openSessions(config, { ...shared, calls: desk, processId: log.processId }, { desk, watch }, started)
  const webhooks = openWebhooks(config, shared, started)
  const ofOperations = { cursors: cursorSigner(config.URL_SIGNING_KEY), caps: capsOf(config), documents, linkHolds }
  const deps: Deps = { ...shared, ...auth, ...ofOperations, ...sessions, readiness, webhooks, roomEvents }
  const http = { ...shared, ...rules, ...auth, authenticate, signers, document: documents.openapi }
  const server = await createServer(http, handlers, deps)
  started(() => closeServer(clock, server))
  const gateway = attachGateway(server.server, { ...shared, ...rules, admit, watch, desk }, socketLimits(config))
  const [liveCalls, openSockets] = [() => desk.size, () => gateway.size]
  const finishJobs = () => desk.finishJobs
  const droppedLines = () => log.dropped
  readParts(metrics, { readiness, connections, liveCalls, openSockets, finishJobs, circuits, droppedLines })
  await server.listen({ host: config.HOST, port: config.PORT }).catch((cause: unknown) => cannotListen(config, cause))
  started(keepRetention(shared, log))
  started(keepBilling(shared, log))
  void recording.artifacts.finishLeftovers().catch(onFault)
  url = `http://${config.HOST}:${(server.server.address() as AddressInfo).port}`
  desk.start()
  return {
    url,
    sandboxed,
    liveCalls,
    stop: () => desk.drain(config.DRAIN_TIMEOUT_MS).finally(() => gateway.close()),
  }
}

function openChecks({ VALIDATE_RESPONSES }: Config, log: ProcessLog, metrics: MetricRecorder): ContractChecks {
  const onBreach = (breach: Breach): void => {
    log.log('contract.violated', 'error', { ...breach })
    metrics.add('invorto_contract_violations_total', { surface: breach.surface })
  }
  return VALIDATE_RESPONSES === 'always' ? everyCheck(onBreach) : sampledChecks(SAMPLE, onBreach)
}

/** A client that never ends its request, or does not answer a close, would be waited for without end. */
async function closeServer(clock: Clock, server: Awaited<ReturnType<typeof createServer>>): Promise<void> {
  if ((await within(clock, LAST_ANSWERS_MS, server.close())) === late) server.server.closeAllConnections()
}

function openEgress(config: Config, clock: Clock): Egress {
  const own = config.PUBLIC_BASE_URL === undefined ? [] : [new URL(config.PUBLIC_BASE_URL).hostname]
  return undiciEgress(clock, { allow: config.EGRESS_ALLOW, own })
}

const socketLimits = (config: Config): ConnectionLimits => ({
  maxFrameBytes,
  idleTimeoutMs: config.IDLE_TIMEOUT_MS,
  heartbeatMs: config.HEARTBEAT_MS,
  resumeGraceMs: config.RESUME_GRACE_MS,
})

const capsOf = (config: Config): Deps['caps'] => ({
  agents: config.MAX_AGENTS_PER_TENANT,
  tools: config.MAX_AGENTS_PER_TENANT,
  'API keys': 500,
  secrets: 100,
  rates: config.MAX_RATES_PER_TENANT,
  'webhook endpoints': config.MAX_WEBHOOK_ENDPOINTS_PER_TENANT,
  versions: config.MAX_VERSIONS_PER_AGENT,
})

function cannotListen({ HOST, PORT }: Config, cause: unknown): never {
  const { code, message } = cause as NodeJS.ErrnoException
  const why =
    code === 'EADDRINUSE' ? `Port ${PORT} is taken: set PORT` : `HOST ${HOST} cannot be listened on (${message})`
  throw new Error(`${why}.`, { cause })
}

const openBus = (
  { REDIS_URL: url }: Config,
  clock: Clock,
  metrics: MetricRecorder,
  onError: (error: unknown) => void,
): Bus => (url === undefined ? new InProcessBus(clock) : redisBus({ url, clock, metrics, onError }))
