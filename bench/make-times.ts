import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench } from './bench.ts'
import { median, rounded } from './statistics.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const rounds = 3
/** What the targets of the Makefile run. */
const targets = { 'make generate': 'scripts/generate.ts', 'make docs': 'docs-site/build.ts' }

/** How long whoever changes a document waits. */
export const makeTimes: Bench = {
  name: 'make-times',
  about: 'generating code and documents, and building the docs site',
  async run(say) {
    const times = new Map(Object.keys(targets).map((name) => [name, [] as number[]]))
    say(`${rounds} rounds of ${times.size} targets`)
    for (let round = 0; round < rounds; round++) {
      for (const [name, script] of Object.entries(targets)) {
        const begun = performance.now()
        await run(process.execPath, [join(root, script)], { cwd: root })
        times.get(name)!.push((performance.now() - begun) / 1000)
      }
    }
    const rows = [...times].map(([target, all]) => ({
      ...{ target, 'median s': rounded(median(all)), 'fastest s': rounded(Math.min(...all)) },
    }))
    return { rows, figures: rows.map((row) => ({ what: row.target, value: row['median s'], unit: 's' })) }
  },
}
