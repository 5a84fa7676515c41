import type { EventContent } from '#generated/events.gen.ts'
import type { Sealer } from '#runtime/core/seal.ts'
import type { LoggedEvent } from '#runtime/domain/projections/event-text.ts'
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
  const stored = await store.events.read(tenantId, callId, page)
  return stored.map(({ event, sealed }) => {
    const content = sealed === null ? undefined : sealer.open(sealed, contentPlace(callId, event.seq))
    return { event, content: content as EventContent[keyof EventContent] | undefined }
  })
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
