/** A tenant's LiveKit project as it is kept: what `secrets` were, sealed (`core/seal.ts`). */
export interface StoredLiveKitProject {
  readonly tenantId: string
  readonly url: string
  readonly apiKey: string
  readonly sealed: Buffer
  readonly updatedAt: string
  readonly lastEventAt: string | null
}

/** An event that goes to a call's log. */
export interface WaitingEvent {
  readonly tenantId: string
  readonly callId: string
  /** SHA-256 of LiveKit's id of it. */
  readonly hash: Buffer
  readonly sealed: Buffer
}

/** One that a process has for a while. */
export interface LeasedEvent extends WaitingEvent {
  /** How often it was leased, this time with it. */
  readonly tries: number
}

/** Whose events of LiveKit servers are taken, and those on their way to a log (OBS-00 3.2). */
export interface LiveKitStore {
  /** Makes or replaces the tenant's project; a key belongs to one tenant alone. */
  set(project: Omit<StoredLiveKitProject, 'lastEventAt'>): Promise<StoredLiveKitProject | 'key_taken'>
  get(tenantId: string): Promise<StoredLiveKitProject | null>
  /** False when there was none. */
  remove(tenantId: string): Promise<boolean>
  /** The project with this key, whosever it is. */
  byKey(apiKey: string): Promise<StoredLiveKitProject | null>
  /** An event of the project came. */
  noticed(tenantId: string, at: string): Promise<void>
  /** Keeps the event once; a call has `most` at the most. That it came is known until `expiresAt`. */
  take(
    event: WaitingEvent,
    bounds: { now: string; expiresAt: string; most: number },
  ): Promise<'taken' | 'repeated' | 'too_many'>
  /** The oldest that wait for the log of a call of this process, or of one that nobody works on; its own for `leaseMs`. */
  lease(processId: string, leaseMs: number, limit: number): Promise<LeasedEvent[]>
  /** The log has it. */
  logged(event: Pick<WaitingEvent, 'tenantId' | 'hash'>): Promise<void>
  /** It can be leased again in `ms`. */
  putBack(event: Pick<WaitingEvent, 'tenantId' | 'hash'>, ms: number): Promise<void>
  /** Removes what is known no longer at `now`, `limit` of it at the most; how much it was. */
  forget(tenantId: string, now: string, limit: number): Promise<number>
}
