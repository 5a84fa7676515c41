import type { Pack, PackFrame } from '#sdks/contract/replay/pack.ts'
import { EngineStage } from '../../scenarios/engine/engine-stage.ts'
import { play } from '../../scenarios/play.ts'
import { readScenarios } from '../../scenarios/scenario.ts'

/** The recorded sessions, by the scenario that each is played from. */
export const packs: Readonly<Record<string, string>> = {
  'happy-path': 'goodbye-ends-the-call',
  'barge-in': 'two-turns-barge-in',
  'provider-failure': 'model-is-busy-for-good',
}

/** Plays the scenario on the virtual clock: the same frames at the same times, whenever it is played. */
export async function record(name: string, scenarioName: string): Promise<Pack> {
  const scenario = readScenarios().find((one) => one.name === scenarioName)
  if (scenario === undefined) throw new Error(`There is no scenario ${scenarioName}.`)
  const frames: PackFrame[] = []
  const stage = await EngineStage.of(scenario, undefined, (atMs, from, frame) => {
    if (typeof frame === 'string') frames.push({ atMs, from, message: JSON.parse(frame) })
    else frames.push({ atMs, from, audioBytes: frame.length, times: 1, everyMs: 0 })
  })
  await play(scenario, stage)
  await stage.strike()
  return { name, title: scenario.title, close: stage.closed ?? 1000, frames: gathered(frames) }
}

type Audio = Extract<PackFrame, { audioBytes: number }>

/** Audio that comes in one rhythm as one entry. */
function gathered(frames: readonly PackFrame[]): PackFrame[] {
  const found: PackFrame[] = []
  /** The run of each end that may go on, by its place. */
  const open: Partial<Record<PackFrame['from'], number>> = {}
  for (const frame of frames) {
    const at = open[frame.from]
    const longer = at === undefined || 'message' in frame ? null : joined(found[at] as Audio, frame)
    if (longer !== null) {
      found[at!] = longer
      continue
    }
    if ('message' in frame) delete open[frame.from]
    else open[frame.from] = found.length
    found.push(frame)
  }
  return found
}

function joined(run: Audio, next: Audio): Audio | null {
  const everyMs = run.times === 1 ? next.atMs - run.atMs : run.everyMs
  const fits = run.audioBytes === next.audioBytes && next.atMs === run.atMs + run.times * everyMs
  return fits ? { ...run, times: run.times + 1, everyMs } : null
}
