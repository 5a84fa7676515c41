import { type Simulators, startSimulators } from '#simulators/start.ts'
import { answerParent } from './child.ts'

/** The simulators as providers that take no time of their own; `start` takes what the model says to everything. */
let simulators: Simulators | undefined

answerParent(
  {
    async start({ reply }: { reply: string }): Promise<Record<'deepgramUrl' | 'openaiUrl', string>> {
      simulators = await startSimulators({ rules: JSON.stringify({ rules: [], fallback: reply }) })
      return { deepgramUrl: simulators.deepgramUrl, openaiUrl: simulators.openaiUrl }
    },
  },
  () => simulators?.close(),
)
