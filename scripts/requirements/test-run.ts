import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startNode } from '../signals.ts'
import { splitTest } from './row-faults.ts'

const RUN_MS = 600_000
/** Plays the scenarios of specs/scenarios/, each a test of its name. */
const scenarioTests = 'scenarios/engine/engine.test.ts'

/** Which tests vitest runs: files of one project, and titles among them (all of them where there are none). */
export interface TestSelection {
  readonly project: 'unit' | 'integration'
  readonly files: readonly string[]
  readonly titles: readonly string[]
}

/** The tests of a row, as vitest is asked for them; those of whole files apart from those that name a title. */
export function selectionsOf(tests: readonly string[]): TestSelection[] {
  const byFile = new Map<string, Set<string> | null>()
  for (const test of tests) {
    const [named = '', given] = splitTest(test)
    const isScenario = named.startsWith('specs/scenarios/')
    const file = isScenario ? scenarioTests : named
    const title = isScenario ? named.replace(/^.*\/|\.yaml$/g, '') : given
    const titles = byFile.get(file)
    if (title === undefined || titles === null) byFile.set(file, null)
    else byFile.set(file, new Set([...(titles ?? []), title]))
  }
  return (['unit', 'integration'] as const).flatMap((project) => {
    const own = [...byFile].filter(([file]) => projectOf(file) === project)
    const whole = own.filter(([, titles]) => titles === null).map(([file]) => file)
    const some = own.filter(([, titles]) => titles !== null)
    const titles = some.flatMap(([, named]) => [...named!])
    return [
      { project, files: whole, titles: [] },
      { project, files: some.map(([file]) => file), titles },
    ].filter(({ files }) => files.length > 0)
  })
}

const projectOf = (file: string): TestSelection['project'] =>
  file.startsWith('contract-tests/') || file.endsWith('.integration.test.ts') ? 'integration' : 'unit'

/** How many tests ran and failed; those of a file that could not be loaded did not run. */
export interface Outcome {
  readonly ran: number
  readonly failed: number
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/** Runs the tests in a folder that holds the repository. */
export async function runTests(folder: string, { project, files, titles }: TestSelection): Promise<Outcome> {
  const reports = await mkdtemp(join(tmpdir(), 'invorto-proof-'))
  const report = join(reports, 'report.json')
  const filter = titles.length === 0 ? [] : ['-t', titles.map(escaped).join('|')]
  const asked = ['run', '--project', project, '--reporter=json', `--outputFile=${report}`, ...filter, ...files]
  try {
    const child = startNode(['node_modules/vitest/vitest.mjs', ...asked], {
      cwd: folder,
      stdio: 'ignore',
      timeout: RUN_MS,
    })
    await once(child, 'close')
    const { numPassedTests, numFailedTests }: Report = JSON.parse(await readFile(report, 'utf8'))
    return { ran: numPassedTests + numFailedTests, failed: numFailedTests }
  } catch {
    return { ran: 0, failed: 0 }
  } finally {
    await rm(reports, { recursive: true, force: true })
  }
}

/** What `test.each` fills in (`%s`) is any text. */
const escaped = (title: string): string =>
  title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/%[sdifjo]/g, '.*')
