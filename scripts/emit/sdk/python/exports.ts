import type { JsonObject } from '../../../bundle/json.ts'
import { className } from '../node-resources.ts'
import { resourceTree, type SdkResource, sdkMethods } from '../resource-tree.ts'
import { modelNames } from './document.ts'
import { moduleName, pythonHeader, pythonText } from './names.ts'

/** Names of the product's README for models of the contract. */
const aliases: Readonly<Record<string, string>> = { AgentConfig: 'AgentCreate' }

/** What is written by hand, by its module. */
const written: Readonly<Record<string, readonly string[]>> = {
  '..client': ['InvortoClient'],
  '..async_client': ['AsyncInvortoClient'],
  '..errors': ['ApiError', 'ConnectionError', 'InvortoError', 'ProblemError', 'TimeoutError'],
  '..model': ['Answer', 'Model'],
  '..page': ['AsyncPage', 'AsyncPaginator', 'Page'],
  '..resource': ['ChangeOptions', 'RequestOptions', 'StreamOptions'],
}

/** `exports.py`: what the package exports, and the module of each name; none of them is loaded before somebody asks for it. */
export function emitPythonExports(document: JsonObject, errors: string): string {
  const classes = [...errors.matchAll(/^class (\w+)/gm)].map(([, name]) => name!)
  const taken = new Set(Object.values(written).flat())
  const models = modelNames(document).filter((name) => !taken.has(name))
  const rows: (readonly [name: string, module: string, own?: string])[] = [
    ...Object.entries(written).flatMap(([module, names]) => names.map((name) => [name, module] as const)),
    ...classes.map((name) => [name, '.errors'] as const),
    ...models.map((name) => [name, `.models.${moduleName(name)}`] as const),
    ...classNames(resourceTree(sdkMethods(document))).flatMap((name) => [
      [name, '.resources'] as const,
      [`Async${name}`, '.async_resources'] as const,
    ]),
  ]
  rows.sort(([one], [other]) => (one < other ? -1 : 1))
  return `${pythonHeader('specs/openapi.yaml, specs/problems.yaml')}from typing import TYPE_CHECKING, Dict, Tuple

if TYPE_CHECKING:
${rows.map(([name, module]) => `    from ${module} import ${name} as ${name}\n`).join('')}
${Object.entries(aliases)
  .map(([name, own]) => `    ${name} = ${own}\n`)
  .join('')}
PLACES: Dict[str, Tuple[str, str]] = {
${[...rows, ...Object.entries(aliases).map(([name, own]) => [name, `.models.${moduleName(own)}`, own] as const)]
  .map(([name, module, own = name]) => `    ${pythonText(name)}: (${pythonText(module)}, ${pythonText(own)}),\n`)
  .join('')}}
"""Name to its module, seen from here, and its name there."""
`
}

const classNames = (resource: SdkResource): string[] =>
  resource.below.flatMap((one) => [className(one.path), ...classNames(one)])
