import { join } from 'node:path'
import { ambientFindings } from './checks/ambient.ts'
import { report } from './checks/report.ts'
import { sourcesOf } from './checks/sources.ts'

/** Finds time, randomness and environment that are read where they should be handed in (CONTRIBUTING.md). */
const findings = ambientFindings(await sourcesOf(join(import.meta.dirname, '..')))
process.exitCode = report(findings, 'Time, randomness and environment are handed in.')
