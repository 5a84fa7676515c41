import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Stage as Platform, setStage } from '../../contract-tests/stage.ts'
import { play } from '../play.ts'
import { readScenarios, rulesOf, type Scenario } from '../scenario.ts'
import { SocketStage } from './socket-stage.ts'

const played = readScenarios().filter(({ sockets }) => sockets)
const sound = played.filter(({ faults, steps }) => !faults && !steps.some((step) => 'fault' in step))
const faulty = played.filter((scenario) => !sound.includes(scenario))

async function playOn(scenario: Scenario, platform: Platform): Promise<void> {
  const stage = await SocketStage.of(scenario, platform)
  await play(scenario, stage)
  stage.strike()
}

describe('on one platform', () => {
  let platform: Platform
  beforeAll(async () => {
    platform = await setStage({}, rulesOf(...sound))
  })
  afterAll(() => platform.strike())
  test.concurrent.each(sound.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    playOn(scenario, platform),
  )
})

describe('on a platform whose providers fail', () => {
  test.concurrent.each(faulty.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const platform = await setStage({}, rulesOf(scenario))
    try {
      await playOn(scenario, platform)
    } finally {
      await platform.strike()
    }
  })
})
