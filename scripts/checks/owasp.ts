import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { asksForKey } from '../bundle/inherit.ts'
import { isObject, type JsonObject, optionalObjectAt, pointerStep } from '../bundle/json.ts'

const run = promisify(execFile)
const ruleset = '@stoplight/spectral-owasp-ruleset'

/** A rule that does not hold at these places (beginnings of JSON Pointers), and why. */
export interface Exception {
  readonly rule: string
  readonly why: string
  readonly at: readonly string[] | 'keyless'
}

export interface Finding {
  readonly code: string
  readonly message: string
  readonly path: readonly (string | number)[]
  /** 0 is an error. */
  readonly severity: number
}

/** What OWASP's rules find in an OpenAPI document. */
export async function owaspFindings(document: JsonObject): Promise<Finding[]> {
  const resolve = createRequire(import.meta.url).resolve
  const manifest = resolve('@stoplight/spectral-cli/package.json')
  const folder = await mkdtemp(join(tmpdir(), 'invorto-owasp-'))
  try {
    const [source, rules, report] = ['openapi.json', 'rules.mjs', 'report.json'].map((file) => join(folder, file)) as [
      string,
      string,
      string,
    ]
    await writeFile(source, JSON.stringify(document))
    await writeFile(
      rules,
      `import rules from ${JSON.stringify(resolve(ruleset))}\nexport default { extends: [rules.default ?? rules] }\n`,
    )
    const cli = join(dirname(manifest), 'dist/index.js')
    const options = ['--ruleset', rules, '--format', 'json', '--output', report, '--quiet']
    await run(process.execPath, [cli, 'lint', source, ...options]).catch((error: { code?: unknown }) => {
      // 1 says that there are findings.
      if (error.code !== 1) throw error
    })
    return JSON.parse(await readFile(report, 'utf8')) as Finding[]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** JSON Pointers of the operations that ask for no key of ours. */
export function keylessOperations(document: JsonObject): string[] {
  return Object.entries(optionalObjectAt(document, 'paths')).flatMap(([path, item]) =>
    Object.entries(item as JsonObject).flatMap(([method, operation]) =>
      isObject(operation) && 'operationId' in operation && !asksForKey(document, operation)
        ? [`/paths${pointerStep(path)}/${method}`]
        : [],
    ),
  )
}

/** A sentence for each error that no exception covers, and for each exception that covers none. */
export function owaspFaults(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
  keyless: readonly string[] = [],
): string[] {
  const errors = findings
    .filter(({ severity }) => severity === 0)
    .map(({ code, message, path }) => ({
      code,
      message,
      pointer: path.map((step) => pointerStep(String(step))).join(''),
    }))
  const places = exceptions.flatMap(({ rule, at }) =>
    (at === 'keyless' ? keyless : at).map((place) => ({ rule, place, used: at === 'keyless' })),
  )
  const uncovered = errors.filter(({ code, pointer }) => {
    const covering = places.filter(({ rule, place }) => rule === code && `${pointer}/`.startsWith(`${place}/`))
    for (const place of covering) place.used = true
    return covering.length === 0
  })
  return [
    ...uncovered.map(({ code, message, pointer }) => `specs/openapi.yaml#${pointer} ${code}: ${message}`),
    ...places
      .filter(({ used }) => !used)
      .map(({ rule, place }) => `specs/style/owasp.yaml excepts ${place} from ${rule}, which holds there.`),
  ]
}
