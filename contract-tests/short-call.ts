import type { Stage } from './stage.ts'

/** Begins the call and hangs up at once: a call's row, its five events and its artifacts, in a moment. */
export async function shortCall(stage: Stage, name: string, agentId: string, key?: string): Promise<void> {
  const line = stage.dial(`/v1/realtime/${name}?agentId=${agentId}`, key === undefined ? {} : { key })
  await line.got('connected')
  line.send({ t: 'start' })
  line.send({ t: 'end' })
  await line.got('end')
  await line.closed
}
