import { test } from 'vitest'
import { play } from '../play.ts'
import { readScenarios } from '../scenario.ts'
import { EngineStage } from './engine-stage.ts'

test.each(readScenarios().map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
  const stage = await EngineStage.of(scenario)
  await play(scenario, stage)
  await stage.strike()
})
