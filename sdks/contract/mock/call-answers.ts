import type { Readable } from 'node:stream'
import type { OperationId } from '#generated/operations.gen.ts'
import type { SessionCommand } from '../../node/generated/index.gen.ts'
import { bundleOf, metricsOf, recordingOf, transcriptOf } from './call-files.ts'
import { MockProblem } from './problem.ts'
import type { SessionLog } from './session-log.ts'
import { chosen, type EventFilter, followed, type Sessions } from './sessions.ts'
import type { Kept, Store } from './store.ts'

/** A request that is right. */
export interface Question {
  readonly path: Readonly<Record<string, string>>
  readonly query: Kept
  readonly body: Kept
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** A whole list, of which a page is asked for; one thing; a file or stream; or nothing any more. */
export type Reply =
  | { readonly list: readonly unknown[] }
  | { readonly one: unknown }
  | { readonly bytes: Buffer | Readable }
  | { readonly over: true }

const EVENTS_PAGE = 200
const LINK_MS = 300_000
const SIGNATURE = '0'.repeat(64)

/** What is answered out of the calls that were made here. */
export class CallAnswers {
  readonly #store: Store
  readonly #sessions: Sessions

  constructor(store: Store, sessions: Sessions) {
    this.#store = store
    this.#sessions = sessions
  }

  /** Undefined where the rest of the mock answers. */
  to(id: OperationId, question: Question): Reply | undefined {
    return this.#own[id]?.(question)
  }

  readonly #own: Readonly<Partial<Record<OperationId, (question: Question) => Reply | undefined>>> = {
    listSessions: ({ query }) => ({ list: this.#listed(query) }),
    getSession: ({ path }) => {
      const log = this.#logOf(path.sessionId!)
      return log && { one: log.resource() }
    },
    listSessionEvents: ({ path, query }) => {
      query.limit ??= EVENTS_PAGE
      return { list: chosen(this.#known(path.sessionId!).events(), query as EventFilter) }
    },
    streamSessionEvents: ({ path, query, headers }) => {
      const log = this.#known(path.sessionId!)
      const asked = query as EventFilter
      const after = headers['last-event-id'] ?? asked.after ?? '0'
      if (log.isOver && Number(after) >= log.lastSeq) return { over: true }
      return { bytes: followed(log, { ...asked, after }) }
    },
    sendSessionCommand: ({ path, body }) => {
      const log = this.#known(path.sessionId!)
      const { command } = body
      if (log.command === null) throw new MockProblem('conflict', 'The session has ended.')
      const begun = Date.now()
      const told = log.command(body as unknown as SessionCommand)
      return { one: { command, result: 'applied', ...told, latencyMs: Date.now() - begun } }
    },
    getCallArtifacts: ({ path, url, headers }) => {
      const log = this.#logOf(path.callId!)
      return log && { one: links(log, `${url.protocol}//${headers.host ?? url.host}`) }
    },
    downloadRecording: ({ path }) => this.#file(path.file!, recordingOf),
    downloadBundle: ({ path }) => this.#file(path.file!.replace('_artifacts', ''), ({ all }) => bundleOf(all)),
    downloadArtifact: ({ path }) =>
      this.#file(path.file!, ({ all }) => (path.folder === 'metrics' ? metricsOf(all) : transcriptOf(all))),
  }

  #file(file: string, made: (log: SessionLog) => Buffer | Readable): Reply {
    return { bytes: made(this.#known(file.replace(/\.\w+$/, ''))) }
  }

  #listed({ kind, live, started_after: after, started_before: before }: Kept): unknown[] {
    const isAsked = ({ kind: own, ...session }: ReturnType<SessionLog['resource']>): boolean =>
      (kind === undefined || own === kind) &&
      (live === undefined || String(session.live) === String(live)) &&
      (after === undefined || Date.parse(session.startedAt) >= Date.parse(String(after))) &&
      (before === undefined || Date.parse(session.startedAt) < Date.parse(String(before)))
    return this.#sessions.all.map((log) => log.resource()).filter(isAsked)
  }

  /** By its id, or by the name that the tenant gave the call. */
  #logOf(name: string): SessionLog | undefined {
    return this.#sessions.of(String(this.#store.find('/v1/calls', name)?.id ?? name))
  }

  #known(name: string): SessionLog {
    const log = this.#logOf(name)
    if (log === undefined) throw new MockProblem('not_found', `There is no session "${name}".`)
    return log
  }
}

/** Links to the mock itself; null until the call has ended. */
function links({ sessionId, isOver }: SessionLog, origin: string): object {
  const expires = Math.floor((Date.now() + LINK_MS) / 1000)
  const link = (file: string) =>
    isOver ? `${origin}/v1/artifacts/${file}?expires=${expires}&signature=${SIGNATURE}` : null
  return {
    recording: link(`recordings/${sessionId}.wav`),
    transcript: link(`transcripts/${sessionId}.jsonl`),
    metrics: link(`metrics/${sessionId}.ndjson`),
    bundle: link(`bundles/${sessionId}_artifacts.zip`),
  }
}
