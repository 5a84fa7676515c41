import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench, Row } from './bench.ts'
import { rounded } from './statistics.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
/** What the targets of the Makefile run. */
const targets = { 'make generate': 'scripts/generate.ts', 'make docs': 'docs-site/build.ts' }
/** Nobody waits longer; a generator that fetches something first may. */
const PATIENCE_S = 120

/** How long whoever changes a document waits: once each, as they wait once. */
export const makeTimes: Bench = {
  name: 'make-times',
  about: 'generating code and documents, and building the docs site, once each',
  async run(say) {
    const rows: (Row & { target: string; s: number })[] = []
    for (const [target, script] of Object.entries(targets)) {
      say(target)
      const begun = performance.now()
      const ended = await endsInTime(script)
      const s = rounded((performance.now() - begun) / 1000)
      rows.push({ target, s, '': ended ? '' : 'cut off' })
    }
    return {
      rows,
      figures: rows.map(({ target, s }) => ({ what: target, value: s, unit: 's', aim: { atMost: PATIENCE_S } })),
    }
  },
}

/** Throws when it fails by itself. */
async function endsInTime(script: string): Promise<boolean> {
  const asked = { cwd: root, timeout: PATIENCE_S * 1000, killSignal: 'SIGKILL' } as const
  return run(process.execPath, [join(root, script)], asked).then(
    () => true,
    (error: Error & { killed?: boolean }) => {
      if (error.killed) return false
      throw error
    },
  )
}
