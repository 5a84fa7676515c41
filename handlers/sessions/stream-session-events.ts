import { Readable } from 'node:stream'
import type { SessionEvent } from '#generated/openapi.gen.ts'
import type { Deps, Handler } from '#handlers/handler.ts'
import { type FeedQuery, sessionFeed } from '#runtime/sessions/log/session-feed.ts'
import { knownTypes } from './event-types.ts'
import { knownSession } from './known-session.ts'

/** After a break a browser waits so long. */
const opening = 'retry: 2000\n\n'
const stillHere = ': still here\n\n'

export const streamSessionEvents: Handler<'streamSessionEvents'> = async ({ path, query, header, caller }, deps) => {
  const types = knownTypes(query.event_type)
  const { session, complete } = await knownSession(deps, caller, path)
  const { id: sessionId, lastSeq, contentVisible: content } = session
  const after = Number(header('last-event-id') ?? query.after ?? 0)
  if (complete && after >= lastSeq) return { status: 204 }
  const { tenantId } = caller
  const seat = deps.streams.enter(caller)
  const gone = new AbortController()
  const feed = { tenantId, sessionId, after, types, component: query.component, content }
  const text = written(deps, feed, AbortSignal.any([seat.signal, gone.signal]))
  const body = pulled(text, () => {
    gone.abort()
    seat.leave()
  })
  const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  return { status: 200, headers, body }
}

/** The feed as server-sent events (WHATWG HTML 9.2). The last one has no id, so that it is not resumed from. */
async function* written(deps: Deps, query: FeedQuery, signal: AbortSignal): AsyncGenerator<string> {
  yield opening
  try {
    for await (const events of sessionFeed(deps, query, signal)) {
      yield events.length === 0 ? stillHere : events.map(block).join('')
    }
    yield ended(signal.aborted ? String(signal.reason) : 'session_ended')
  } catch (error) {
    deps.onFault(error)
    yield ended('internal')
  }
}

/** A stream that asks for the next text when there is room for it. `over` is told when it has ended, or its reader is gone. */
const pulled = (texts: AsyncGenerator<string>, over: () => void): Readable =>
  new Readable({
    read() {
      texts.next().then(
        ({ value, done }) => this.push(done === true ? null : value),
        (error: Error) => this.destroy(error),
      )
    },
    destroy(error, done) {
      over()
      done(error)
    },
  })

const block = (event: SessionEvent): string =>
  `id: ${event.seq}\nevent: ${event.event_type}\ndata: ${JSON.stringify(event)}\n\n`

const ended = (reason: string): string => `event: stream.end\ndata: ${JSON.stringify({ reason })}\n\n`
