import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { allSources, redocly } from './bundle/bundle.ts'
import type { Json, JsonObject } from './bundle/json.ts'
import { objectAt } from './bundle/json.ts'
import { type ExtensionCheck, extensionFaults } from './checks/extensions.ts'
import { houseFaults } from './checks/house-rules.ts'
import { type Exception, keylessOperations, owaspFaults, owaspFindings } from './checks/owasp.ts'
import { stateTableFaults } from './checks/state-tables.ts'
import { contentsOf, filesBelow } from './files.ts'
import { readWhole } from './outputs.ts'

const schemaPath = 'specs/style/extensions.schema.yaml'

/** Lints the documents, drafts too, by redocly's rules, those of the house and OWASP's; checks every `x-` extension and every table of states. */
async function main(root: string): Promise<number> {
  const whole = await readWhole(root)
  const rest = whole.get('openapi')!
  const faults = [
    ...(await wrongExtensions(root)),
    ...(await wrongDocuments(root)),
    ...[...whole].flatMap(([name, document]) => houseFaults(name, document)),
    ...owaspFaults(await owaspFindings(rest), await owaspExceptions(root), keylessOperations(rest)),
  ]
  for (const fault of faults) {
    console.error(fault)
  }
  if (faults.length === 0) {
    console.log('The specs are in order.')
  }
  return faults.length === 0 ? 0 : 1
}

async function wrongExtensions(root: string): Promise<string[]> {
  const paths = (await filesBelow(root, 'specs')).filter(
    (path) => path.endsWith('.yaml') && !path.startsWith('specs/style/') && !path.startsWith('specs/scenarios/'),
  )
  const sources = await contentsOf(root, [schemaPath, ...paths])
  const known = objectAt(parse(sources.get(schemaPath)!) as JsonObject, 'properties')
  const check = extensionCheck(known)
  return paths.flatMap((path) => {
    const source = parse(sources.get(path)!, { merge: true }) as Json
    const tables = path.endsWith('.asyncapi.yaml') ? stateTableFaults(path, source as JsonObject) : []
    return [...extensionFaults(path, source, known, check), ...tables]
  })
}

function extensionCheck(known: JsonObject): ExtensionCheck {
  const ajv = new Ajv2020({ strict: true })
  const validators = new Map(Object.entries(known).map(([name, schema]) => [name, ajv.compile(schema as JsonObject)]))
  return (name, value) => {
    const validate = validators.get(name)!
    return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'it' })
  }
}

async function owaspExceptions(root: string): Promise<Exception[]> {
  const path = 'specs/style/owasp.yaml'
  return parse((await contentsOf(root, [path])).get(path)!) as Exception[]
}

async function wrongDocuments(root: string): Promise<string[]> {
  const config = ['--config', 'specs/style/redocly.yaml', '--format', 'stylish']
  try {
    await redocly(root, ['lint', ...Object.values(await allSources(root)), ...config])
    return []
  } catch (error) {
    const { stdout = '', stderr = String(error) } = error as { stdout?: string; stderr?: string }
    return [stdout.trim() || stderr.trim()]
  }
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
