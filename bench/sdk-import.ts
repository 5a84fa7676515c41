import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Bench, Outcome } from './bench.ts'
import { median, rounded } from './statistics.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const rounds = 15
const SERVER = '@invorto/server'
const packages = { [SERVER]: 'node', '@invorto/realtime': 'browser', '@invorto/webhooks': 'webhooks' }

/** What one process needed, in milliseconds; `cpu` is the lesser where others use the machine. */
interface Import {
  readonly wall: number
  readonly cpu: number
}

/** Cold imports of the packages for JavaScript, each in a process of its own. */
export const sdkImport: Bench = {
  name: 'sdk-import',
  about: 'cold imports of the packages for Node, as they are packed (ES modules)',
  async run(say) {
    say('the packages are built')
    await run(process.execPath, [join(root, 'scripts/build-sdks.ts'), '--check'], { cwd: root })
    const times = new Map(Object.keys(packages).map((name) => [name, [] as Import[]]))
    say(`${rounds} processes for each of ${times.size} imports, in turns`)
    for (let round = 0; round <= rounds; round++) {
      for (const [name, folder] of Object.entries(packages)) {
        const once = await imported(pathToFileURL(join(root, '.make/sdks', folder, 'dist/index.js')).href)
        // The first round reads the disk.
        if (round > 0) times.get(name)!.push(once)
      }
    }
    return outcomeOf(times)
  },
}

const program = (url: string): string => `const begun = performance.now(), used = process.cpuUsage()
await import('${url}')
const wall = performance.now() - begun, { user, system } = process.cpuUsage(used)
console.log(wall, (user + system) / 1000)`

async function imported(url: string): Promise<Import> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program(url)], { cwd: tmpdir() })
  const [wall, cpu] = stdout.trim().split(' ').map(Number)
  return { wall: wall!, cpu: cpu! }
}

function outcomeOf(times: ReadonlyMap<string, readonly Import[]>): Outcome {
  const rows = [...times].map(([name, all]) => ({
    package: name,
    'median ms': rounded(median(all.map(({ wall }) => wall))),
    'fastest ms': rounded(Math.min(...all.map(({ wall }) => wall))),
    'median CPU ms': rounded(median(all.map(({ cpu }) => cpu))),
  }))
  const value = rounded(median(times.get(SERVER)!.map(({ wall }) => wall)))
  return { rows, figures: [{ what: `import of ${SERVER}`, value, unit: 'ms', aim: { atMost: 60 } }] }
}
