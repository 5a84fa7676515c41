import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { report } from './checks/report.ts'
import { type ShapeException, shapeFindings } from './checks/shape.ts'
import { sourcesOf } from './checks/sources.ts'

/** Holds names, sizes and exports of every file against CONTRIBUTING.md. */
async function main(root: string): Promise<number> {
  const sources = await sourcesOf(root)
  const exceptions = await readFile(join(root, 'scripts/checks/shape-exceptions.json'), 'utf8')
  const findings = shapeFindings(sources, JSON.parse(exceptions) as ShapeException[])
  return report(findings, `${sources.length} files are in shape.`)
}

process.exitCode = await main(join(import.meta.dirname, '..'))
