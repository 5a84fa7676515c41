import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildPythonPackage } from '#scripts/sdks/python-package.ts'
import { freshEnvironment } from '#sdks/python/environment.ts'
import type { Bench, Outcome } from './bench.ts'
import { median, rounded } from './statistics.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const rounds = 15
const imports = {
  'what it stands on (httpx, pydantic)': 'import httpx; from pydantic import BaseModel',
  'the client': 'from invorto import InvortoClient',
  'the quickstart': 'from invorto import InvortoClient, AgentConfig',
  'webhooks alone': 'import invorto.webhooks',
}
const QUICKSTART = 'the quickstart'

/** Cold imports of the Python SDK, each in a process of its own, as pip installed it. */
export const pythonImport: Bench = {
  name: 'python-import',
  about: 'cold imports of the Python SDK, against those of what it stands on',
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'invorto-bench-'))
    try {
      const { wheel } = await buildPythonPackage(root)
      const python = await freshEnvironment(join(folder, 'fresh'), [wheel])
      say(`${rounds} processes for each of ${Object.keys(imports).length} imports, in turns`)
      return outcomeOf(await measured(python))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Milliseconds of every round. */
async function measured(python: string): Promise<Map<string, number[]>> {
  const times = new Map(Object.keys(imports).map((name) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, code] of Object.entries(imports)) {
      const program = `import time\nbegun = time.perf_counter()\n${code}\nprint((time.perf_counter() - begun) * 1000)`
      const { stdout } = await run(python, ['-c', program], { cwd: tmpdir() })
      // The first round reads the disk.
      if (round > 0) times.get(name)!.push(Number(stdout))
    }
  }
  return times
}

function outcomeOf(times: ReadonlyMap<string, readonly number[]>): Outcome {
  const rows = [...times].map(([name, all]) => ({
    import: name,
    'median ms': rounded(median(all)),
    'fastest ms': rounded(Math.min(...all)),
    'slowest ms': rounded(Math.max(...all)),
  }))
  const value = rounded(median(times.get(QUICKSTART)!))
  return { rows, figures: [{ what: 'import of the Python quickstart', value, unit: 'ms', aim: { atMost: 300 } }] }
}
