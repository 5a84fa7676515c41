import { availableParallelism } from 'node:os'
import { startChild } from './processes/child.ts'

/**
 * Keeps the cores awake while `measure` runs. A core that falls asleep between two frames charges whoever wakes it for the
 * waking, most of all in a virtual machine: the same calls cost 3.3 to 5.1 ms a second then, by what else the machine did.
 */
export async function whileAwake<Measured>(measure: () => Promise<Measured>): Promise<Measured> {
  const spinners = Array.from({ length: availableParallelism() }, () => startChild('spinner.ts'))
  try {
    return await measure()
  } finally {
    for (const spinner of spinners) await spinner.kill()
  }
}
