import { sql } from './database.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

/** Begins the call and hangs up at once: a call's row, its five events and its artifacts, in a moment. Its end is stored. */
export async function shortCall(
  stage: Pick<Stage, 'dial' | 'rest'>,
  name: string,
  agentId: string,
  key?: string,
): Promise<void> {
  const line = stage.dial(`/v1/realtime/${name}?agentId=${agentId}`, key === undefined ? {} : { key })
  await line.got('connected')
  line.send({ t: 'start' })
  line.send({ t: 'end' })
  await line.got('end')
  await line.closed
  const rest = key === undefined ? stage.rest : stage.rest.as(key)
  await until(`the end of ${name} in the store`, async () => {
    return (await rest.call('getCall', { path: { callId: name } })).body.status === 'ended'
  })
}

/** Waits until nothing follows the call any more, neither in its log nor beside it; its id. */
export async function finishedCall(stage: Stage, name: string): Promise<string> {
  await finished(stage, name)
  return (await stage.rest.call('getCall', { path: { callId: name } })).body.id
}

/** The same of a call of any tenant. */
export const finished = ({ database }: Pick<Stage, 'database'>, name: string): Promise<boolean> =>
  until(`what follows ${name}`, async () => {
    const query = 'select from calls where external_id = $1 and finished_at is not null'
    return (await sql(database, query, [name])).length > 0
  })
