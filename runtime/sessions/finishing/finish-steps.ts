import type { Blobs } from '#runtime/ports/blobs.ts'
import { writeArtifacts } from '../call-artifacts.ts'
import { type ConcludePorts, conclude } from './conclude.ts'
import type { FinishStep } from './finish-step.ts'
import { reckonCost } from './reckon-cost.ts'

/** In the order in which they run: the cost comes after everything that costs. */
export const finishSteps = (ports: ConcludePorts & { readonly blobs: Blobs }): readonly FinishStep[] => [
  { name: 'artifacts', run: ({ tenantId, callId }) => writeArtifacts(ports, tenantId, callId) },
  { name: 'conclusion', run: (call) => conclude(ports, call) },
  { name: 'cost', run: (call) => reckonCost(ports, call) },
]
