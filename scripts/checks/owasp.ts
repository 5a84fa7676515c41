import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core'
import owaspRuleset from '@stoplight/spectral-owasp-ruleset'
import { asksForKey } from '../bundle/inherit.ts'
import { isObject, type JsonObject, optionalObjectAt, pointerStep } from '../bundle/json.ts'
import { defaultOf } from '../emit/commonjs.ts'

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

/** A finding says its pointer, so nobody needs the line of it, which takes longer to find than all else. */
const nowhere = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }

/** What those of OWASP's rules that ask for an error find in an OpenAPI document. */
export async function owaspFindings(document: JsonObject): Promise<Finding[]> {
  const spectral = new spectralCore.Spectral()
  spectral.setRuleset(errorRules())
  const parsed = { data: document, diagnostics: [], ast: {}, lineMap: [] }
  const found = await spectral.run({ parsed, getLocationForJsonPath: () => nowhere, source: 'specs/openapi.yaml' })
  return found.map(({ code, message, path, severity }) => ({ code: String(code), message, path, severity }))
}

function errorRules(): RulesetDefinition {
  const all = defaultOf(owaspRuleset)
  const others = Object.entries(all.rules).filter(([, { severity }]) => severity !== 0)
  return { extends: [all], rules: Object.fromEntries(others.map(([name]) => [name, 'off'])) }
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
