import type { CallEvent, EventType } from '#generated/events.gen.ts'
import type { EventComponent, Session, SessionKind } from '#generated/openapi.gen.ts'

export interface StoredEvent {
  readonly event: CallEvent
  readonly sealed: Buffer | null
}

export interface KnownSession {
  readonly session: Session
  /** Its log is at its end: what is made from a call was made. */
  readonly complete: boolean
}

export interface SessionFilter {
  readonly limit: number
  /** A minted id: only older sessions. */
  readonly before?: string
  readonly kind?: SessionKind
  readonly live?: boolean
  readonly startedAfter?: string
  readonly startedBefore?: string
}

export interface EventFilter {
  /** Only those with a higher `seq`. */
  readonly after: number
  readonly limit: number
  readonly types?: readonly EventType[] | undefined
  readonly component?: EventComponent | undefined
  /** Only those at this instant or later. */
  readonly since?: string | undefined
  /** Only those before this instant. */
  readonly until?: string | undefined
  /** Whether what is sealed is read with them. */
  readonly content: boolean
}

/** The logs of a tenant as its programs see them (OBS-00 3.9.4): those of its calls, and its own. */
export interface SessionStore {
  /** By its id (`c_…`, `t_…`), or the tenant's name for the call. */
  get(tenantId: string, session: string): Promise<KnownSession | null>
  /** Newest first. */
  list(tenantId: string, filter: SessionFilter): Promise<Session[]>
  /** Events of the session with this id, oldest first. */
  events(tenantId: string, sessionId: string, filter: EventFilter): Promise<StoredEvent[]>
}
