import type { CallEvent, EventContent, EventType } from '#generated/events.gen.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { StoredEvent } from '#runtime/ports/session-store.ts'
import type { Store } from '#runtime/ports/store.ts'
import { contentPlace } from './call-log.ts'

export interface LogReaderPorts {
  readonly store: Store
  readonly sealer: Sealer
}

const PAGE = 500

/** A page of a call's log with its content opened: for projections, never for logs. */
export async function readLog(
  { store, sealer }: LogReaderPorts,
  tenantId: string,
  callId: string,
  page: { after: number; limit: number },
): Promise<LoggedEvent[]> {
  return (await store.events.read(tenantId, callId, page)).map((stored) => opened(sealer, stored))
}

/** The events of these types with their content opened, oldest first. */
export async function readLogOf(
  { store, sealer }: LogReaderPorts,
  tenantId: string,
  callId: string,
  types: readonly EventType[],
  limit: number,
): Promise<LoggedEvent[]> {
  return (await store.events.ofTypes(tenantId, callId, types, limit)).map((stored) => opened(sealer, stored))
}

/** A stored event with its content opened. */
export function opened(sealer: Sealer, { event, sealed }: StoredEvent): LoggedEvent {
  const content = sealed === null ? undefined : sealer.open(sealed, contentPlace(event.session_id, event.seq))
  return { event, content: content as EventContent[keyof EventContent] | undefined }
}

/** The whole log, page by page. */
export async function* readWholeLog(
  ports: LogReaderPorts,
  tenantId: string,
  callId: string,
): AsyncIterable<LoggedEvent> {
  for (let after = 0; ; ) {
    const page = await readLog(ports, tenantId, callId, { after, limit: PAGE })
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)!.event.seq
  }
}

/** The same in one piece. */
export async function readWhole(ports: LogReaderPorts, tenantId: string, callId: string): Promise<LoggedEvent[]> {
  const log: LoggedEvent[] = []
  for await (const logged of readWholeLog(ports, tenantId, callId)) log.push(logged)
  return log
}

/** The events of the log that come after this number, what is sealed left closed. */
export async function readEvents(store: Store, tenantId: string, callId: string, from: number): Promise<CallEvent[]> {
  const events: CallEvent[] = []
  for (let after = from; ; after = events.at(-1)!.seq) {
    const page = await store.events.read(tenantId, callId, { after, limit: PAGE })
    events.push(...page.map(({ event }) => event))
    if (page.length < PAGE) return events
  }
}
