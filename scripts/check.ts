import { join } from 'node:path'
import { inParallel, runGate } from './gate-run.ts'
import { type Gate, gates } from './gates.ts'

const usage = 'node scripts/check.ts [--list] [names…]'
const WIDTH = 2

/** Runs the gates, all or those that are named, and shows everything that a failing one says. */
async function main(root: string, args: readonly string[]): Promise<number> {
  if (args.includes('--list')) {
    for (const { name, says } of gates) console.log(`${name.padEnd(14)}${says}`)
    return 0
  }
  const chosen = chosenOf(args)
  let failed = 0
  // The long ones first, so that none is waited for at the end.
  await inParallel(chosen.toReversed(), WIDTH, async (gate) => {
    const { passed, seconds, output } = await runGate(gate, root)
    console.log(`${passed ? 'ok    ' : 'FAILED'}  ${gate.name.padEnd(14)}${seconds.toFixed(1).padStart(5)} s`)
    if (passed) return
    failed += 1
    console.error(`${gate.says} This does not hold:\n${output.trimEnd()}\n`)
  })
  return failed === 0 ? 0 : 1
}

function chosenOf(names: readonly string[]): readonly Gate[] {
  const unknown = names.filter((name) => !gates.some((gate) => gate.name === name))
  if (unknown.length > 0) {
    throw new Error(`There is no gate "${unknown[0]}": ${gates.map(({ name }) => name).join(', ')}.\n${usage}`)
  }
  return names.length === 0 ? gates : gates.filter(({ name }) => names.includes(name))
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'), process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
