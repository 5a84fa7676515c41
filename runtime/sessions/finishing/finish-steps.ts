import type { Blobs } from '#runtime/ports/blobs.ts'
import type { ArtifactKeeper } from '#runtime/sessions/artifacts/artifact-keeper.ts'
import { tellStored, writeArtifacts } from '#runtime/sessions/artifacts/call-artifacts.ts'
import { type ConcludePorts, conclude } from './conclude.ts'
import type { FinishStep } from './finish-step.ts'
import { reckonCost } from './reckon-cost.ts'

type FinishPorts = ConcludePorts & { readonly blobs: Blobs; readonly artifacts: Pick<ArtifactKeeper, 'stored'> }

/** In the order in which they run: the cost comes after everything that costs. */
export const finishSteps = (ports: FinishPorts): readonly FinishStep[] => [
  {
    name: 'artifacts',
    run: async ({ tenantId, callId, log }) => {
      const { stored, told } = await writeArtifacts(ports, tenantId, callId)
      tellStored(log, [...stored, ports.artifacts.stored(callId) ?? []].flat(), told)
    },
  },
  { name: 'conclusion', run: (call) => conclude(ports, call) },
  { name: 'cost', run: (call) => reckonCost(ports, call) },
]
