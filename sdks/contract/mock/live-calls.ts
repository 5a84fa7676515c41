import type { EndReason } from '#generated/events.gen.ts'
import type { CallMetadata, ResumeFailure, Start } from '#generated/realtime.gen.ts'
import { exampleOf, newId } from './bodies.ts'
import { MockProblem } from './problem.ts'
import { SessionLog } from './session-log.ts'
import type { Sessions } from './sessions.ts'
import type { Kept, Store } from './store.ts'
import { VoiceCall, type VoiceSeat } from './voice-call.ts'

/** Who wants to speak with whom. */
export interface CallRequest {
  /** The call's id, or the client's name for it. */
  readonly call: string
  readonly agent: string | undefined
  /** The API key; null where it is not known whose token or ticket it is. */
  readonly key: string | null
}

/** What only the platform names. */
const MINTED = /^[a-z]{1,7}_[0-9a-hjkmnp-tv-z]{26}$/

/** Which calls there are, and who begins or joins one: looked at and refused in the platform's order. */
export class LiveCalls {
  readonly #store: Store
  readonly #sessions: Sessions
  /** How long a call waits for a client whose socket was lost. */
  readonly graceMs: number
  readonly #live = new Map<string, VoiceCall>()

  constructor(store: Store, sessions: Sessions, graceMs: number) {
    this.#store = store
    this.#sessions = sessions
    this.graceMs = graceMs
  }

  /** Refuses at once what would be refused later; which socket of its call this one is. Throws `MockProblem`. */
  check(request: CallRequest): number {
    const live = this.#known(request)
    if (live === null && request.agent !== undefined) this.#agent(request.agent)
    return live?.nextEpoch ?? 1
  }

  /** Begins a call, or joins the one of this name whose socket is lost. Throws `MockProblem`. */
  open(request: CallRequest, start: Start, token: string, seat: VoiceSeat): VoiceCall {
    const { call, agent } = request
    const live = this.#known(request)
    if (live !== null) {
      live.join(seat, token, start.audio)
      return live
    }
    if (agent === undefined)
      throw new MockProblem('not_found', `There is no call "${call}". Name an agent (agentId) to begin it.`)
    return this.#begin(request, this.#agent(agent), start, token, seat)
  }

  /** Gives the call back to a client that shows the token of its last socket; or why not. Throws as `open` does. */
  resume(
    request: CallRequest,
    shown: { readonly token: string; readonly lastSeq: number },
    token: string,
    seat: VoiceSeat,
  ): VoiceCall | ResumeFailure {
    const live = this.#known(request)
    return live === null ? 'not_live' : (live.resume(seat, token, shown) ?? live)
  }

  close(): void {
    for (const call of this.#live.values()) call.end('cancelled', 1012)
  }

  /** The live call of this name, which may be joined; null where a new one may begin. */
  #known({ call: name, key }: CallRequest): VoiceCall | null {
    const kept = this.#store.find('/v1/calls', name)
    if (kept?.status === 'ended')
      throw new MockProblem('conflict', `The call "${name}" has ended (${kept.endReason}). Begin a new one.`)
    const live = kept && this.#live.get(String(kept.id))
    if (live?.mayJoin(key)) return live
    if (live !== undefined) throw new MockProblem('conflict', `The call "${name}" is live on another connection.`)
    if (MINTED.test(name)) throw new MockProblem('not_found', `There is no call "${name}".`)
    return null
  }

  #agent(name: string): Kept {
    const agent = this.#store.find('/v1/agents', name)
    if (agent === undefined) throw new MockProblem('not_found', `There is no agent "${name}".`)
    return agent
  }

  #begin({ call: name, key }: CallRequest, agent: Kept, start: Start, token: string, seat: VoiceSeat): VoiceCall {
    const kept = newCall(name, agent, start.metadata)
    const id = String(kept.id)
    this.#store.add('/v1/calls', kept)
    const log = new SessionLog(id, (agent.events as { content?: boolean } | undefined)?.content === true)
    this.#sessions.add(log)
    log.append('call.started', {
      direction: 'inbound',
      agent_id: String(agent.id),
      agent_version: Number(agent.version),
    })
    const greeting = (agent.firstMessage as string | null) ?? 'Hello, how can I help?'
    const over = (reason: EndReason): void => this.#over(id, reason)
    const call = new VoiceCall({ log, key, greeting, graceMs: this.graceMs, audio: start.audio, over }, seat, token)
    this.#live.set(id, call)
    return call
  }

  #over(id: string, endReason: EndReason): void {
    this.#live.delete(id)
    const kept = this.#store.find('/v1/calls', id)
    if (kept === undefined) return
    const endedAt = new Date()
    const durationSec = (endedAt.getTime() - Date.parse(String(kept.createdAt))) / 1000
    const over = { status: 'ended', endReason, endedAt: endedAt.toISOString(), durationSec }
    this.#store.replace('/v1/calls', kept, { ...kept, ...over })
  }
}

/** What `getCall` shows of a call that has just begun. */
function newCall(name: string, { id: agentId }: Kept, metadata: CallMetadata = {}): Kept {
  const at = new Date().toISOString()
  const example = exampleOf('getCall', 200) as Kept
  const live = { status: 'in_progress', agentId, externalId: name, metadata, createdAt: at, answeredAt: at }
  const nothing = {
    endReason: null,
    endedAt: null,
    durationSec: null,
    usage: null,
    summary: null,
    disposition: null,
    analysis: null,
  }
  return { ...example, ...nothing, ...live, id: newId(String(example.id)) }
}
