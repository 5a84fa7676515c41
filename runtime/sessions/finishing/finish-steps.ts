import type { Sealer } from '#runtime/core/seal.ts'
import type { Blobs } from '#runtime/ports/blobs.ts'
import type { Store } from '#runtime/ports/store.ts'
import type { Zip } from '#runtime/ports/zip.ts'
import type { ArtifactKeeper } from '#runtime/sessions/artifacts/artifact-keeper.ts'
import { tellStored, writeArtifacts } from '#runtime/sessions/artifacts/call-artifacts.ts'
import { bundle } from './bundle.ts'
import { type ConcludePorts, conclude } from './conclude.ts'
import type { EndedCall, FinishStep } from './finish-step.ts'
import { reckonCost } from './reckon-cost.ts'

interface FinishPorts extends ConcludePorts {
  readonly store: Store
  readonly blobs: Blobs
  readonly zip: Zip
  readonly sealer: Sealer
  readonly artifacts: Pick<ArtifactKeeper, 'stored'>
}

/** In the order in which they run: the cost comes after everything that costs. */
export const finishSteps = (ports: FinishPorts): readonly FinishStep[] => [
  {
    name: 'artifacts',
    run: async (call) => {
      const { stored, told } = await writeArtifacts(ports, call)
      tellStored(call.log, [...stored, ports.artifacts.stored(call.callId) ?? []].flat(), told)
      return 'done'
    },
  },
  { name: 'conclusion', waits: true, run: done((call) => conclude(ports, call)) },
  { name: 'cost', run: done((call) => reckonCost(ports, call)) },
  { name: 'bundle', run: (call) => bundle(ports, call) },
]

/** A step that never waits. */
const done =
  (run: (call: EndedCall) => Promise<void>): FinishStep['run'] =>
  async (call) => {
    await run(call)
    return 'done'
  }
