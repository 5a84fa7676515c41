import type { Agent, Call } from '#generated/openapi.gen.ts'
import type { CallMetadata, ResumeFailure } from '#generated/realtime.gen.ts'
import { type Millis, within } from '#runtime/core/clock.ts'
import { type Ids, looksMinted } from '#runtime/core/ids.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import { type TraceContext, traceparent } from '#runtime/core/trace-context.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { FinishJobCounts } from '#runtime/ports/finishing.ts'
import type { Spool } from '#runtime/ports/spool.ts'
import type { OwnedCall, Store } from '#runtime/ports/store.ts'
import type { Traces } from '#runtime/ports/traces.ts'
import type { Zip } from '#runtime/ports/zip.ts'
import { snapshotTools } from '#runtime/sessions/answers/tool-snapshot.ts'
import type { ArtifactKeeper } from '#runtime/sessions/artifacts/artifact-keeper.ts'
import { type CallRecording, recordCall } from '#runtime/sessions/artifacts/call-recording.ts'
import { finishSteps } from '#runtime/sessions/finishing/finish-steps.ts'
import { Finisher } from '#runtime/sessions/finishing/finisher.ts'
import type { CallerLink } from '#runtime/sessions/link.ts'
import { CallLog, type CallLogPorts } from '#runtime/sessions/log/call-log.ts'
import type { SessionPorts, SessionSettings } from '#runtime/sessions/session-ports.ts'
import { VoiceSession } from '#runtime/sessions/voice-session.ts'
import type { CallsInHand } from './call-keeper.ts'
import type { AudioTransport, CallerSeat } from './caller-seat.ts'
import type { CommandOrder, CommandReply } from './command-order.ts'
import type { CommandedCalls } from './command-router.ts'
import { LiveCall, type Resumption } from './live-call.ts'
import { refuseWithoutProviders } from './provider-refusal.ts'
import { newResumeToken } from './resume-token.ts'

export interface CallDeskPorts extends SessionPorts, Omit<CallLogPorts, 'events' | 'clock'> {
  readonly store: Store
  readonly blobs: Blobs
  readonly zip: Zip
  readonly traces?: Traces | undefined
  readonly spool: Spool
  readonly artifacts: Pick<ArtifactKeeper, 'store' | 'stored' | 'settle' | 'close'>
  readonly ids: Ids
  readonly random: RandomBytes
  /** This process, the owner of the calls that it begins. */
  readonly processId: string
  /** How long a call waits for a caller whose socket was lost. */
  readonly graceMs: Millis
}

/** Who wants to speak with whom. */
export interface CallRequest {
  readonly tenantId: string
  /** The credential; a live call is joined by the one that began it. */
  readonly keyId: string
  /** The call's id, or the tenant's name for it. */
  readonly call: string
  /** The agent's id or name; needed for a new call. */
  readonly agent: string | undefined
}

/** How the call is to be begun. */
export interface CallStart {
  readonly locale: string | undefined
  readonly sampleRateHz: 8000 | 16000
  readonly transport: AudioTransport
  readonly metadata: CallMetadata
  /** Of the admission. */
  readonly token: string
  /** The client's span, where it named one. */
  readonly trace?: TraceContext | undefined
}

/** What a client is given before its call begins or goes on. */
export interface Admission {
  readonly epoch: number
  /** Resumes the call, once it is this client's. */
  readonly token: string
}

/** How long a drain waits for logs and artifacts, should the database not take them. */
const SETTLE_MS: Millis = 10_000

const LOG_WAITS = 'What happens in calls cannot be stored at present. Try again in a moment.'

/** Opens calls and knows those that are live in this process. */
export class CallDesk implements CallsInHand, CommandedCalls {
  readonly #ports: CallDeskPorts
  readonly #finisher: Finisher
  readonly #live = new Map<string, LiveCall>()
  /** Calls that this process works on: they begin, are live, or are being finished. */
  readonly #inHand = new Set<string>()
  readonly #settling = new Set<Promise<unknown>>()
  readonly #toldOfDrain = new Set<(deadlineMs: Millis) => void>()
  #phase: 'open' | 'draining' | 'closed' = 'open'

