import type { Agent, Call } from '#generated/openapi.gen.ts'
import { type Millis, within } from '#runtime/core/clock.ts'
import { type Ids, looksMinted } from '#runtime/core/ids.ts'
import { Problem } from '#runtime/core/problem.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Store } from '#runtime/ports/store.ts'
import { CallLog, type CallLogPorts } from './call-log.ts'
import { finishSteps } from './finishing/finish-steps.ts'
import { Finisher } from './finishing/finisher.ts'
import type { CallerLink } from './link.ts'
import { type SessionPorts, type SessionSettings, VoiceSession } from './voice-session.ts'

export interface CallDeskPorts extends SessionPorts, Omit<CallLogPorts, 'events' | 'clock'> {
  readonly store: Store
  readonly blobs: Blobs
  readonly ids: Ids
}

/** Who wants to speak with whom. */
export interface CallRequest {
  readonly tenantId: string
  /** The call's id, or the tenant's name for it. */
  readonly call: string
  /** The agent's id or name; needed for a new call. */
  readonly agent: string | undefined
  readonly locale: string | undefined
  readonly sampleRateHz: 8000 | 16000
}

/** How long a drain waits for logs and artifacts, should the database not take them. */
const SETTLE_MS: Millis = 10_000

/** Opens calls and knows those that are live in this process. */
export class CallDesk {
  readonly #ports: CallDeskPorts
  readonly #finisher: Finisher
  readonly #live = new Map<string, VoiceSession>()
  /** Calls that are being opened, whose log is not stored yet, or whose artifacts are not written. */
  readonly #settling = new Set<Promise<unknown>>()
  #phase: 'open' | 'draining' | 'closed' = 'open'

  constructor(ports: CallDeskPorts) {
    this.#ports = ports
    this.#finisher = new Finisher(ports, finishSteps(ports))
  }

  /** Finishes what processes before this one left. */
  start(): void {
    this.#finisher.start()
  }

  /** Calls that are live in this process. */
  get size(): number {
    return this.#live.size
  }

  get draining(): boolean {
    return this.#phase !== 'open'
  }

  /** Refuses at once what `open` would refuse, as far as it is known before `start`. Throws `Problem`. */
  async check(request: Pick<CallRequest, 'tenantId' | 'call' | 'agent'>): Promise<void> {
    await this.#known(request)
    if (request.agent !== undefined) await this.#agent(request.tenantId, request.agent)
  }

  /** Begins a new call. Throws `Problem`: `not_found`, `conflict`, `bad_request`, `going_away`. */
  open(request: CallRequest, link: CallerLink): Promise<VoiceSession> {
    return this.#settles(this.#open(request, link))
  }

  async #open(request: CallRequest, link: CallerLink): Promise<VoiceSession> {
    const { tenantId, call: name, agent: agentName } = request
    await this.#known(request)
    if (agentName === undefined) {
      throw new Problem('not_found', `There is no call "${name}". Name an agent (agentId) to begin it.`)
    }
    const agent = await this.#agent(tenantId, agentName)
    const call = newCall(this.#ports, request, agent)
    if ((await this.#ports.store.calls.create(tenantId, call)) === 'external_id_taken') throw isLive(name)
    return this.#begin(request, call, agent, link)
  }

  /** No new calls; live ones may go on for `ms`, then they are ended. Resolves when all logs are stored. */
  async drain(ms: Millis): Promise<void> {
    this.#phase = 'draining'
    const { clock } = this.#ports
    const deadline = clock.now() + ms
    while (this.#live.size > 0 && clock.now() < deadline) await clock.sleep(Math.min(100, deadline - clock.now()))
    this.#phase = 'closed'
    for (const session of this.#live.values()) session.end('cancelled')
    await within(clock, SETTLE_MS, Promise.all([this.#finisher.stop(), this.#settled()]))
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

  /** A call that exists already is not joined: it is over, or somebody is in it. */
  async #known({ tenantId, call: name }: Pick<CallRequest, 'tenantId' | 'call'>): Promise<void> {
    if (this.draining) throw new Problem('going_away', 'The server is restarting. Connect again.')
    const call = await this.#ports.store.calls.get(tenantId, name)
    if (call?.status === 'ended') throw new Problem('conflict', `The call "${name}" has ended. Begin a new one.`)
    if (call !== null) throw isLive(name)
    if (looksMinted(name)) throw new Problem('not_found', `There is no call "${name}".`)
  }

  async #agent(tenantId: string, name: string): Promise<Agent> {
    const agent = await this.#ports.store.agents.answering(tenantId, name)
    if (agent === null) throw new Problem('not_found', `There is no agent "${name}".`)
    return agent
  }

  #begin(request: CallRequest, call: Call, agent: Agent, link: CallerLink): VoiceSession {
    const { tenantId, sampleRateHz, locale = agent.locale } = request
    const log = new CallLog({ ...this.#ports, events: this.#ports.store.events }, tenantId, call.id)
    const over = Promise.withResolvers<void>()
    void this.#settles(over.promise.then(() => this.#settle(tenantId, call.id, agent, log)))
    const settings = { agent, locale, sampleRateHz }
    const session = this.#session(settings, log, link, over.resolve)
    this.#live.set(call.id, session)
    // It was being looked up when the last calls were ended.
    if (this.#phase === 'closed') session.end('cancelled')
    return session
  }

  /** `over` is told when it ends. A call that cannot begin has ended: nobody could join it or end it later. */
  #session(settings: SessionSettings, log: CallLog, link: CallerLink, over: () => void): VoiceSession {
    try {
      return new VoiceSession(this.#ports, settings, log, {
        event: (logged) => link.event(logged),
        delta: (turnId, text) => link.delta(turnId, text),
        audio: (frame) => link.audio(frame),
        fault: (problem) => link.fault(problem),
        close: () => {
          over()
          link.close()
        },
      })
    } catch (error) {
      log.append('call.ended', { severity: 'error', data: { reason: 'internal', duration_ms: 0 } })
      over()
      throw error
    }
  }

  async #settle(tenantId: string, callId: string, agent: Agent, log: CallLog): Promise<void> {
    this.#live.delete(callId)
    try {
      await log.flush()
    } catch (error) {
      this.#ports.onFault(error)
    }
    await this.#finisher.finish(tenantId, callId, agent)
  }
}

function newCall({ ids, clock }: CallDeskPorts, { call: name, locale }: CallRequest, agent: Agent): Call {
  const { asr, llm, tts, endpointing } = agent
  return {
    id: ids.next('call'),
    externalId: name,
    agentId: agent.id,
    agentVersion: agent.version,
    agentConfigAtCallStart: { asr: { ...asr, language: locale ?? agent.locale }, llm, tts, endpointing },
    direction: 'inbound',
    status: 'in_progress',
    endReason: null,
    createdAt: new Date(clock.now()).toISOString(),
    answeredAt: null,
    endedAt: null,
    durationSec: null,
  }
}

const isLive = (name: string): Problem => new Problem('conflict', `The call "${name}" is live on another connection.`)
