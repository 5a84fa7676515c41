import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { handlerFindings, operationsIn } from './checks/handler-files.ts'
import { report } from './checks/report.ts'
import { type ShapeException, shapeFindings } from './checks/shape.ts'
import { sourcesOf } from './checks/sources.ts'
import { contentsOf, filesBelow } from './files.ts'

/** Operations of tenants' servers, which have no handler of ours. */
const webhooksOut = 'specs/rest/webhooks-out.yaml'

/** Holds names, sizes and exports of every file against CONTRIBUTING.md, and looks for each operation's handler. */
async function main(root: string): Promise<number> {
  const sources = await sourcesOf(root)
  const exceptions = await readFile(join(root, 'scripts/checks/shape-exceptions.json'), 'utf8')
  const resources = (await filesBelow(root, 'specs/rest')).filter((path) => path !== webhooksOut)
  const documents = await contentsOf(root, resources)
  const operations = [...documents].flatMap(([path, text]) =>
    operationsIn(basename(path, '.yaml'), parse(text, { merge: true })),
  )
  const findings = [
    ...shapeFindings(sources, JSON.parse(exceptions) as ShapeException[]),
    ...handlerFindings(operations, sources),
  ]
  return report(findings, `${sources.length} files are in shape, ${operations.length} operations have their handler.`)
}

process.exitCode = await main(join(import.meta.dirname, '..'))
