import type { Deps } from '#handlers/handler.ts'
import { type Clock, type Millis, within } from '#runtime/core/clock.ts'
import type { ProviderPorts } from '#runtime/pipeline/steady/steady-providers.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Bus } from '#runtime/ports/bus.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { CallDesk } from '#runtime/sessions/calls/call-desk.ts'
import type { LogBacklog } from '#runtime/sessions/log/log-backlog.ts'
import type { EventLoop } from './event-loop.ts'

/** A part that takes longer to answer is not ready. */
const READY_WITHIN_MS: Millis = 2_000
/** How often the parts are asked, however many probes there are. */
const ASKED_EVERY_MS: Millis = 500
/** A loop that stood still for so long has cut the audio of every call. */
const STALLED_MS: Millis = 1_000
/** What is not stored after so long would be lost with the process. */
const BACKLOG_MS: Millis = 10_000

const services = ['asr', 'llm', 'tts'] as const

interface Parts {
  readonly clock: Clock
  readonly store: Store
  /** This process. */
  readonly processId: string
  readonly bus: Bus
  readonly blobs: Blobs
  readonly desk: CallDesk
  readonly circuits: ProviderPorts['circuits']
  readonly loop: EventLoop
  readonly backlog: LogBacklog
}

/** Asks each part that a call needs, and tells the truth of it; one that takes too long is not ready. */
export function readinessOf(parts: Parts): Deps['readiness'] {
  const { clock, store, processId, bus, blobs, desk, circuits, loop, backlog } = parts
  const answers = async (ready: Promise<boolean>): Promise<boolean> =>
    (await within(
      clock,
      READY_WITHIN_MS,
      ready.catch(() => false),
    )) === true
  // A database that is read-only or whose disk is full answers all the same.
  const written = (): Promise<boolean> => store.owners.writes(processId)
  return atMostEvery(clock, ASKED_EVERY_MS, async () => {
    const [database, live, kept] = await Promise.all([written(), bus.ready(), blobs.ready()].map(answers))
    return [
      { name: 'database', ok: database === true },
      { name: 'bus', ok: live === true },
      { name: 'accepting_calls', ok: !desk.draining },
      { name: 'call_log', ok: backlog.isWell(clock.now(), BACKLOG_MS) },
      // While it stands still no probe is answered, which is what a balancer sees; this tells of it afterwards.
      { name: 'event_loop', ok: loop.lateness.max < STALLED_MS, required: false },
      // Calls go on without: what they leave behind waits until it can be put.
      { name: 'artifacts', ok: kept === true, required: false },
      // What follows some calls was given up: somebody has to look.
      { name: 'after_calls', ok: desk.finishJobs.dead === 0, required: false },
      ...services.map((name) => ({ name, ok: circuits[name].waitMs === null, required: false })),
    ]
  })
}

/** Anybody may ask, as often as they like: what was found holds for a moment. */
function atMostEvery<T>(clock: Clock, ms: Millis, find: () => Promise<T>): () => Promise<T> {
  let found: { readonly at: Millis; readonly value: Promise<T> } | null = null
  return () => {
    if (found === null || clock.now() - found.at >= ms) found = { at: clock.now(), value: find() }
    return found.value
  }
}