  constructor(ports: CallDeskPorts) {
    this.#ports = ports
    this.#finisher = new Finisher(ports, finishSteps(ports))
    ports.backlog?.onOver((tenantId) => this.#endCallsOf(tenantId))
  }

  /** Finishes what other processes left, now and later. */
  start(): void {
    this.#finisher.start()
  }

  /** How many jobs there are of what follows calls, in all processes. */
  get finishJobs(): FinishJobCounts {
    return this.#finisher.counts
  }

  /** Calls that are live in this process. */
  get size(): number {
    return this.#live.size
  }

  get draining(): boolean {
    return this.#phase !== 'open'
  }

  live(): string[] {
    return [...this.#live.keys()]
  }

  has(callId: string): boolean {
    return this.#inHand.has(callId)
  }

  /** The call, while it is live in this process. */
  liveCall(callId: string): LiveCall | null {
    return this.#live.get(callId) ?? null
  }

  lose(callId: string): void {
    this.#live.get(callId)?.lose()
  }

  async command(order: CommandOrder): Promise<CommandReply | null> {
    const live = this.#live.get(order.callId)
    return live?.facts.tenantId === order.tenantId ? live.command(order) : null
  }

  /** Finishes a call that another process left and this one has ended. */
  finish({ tenantId, callId }: OwnedCall): Promise<void> {
    return this.#settles(this.#finisher.finish(tenantId, callId))
  }

  /** Tells the listener when a drain begins, until the returned function is called. */
  onDrain(listener: (deadlineMs: Millis) => void): () => void {
    this.#toldOfDrain.add(listener)
    return () => this.#toldOfDrain.delete(listener)
  }

  /** Refuses at once what `open` and `resume` would refuse, as far as it is known before them. Throws `Problem`. */
  async check(request: CallRequest): Promise<Admission> {
    const live = await this.#known(request)
    if (live === null && request.agent !== undefined) await this.#agent(request.tenantId, request.agent)
    return { epoch: live?.nextEpoch ?? 1, token: newResumeToken(this.#ports.random) }
  }

  /**
   * Begins a new call, or joins one whose socket is lost. Throws `Problem`: `not_found`, `conflict`, `bad_request`,
   * `going_away`, `provider_unavailable`.
   */
  open(request: CallRequest, start: CallStart, seat: CallerSeat): Promise<LiveCall> {
    return this.#settles(this.#open(request, start, seat))
  }

  /** Gives a live call back to its caller, who has missed a part of it. A text says why not. Throws as `open` does. */
  async resume(
    request: CallRequest,
    token: string,
    resumption: Resumption,
    seat: CallerSeat,
  ): Promise<LiveCall | ResumeFailure> {
    const live = await this.#known(request)
    if (live === null) return 'not_live'
    return (await live.resume(seat, token, resumption)) ?? live
  }

  /** No new calls; live ones may go on for `ms`, then they are ended. Resolves when all logs are stored. */
  async drain(ms: Millis): Promise<void> {
    this.#phase = 'draining'
    for (const told of this.#toldOfDrain) told(ms)
    const { clock } = this.#ports
    const deadline = clock.now() + ms
    while (this.#live.size > 0 && clock.now() < deadline) await clock.sleep(Math.min(100, deadline - clock.now()))
    this.#phase = 'closed'
    for (const { session } of this.#live.values()) this.#cancel(session)
    this.#ports.artifacts.close()
    await within(clock, SETTLE_MS, Promise.all([this.#finisher.stop(), this.#settled()]))
  }

  /** What calls say is kept until the database takes it, and memory holds no more of this tenant's. */
  #endCallsOf(tenantId: string): void {
    for (const { facts, session } of this.#live.values()) if (facts.tenantId === tenantId) endUnstored(session)
  }

  #cancel(session: VoiceSession): void {
    session.end('cancelled', { code: 'going_away', detail: 'The server is restarting; the call could not go on.' })
  }

  async #open(request: CallRequest, start: CallStart, seat: CallerSeat): Promise<LiveCall> {
    const live = await this.#known(request)
    if (live !== null) return join(live, start, seat)
    const { tenantId, call: name, agent: agentName } = request
    if (agentName === undefined) {
      throw new Problem('not_found', `There is no call "${name}". Name an agent (agentId) to begin it.`)
    }
    const agent = await this.#agent(tenantId, agentName)
    refuseWithoutProviders(this.#ports.circuits)
    const [tools, channels] = await Promise.all([
      snapshotTools(this.#ports.store.tools, tenantId, agent),
      agent.recording.enabled ? this.#channels(tenantId) : null,
    ])
    const call = newCall(this.#ports, name, agent, start)
    const owned = { tenantId, callId: call.id, processId: this.#ports.processId, epoch: 1 }
    await this.#create(tenantId, call, owned)
    return this.#begin(request, start, owned, { agent, tools, channels }, seat)
  }

  /** On how many the tenant has its calls recorded (FR-CP1). */
  async #channels(tenantId: string): Promise<1 | 2> {
    const policy = await this.#ports.store.tenants.capturePolicy(tenantId)
    return policy?.recording.stereo === false ? 1 : 2
  }

  async #create(tenantId: string, call: Call, owned: OwnedCall): Promise<void> {
    this.#inHand.add(call.id)
    try {
      const created = await this.#ports.store.calls.create(tenantId, call, owned)
      if (created === 'external_id_taken') throw isLive(String(call.externalId))
    } catch (error) {
      this.#inHand.delete(call.id)
      throw error
    }
  }

  async #settled(): Promise<void> {
    while (this.#settling.size > 0) await Promise.allSettled(this.#settling)
  }

  /** `drain` waits for it. */
  #settles<T>(work: Promise<T>): Promise<T> {
    const forget = (): void => void this.#settling.delete(work)
    this.#settling.add(work)
    work.then(forget, forget)
    return work
  }

  /** The call of this name that is live here and may be joined; null when there is none and a new one may begin. */
  async #known({ tenantId, keyId, call: name }: CallRequest): Promise<LiveCall | null> {
    const call = await this.#ports.store.calls.get(tenantId, name)
    if (call?.status === 'ended') {
      throw new Problem('conflict', `The call "${name}" has ended (${call.endReason}). Begin a new one.`)
    }
    const live = call === null ? null : (this.#live.get(call.id) ?? null)
    if (live !== null) {
      const free = await live.mayJoin(keyId)
      if (free && this.#live.has(live.facts.id)) return live
      throw isLive(name)
    }
    if (this.draining) throw new Problem('going_away', 'The server is restarting. Connect again.')
    if (call !== null) throw isElsewhere(name)
    if (looksMinted(name)) throw new Problem('not_found', `There is no call "${name}".`)
    if (this.#ports.backlog?.takesCallsOf(tenantId) === false) throw new Problem('provider_unavailable', LOG_WAITS)
    return null
  }

  async #agent(tenantId: string, name: string): Promise<Agent> {
    const agent = await this.#ports.store.agents.answering(tenantId, name)
    if (agent === null) throw new Problem('not_found', `There is no agent "${name}".`)
    return agent
  }

  #begin(
    request: CallRequest,
    start: CallStart,
    owned: OwnedCall,
    { agent, tools, channels }: Pick<SessionSettings, 'agent' | 'tools'> & { channels: 1 | 2 | null },
    seat: CallerSeat,
  ): LiveCall {
    const { sampleRateHz, transport, token, locale = agent.locale } = start
    const { tenantId, callId } = owned
    const ports = { ...this.#ports, events: this.#ports.store.events }
    const log = new CallLog(ports, tenantId, callId, { owner: owned, onLost: () => this.#lost(callId) })
    const recorded = channels && { tenantId, callId, sampleRateHz, channels }
    const recording = recorded && recordCall(this.#ports, recorded)
    const over = Promise.withResolvers<void>()
    void this.#settles(over.promise.then(() => this.#settle(owned, agent, log, recording)))
    const client = start.trace && traceparent(start.trace)
    const settings = { agent, tools, locale, sampleRateHz, tape: recording?.tape, traceparent: client }
    const facts = { tenantId, id: callId, keyId: request.keyId, sampleRateHz, transport, agent, token }
    const begin = (link: CallerLink): VoiceSession => this.#session(settings, log, link, over.resolve)
    const live = new LiveCall(this.#ports, facts, log, seat, begin, over.resolve)
    this.#live.set(callId, live)
    // It was being looked up when the last calls were ended, or while the log grew.
    if (this.#phase === 'closed') this.#cancel(live.session)
    else if (this.#ports.backlog?.takesCallsOf(tenantId) === false) endUnstored(live.session)
    return live
  }

  /** `over` is told when it cannot begin: such a call has ended, since nobody could join it or end it later. */
  #session(settings: SessionSettings, log: CallLog, link: CallerLink, over: () => void): VoiceSession {
    try {
      return new VoiceSession(this.#ports, settings, log, link)
    } catch (error) {
      const data = { reason: 'internal', duration_ms: 0 } as const
      log.append('call.ended', { call: { direction: 'inbound' }, severity: 'error', data })
      over()
      throw error
    }
  }

  /** Another process has taken the call over, since this one was not heard of. */
  #lost(callId: string): void {
    const detail = 'This server was away for too long; the call was closed by another one.'
    this.#live.get(callId)?.session.end('owner_lost', { code: 'internal', detail })
  }

  async #settle(owned: OwnedCall, agent: Agent, log: CallLog, recording: CallRecording | null): Promise<void> {
    const { artifacts, onFault } = this.#ports
    const { tenantId, callId } = owned
    this.#live.delete(callId)
    // What the disk does not take now is made whole at the next start.
    const spooled = await recording?.finish().catch(onFault)
    try {
      await log.flush()
      if (!log.lost) await this.#ports.store.owners.release(tenantId, callId, owned)
    } catch (error) {
      onFault(error)
    }
    if (spooled) await artifacts.store(spooled)
    this.#inHand.delete(callId)
    if (!log.lost) await this.#finisher.finish(tenantId, callId, agent)
    if (spooled) await artifacts.settle(spooled)
  }
}

function join(live: LiveCall, { sampleRateHz, transport, token }: CallStart, seat: CallerSeat): LiveCall {
  if (sampleRateHz !== live.facts.sampleRateHz) {
    throw new Problem('bad_request', `The call is live with ${live.facts.sampleRateHz} Hz; "start" must say the same.`)
  }
  live.join(seat, token, transport)
  return live
}

function newCall({ ids, clock }: CallDeskPorts, name: string, agent: Agent, { locale, metadata }: CallStart): Call {
  const { asr, llm, tts, endpointing, events } = agent
  return {
    id: ids.next('call'),
    externalId: name,
    agentId: agent.id,
    agentVersion: agent.version,
    agentConfigAtCallStart: { asr: { ...asr, language: locale ?? agent.locale }, llm, tts, endpointing, events },
    direction: 'inbound',
    status: 'in_progress',
    endReason: null,
    createdAt: new Date(clock.now()).toISOString(),
    answeredAt: null,
    endedAt: null,
    durationSec: null,
    metadata,
  }
}

const endUnstored = (session: VoiceSession): void =>
  session.end('store_unavailable', { code: 'internal', detail: LOG_WAITS })
const isLive = (name: string): Problem => new Problem('conflict', `The call "${name}" is live on another connection.`)
const isElsewhere = (name: string): Problem =>
  new Problem('conflict', `The call "${name}" is live on another server. Connect again to reach that one.`)
