import type { EventType } from '#generated/events.gen.ts'
import type { EventComponent, SessionEvent } from '#generated/openapi.gen.ts'
import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import { sessionEvent } from '#runtime/domain/projections/session-event.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { SessionStore } from '#runtime/ports/session-store.ts'
import { opened } from './call-reader.ts'

export interface FeedPorts {
  readonly store: { readonly sessions: SessionStore }
  readonly bus: Bus
  readonly sealer: Sealer
  readonly clock: Clock
}

export interface FeedQuery {
  readonly tenantId: string
  readonly sessionId: string
  /** Begin behind this `seq`. */
  readonly after: number
  readonly types?: readonly EventType[] | undefined
  readonly component?: EventComponent | undefined
  readonly content: boolean
}

const PAGE = 200
/** An event is stored so soon after it was published, or a little later. */
const STORED_MS: Millis = 60
/** How often the database is asked of what no bus told: processes may share none, and a bus may lose an event. */
const LOOK_MS: Millis = 2_000
/** After so long without an event there is an empty batch. */
const QUIET_MS: Millis = 15_000

/**
 * The events of a session, those of the past first, then each as soon as it is stored (OBS-00 3.9.4); it ends when the log
 * does, or with the signal. The bus says when there is something to read, the database what it is: what was shown once is
 * in the log for ever, in order and once, whatever the bus lost or told of a process that died before it wrote.
 */
export async function* sessionFeed(
  ports: FeedPorts,
  query: FeedQuery,
  signal: AbortSignal,
): AsyncGenerator<SessionEvent[]> {
  const { clock, bus } = ports
  const news = new News(clock, signal)
  let at = query.after
  let toldAt = clock.now()
  let subscription: { stop(): void } | null = null
  try {
    while (!signal.aborted) {
      const { events, upTo, complete } = await lookAt(ports, query, at)
      at = Math.max(at, upTo)
      subscription ??= bus.subscribe(query.sessionId, at, ({ seq }) => news.heard(seq))
      if (events.length > 0 || clock.now() - toldAt >= QUIET_MS) {
        yield events
        toldAt = clock.now()
      }
      if (complete) return
      if (events.length < PAGE) await news.after(at, toldAt + QUIET_MS)
    }
  } finally {
    subscription?.stop()
  }
}

/** The next events behind `after`, and up to which number there are no others; `complete` when none will follow. */
async function lookAt({ store, sealer }: FeedPorts, query: FeedQuery, after: number) {
  const { tenantId, sessionId, types, component, content } = query
  const known = await store.sessions.get(tenantId, sessionId)
  const lastSeq = known?.session.lastSeq ?? 0
  if (lastSeq <= after) return { events: [], upTo: after, complete: known?.complete ?? true }
  const page = { after, limit: PAGE, types, component, content }
  const events = await store.sessions.events(tenantId, sessionId, page)
  const shown = events.map((stored) => sessionEvent(opened(sealer, stored)))
  // Some may have been stored since the first look.
  const upTo = events.length < PAGE ? Math.max(lastSeq, shown.at(-1)?.seq ?? 0) : shown.at(-1)!.seq
  return { events: shown, upTo, complete: events.length < PAGE && known?.complete === true }
}

/** What the bus told, and when it is worth while to look. */
class News {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  #bell = Promise.withResolvers<void>()
  #newest = 0

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock
    this.#signal = signal
    signal.addEventListener('abort', () => this.#bell.resolve(), { once: true })
  }

  heard(seq: number): void {
    this.#newest = Math.max(this.#newest, seq)
    this.#bell.resolve()
  }

  /** Resolves when something behind `at` must be stored by now, when it is time to look, at `until`, or with the signal. */
  async after(at: number, until: Millis): Promise<void> {
    const lookAt = Math.min(until, this.#clock.now() + LOOK_MS)
    const rest = (): Millis => Math.max(0, lookAt - this.#clock.now())
    if (this.#newest <= at) await within(this.#clock, rest(), this.#bell.promise)
    this.#bell = Promise.withResolvers()
    if (this.#signal.aborted) return
    if (this.#newest > at) await this.#clock.sleep(Math.min(STORED_MS, rest()), this.#signal).catch(() => {})
  }
}
