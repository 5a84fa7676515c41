import { constants, setPriority } from 'node:os'
import { answerParent } from './child.ts'

/** Works whenever nobody else does, on one core, and gives way to everybody. */
const lookEveryMs = 5

function spin(): void {
  for (const until = performance.now() + lookEveryMs; performance.now() < until; );
  setImmediate(spin)
}

setPriority(constants.priority.PRIORITY_LOW)
answerParent({})
spin()
