import type { Report } from '../report.ts'
import { ask } from './deployment.ts'
import { newAgent, scripts } from './realtime.ts'
import { GRACE_MS, unlessAborted } from './under-way.ts'

/** Plays the scripts of the realtime socket against an agent that is made for them and taken away. */
export async function playRealtime(report: Report, url: string, key: string, signal: AbortSignal): Promise<void> {
  let agentId = ''
  await report.check('realtime', 'an agent to call', async () => {
    agentId = await unlessAborted(newAgent(url, key), signal, GRACE_MS)
  })
  if (agentId === '') return
  for (const [name, script] of Object.entries(scripts)) {
    if (signal.aborted) break
    await report.check('realtime', name, () => unlessAborted(script({ url, key, agentId }), signal))
  }
  await report.check('realtime', 'the agent is taken away', async () => {
    const { status } = await ask(url, key, 'deleteAgent', { path: { agentId } })
    if (status >= 300) throw new Error(`deleteAgent answered ${status}`)
  })
}
