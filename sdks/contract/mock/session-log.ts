import type { EventContent, EventData, EventType } from '#generated/events.gen.ts'
import type { Session, SessionCommand, SessionEvent } from '../../node/generated/rest/types.gen.ts'

/** How long a log of the mock may be; a call that would go on is ended. */
const MOST_EVENTS = 10_000
/** Who says it; everything else is the voice pipeline's. */
const CONTROL = /^(call|session|control)\./

/** The words of an event that has some. */
type Content<Type extends EventType> = Type extends keyof EventContent ? EventContent[Type] : never

/** The log of one call: what `listSessionEvents` and `streamSessionEvents` show of it, under one `seq` with the socket's messages. */
export class SessionLog {
  readonly sessionId: string
  /** Tells the call what to do; null where it has ended. */
  command: ((command: SessionCommand) => { readonly correlationId: string; readonly seq: number }) | null = null
  /** Whether words are shown with the events. */
  readonly #contentVisible: boolean
  readonly #events: SessionEvent[] = []
  readonly #listeners = new Set<() => void>()
  readonly #startedAt = new Date().toISOString()

  constructor(sessionId: string, contentVisible: boolean) {
    this.sessionId = sessionId
    this.#contentVisible = contentVisible
  }

  get isFull(): boolean {
    return this.#events.length >= MOST_EVENTS
  }

  /** Whether nothing comes any more. */
  get isOver(): boolean {
    return this.#events.at(-1)?.event_type === 'call.finished'
  }

  get lastSeq(): number {
    return this.#events.length
  }

  /** Everything, words too. */
  get all(): readonly SessionEvent[] {
    return this.#events
  }

  /** Writes the next event down; its `seq`. */
  append<Type extends EventType>(
    event_type: Type,
    data: EventData[Type],
    { turn, content }: { readonly turn?: string | undefined; readonly content?: Content<Type> } = {},
  ): number {
    const seq = this.lastSeq + 1
    const said = event_type === 'dtmf.received' ? 'dtmf' : 'transcript'
    this.#events.push({
      ...{ ts: new Date().toISOString(), session_id: this.sessionId, seq, event_type },
      component: CONTROL.test(event_type) ? 'control_plane' : 'voice_pipeline',
      severity: event_type === 'stt.partial' ? 'debug' : 'info',
      correlation_id: turn ?? this.sessionId,
      pii: content ? { contains_pii: true, fields: [said], handling: 'restricted' } : nothing,
      data: data as unknown as SessionEvent['data'],
      ...(content && { content: content as unknown as NonNullable<SessionEvent['content']> }),
    })
    for (const listener of [...this.#listeners]) listener()
    return seq
  }

  /** The events as programs see them. */
  events(): SessionEvent[] {
    if (this.#contentVisible) return this.#events
    return this.#events.map(({ content: _, ...event }) => ({ ...event, pii: nothing }))
  }

  /** Calls back with each event that is written from now on. */
  follow(listener: () => void): { leave(): void } {
    this.#listeners.add(listener)
    return { leave: () => void this.#listeners.delete(listener) }
  }

  get #state(): Session['state'] {
    const moved = this.#events.findLast(({ event_type }) => event_type === 'session.state_changed')
    return (moved?.data as EventData['session.state_changed'] | undefined)?.to ?? 'created'
  }

  resource(): Session {
    const ended = this.#events.find(({ event_type }) => event_type === 'call.ended')
    return {
      ...{ id: this.sessionId, kind: 'call', live: ended === undefined, state: ended ? 'ended' : this.#state },
      ...{ startedAt: this.#startedAt, endedAt: ended?.ts ?? null, lastSeq: this.lastSeq },
      ...{ debug: false, contentVisible: this.#contentVisible },
    }
  }
}

const nothing: SessionEvent['pii'] = { contains_pii: false, fields: [], handling: 'none' }
