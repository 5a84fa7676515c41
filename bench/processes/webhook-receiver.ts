import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from './child.ts'

/** What came so far. Instants are milliseconds since the epoch, when the first byte was there. */
export interface Received {
  readonly posts: number
  readonly events: number
  readonly firstAt: number
  readonly lastAt: number
  /** From `startedAt` or `endedAt` of each payload to its first byte here. */
  readonly latenciesMs: readonly number[]
}

/** Takes every webhook, and counts: `begin`, `received`, and `seen` for the ids with how often each came. */
let seen = new Map<string, number>()
let [posts, firstAt, lastAt] = [0, 0, 0]
let latenciesMs: number[] = []
/** A thousand connections are no attack here. */
const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const at = performance.timeOrigin + performance.now()
  let body = ''
  for await (const piece of request) body += piece
  const { eventId, startedAt, endedAt = startedAt } = JSON.parse(body)
  const key = `${request.url}/${eventId}`
  seen.set(key, (seen.get(key) ?? 0) + 1)
  firstAt ||= at
  lastAt = at
  posts += 1
  latenciesMs.push(at - Date.parse(endedAt))
  response.end()
})

answerParent(
  {
    start: () =>
      new Promise<string>((ready) => {
        server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
      }),
    begin() {
      ;[seen, latenciesMs, posts, firstAt, lastAt] = [new Map(), [], 0, 0, 0]
    },
    received: (): Received => ({ posts, events: seen.size, firstAt, lastAt, latenciesMs }),
    seen: () => [...seen],
  },
  () => server.close(),
)
