import { Readable } from 'node:stream'
import type { SessionEvent } from '../../node/generated/rest/types.gen.ts'
import type { SessionLog } from './session-log.ts'
import { MOST_OF_A_KIND } from './store.ts'

const STILL_HERE_MS = 15_000
const stillHere = ': still here\n\n'

export interface EventFilter {
  readonly event_type?: string | readonly string[]
  readonly component?: string
  readonly since?: string
  readonly until?: string
  readonly after?: string
}

/** The logs of the calls that were made here, newest first; the oldest goes for what is new. */
export class Sessions {
  #logs: readonly SessionLog[] = []

  add(log: SessionLog): void {
    this.#logs = [log, ...this.#logs.slice(0, MOST_OF_A_KIND - 1)]
  }

  of(sessionId: string): SessionLog | undefined {
    return this.#logs.find((log) => log.sessionId === sessionId)
  }

  get all(): readonly SessionLog[] {
    return this.#logs
  }
}

/** The events that were asked for, oldest first. */
export function chosen(events: readonly SessionEvent[], asked: EventFilter): SessionEvent[] {
  const types = asked.event_type === undefined ? null : [asked.event_type].flat()
  const { component, since, until, after = '0' } = asked
  return events.filter(
    (event) =>
      event.seq > Number(after) &&
      (types === null || types.includes(event.event_type)) &&
      (component === undefined || event.component === component) &&
      (since === undefined || Date.parse(event.ts) >= Date.parse(since)) &&
      (until === undefined || Date.parse(event.ts) < Date.parse(until)),
  )
}

/** The log as server-sent events: what there is, then what comes, until the call has ended. */
export function followed(log: SessionLog, asked: EventFilter): Readable {
  let told = Number(asked.after ?? 0)
  const stream = new Readable({ read: () => {} }).once('close', () => leave())
  const tell = (): void => {
    const next = chosen(log.events(), { ...asked, after: String(told) })
    told = Math.max(told, log.lastSeq)
    for (const event of next) stream.push(block(event))
    if (!log.isOver) return
    stream.push('event: stream.end\ndata: {"reason":"session_ended"}\n\n')
    stream.push(null)
    leave()
  }
  const following = log.follow(tell)
  const timer = setInterval(() => stream.push(stillHere), STILL_HERE_MS)
  const leave = (): void => {
    clearInterval(timer)
    following.leave()
  }
  stream.push('retry: 2000\n\n')
  tell()
  return stream
}

const block = (event: SessionEvent): string =>
  `id: ${event.seq}\nevent: ${event.event_type}\ndata: ${JSON.stringify(event)}\n\n`
