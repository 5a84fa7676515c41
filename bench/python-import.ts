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

/** What one process needed, in milliseconds; `cpu` is the lesser where others use the machine. */
interface Import {
  readonly wall: number
  readonly cpu: number
}

const program = (code: string): string => `import time
begun, used = time.perf_counter(), time.process_time()
${code}
print((time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000)`

async function measured(python: string): Promise<Map<string, Import[]>> {
  const times = new Map(Object.keys(imports).map((name) => [name, [] as Import[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, code] of Object.entries(imports)) {
      const { stdout } = await run(python, ['-c', program(code)], { cwd: tmpdir() })
      const [wall, cpu] = stdout.trim().split(' ').map(Number)
      // The first round reads the disk.
      if (round > 0) times.get(name)!.push({ wall: wall!, cpu: cpu! })
    }
  }
  return times
}

function outcomeOf(times: ReadonlyMap<string, readonly Import[]>): Outcome {
  const rows = [...times].map(([name, all]) => ({
    import: name,
    'median ms': rounded(median(all.map(({ wall }) => wall))),
    'fastest ms': rounded(Math.min(...all.map(({ wall }) => wall))),
    'median CPU ms': rounded(median(all.map(({ cpu }) => cpu))),
  }))
  const value = rounded(median(times.get(QUICKSTART)!.map(({ wall }) => wall)))
  return { rows, figures: [{ what: 'import of the Python quickstart', value, unit: 'ms', aim: { atMost: 300 } }] }
}
