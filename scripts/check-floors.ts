import { join } from 'node:path'
import { cycleFindings } from './checks/cycles.ts'
import { floorFindings } from './checks/floors.ts'
import { report } from './checks/report.ts'
import { sourcesOf } from './checks/sources.ts'

/** Holds every import against the floors of the house (CONTRIBUTING.md), and finds those that go in a circle. */
const sources = await sourcesOf(join(import.meta.dirname, '..'))
const findings = [...floorFindings(sources), ...cycleFindings(sources)]
process.exitCode = report(findings, `The imports of ${sources.length} files keep to their floors.`)
