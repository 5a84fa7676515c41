import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { allSources, redocly } from '../bundle/bundle.ts'
import { type Json, type JsonObject, objectAt } from '../bundle/json.ts'
import { contentOf, contentsOf, filesBelow } from '../files.ts'
import { readWhole } from '../outputs.ts'
import { type ExtensionCheck, extensionFaults } from './extensions.ts'
import { houseFaults } from './house-rules.ts'
import { type Exception, keylessOperations, owaspFaults, owaspFindings } from './owasp.ts'
import { stateTableFaults } from './state-tables.ts'

/** What is found in the sources of the contract. */
export interface Finding {
  readonly severity: 'error' | 'warn'
  /** A sentence that begins with its place. */
  readonly text: string
}

/** All that is found in the documents, drafts too. */
export async function specFindings(root: string): Promise<Finding[]> {
  return (await Promise.all([redoclyFindings(root), houseFindings(root)])).flat()
}

/** What breaks the rules of the house and OWASP's; `rules` is the repository whose rules they are. */
export async function houseFindings(root: string, rules = root): Promise<Finding[]> {
  const whole = await readWhole(root)
  const rest = whole.get('openapi')!
  const [extensions, risks] = await Promise.all([wrongExtensions(root, rules), owaspFindings(rest)])
  const exceptions = parse((await contentOf(rules, 'specs/style/owasp.yaml')) ?? '[]') as Exception[]
  const house = [...whole].flatMap(([name, document]) => houseFaults(name, document))
  const owasp = owaspFaults(risks, exceptions, keylessOperations(rest))
  return [...extensions, ...house, ...owasp].map((text) => ({ severity: 'error', text }))
}

async function wrongExtensions(root: string, rules: string): Promise<string[]> {
  const paths = (await filesBelow(root, 'specs')).filter(
    (path) => path.endsWith('.yaml') && !path.startsWith('specs/style/') && !path.startsWith('specs/scenarios/'),
  )
  const sources = await contentsOf(root, paths)
  const schema = (await contentOf(rules, 'specs/style/extensions.schema.yaml'))!
  const known = objectAt(parse(schema) as JsonObject, 'properties')
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

interface Problem {
  readonly ruleId: string
  readonly severity: 'error' | 'warn'
  readonly message: string
  readonly location: readonly [{ readonly source: { readonly ref: string }; readonly pointer?: string }]
}

/** What redocly's rules find. */
export async function redoclyFindings(root: string, rules = root): Promise<Finding[]> {
  const config = ['--config', join(rules, 'specs/style/redocly.yaml'), '--format', 'json', '--max-problems', '2000']
  const ran = redocly(root, ['lint', ...Object.values(await allSources(root)), ...config])
  const { stdout = '', stderr } = await ran.catch((error: { stdout?: string; stderr?: string }) => error)
  // One report a document, with words for people between them.
  if (!stdout.startsWith('{')) return [{ severity: 'error', text: stderr?.trim() || String(await ran) }]
  const reports = stdout.split(/(?<=^\})/m).filter((text) => text.trimStart().startsWith('{'))
  const problems = reports.flatMap((report) => (JSON.parse(report) as { problems: Problem[] }).problems)
  return problems.map(({ severity, message, ruleId, location: [{ source, pointer = '#/' }] }) => ({
    severity,
    text: `${source.ref}${pointer}: ${message} (${ruleId})`,
  }))
}
