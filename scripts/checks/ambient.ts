import ts from 'typescript'
import { type Finding, isTest, lineOf, nodesBelow, type Source } from './sources.ts'

/** Where the world may be read: the rooms that hand it on, the programs, and what runs in programs of others. */
const exempt = [
  /^runtime\/core\//,
  /^app\//,
  /^scripts\//,
  /^bench\//,
  /^demo\//,
  /^sdks\//,
  /^docs-site\/(browser\/|build\.ts$)/,
  /^simulators\/(main|start)\.ts$/,
  /^[^/]+$/,
]
/** A launcher of servers must know its machine and its process; not the environment, nor time. */
const launcher = /^runtime\/adapters\/store\/embedded\//
const launcherReads = new Set(['platform', 'arch', 'pid', 'kill', 'geteuid'].map((name) => `process.${name}`))

/** Functions of the language and the platform that tell or take time. */
const timers = new Set(['setTimeout', 'setInterval', 'setImmediate'])
const globals = new Set(['globalThis', 'global', 'window', 'self'])
/** Members of global objects that are the world's, or `*` for all of them. */
const members: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  performance: ['*'],
  Math: ['random'],
  AbortSignal: ['timeout'],
  crypto: ['randomBytes', 'randomUUID', 'getRandomValues', 'randomInt', 'randomFill', 'randomFillSync'],
  process: ['*'],
}
/** Modules whose exports are the world's, the names that are, or `*`. */
const modules: Readonly<Record<string, readonly string[]>> = {
  timers: ['*'],
  'timers/promises': ['*'],
  perf_hooks: ['*'],
  process: ['*'],
  crypto: [...members.crypto!, 'webcrypto'],
}

/** Every place where time, randomness or the environment is read by who should have been handed it. */
export function ambientFindings(sources: readonly Source[]): Finding[] {
  return sources
    .filter(({ path }) => !isTest(path) && !exempt.some((place) => place.test(path)))
    .flatMap(({ path, ast }) =>
      [...nodesBelow(ast)].flatMap((node) =>
        readsIn(node)
          .filter((what) => !(launcher.test(path) && launcherReads.has(what)))
          .map((what) => ({ path, line: lineOf(node), message: `${what} must be handed in` })),
      ),
    )
}

/** What of the world this one node reads. */
function readsIn(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node)) return importedFrom(node)
  if (ts.isNewExpression(node) && isGlobal(node.expression, 'Date') && (node.arguments ?? []).length === 0)
    return ['new Date()']
  if (ts.isCallExpression(node) && isGlobal(node.expression, 'Date')) return ['Date()']
  if (ts.isPropertyAccessExpression(node)) {
    const read = memberOf(node)
    return read === null ? [] : [read]
  }
  return ts.isIdentifier(node) && timers.has(node.text) && isValue(node) ? [node.text] : []
}

function memberOf({ expression, name }: ts.PropertyAccessExpression): string | null {
  if (ts.isIdentifier(expression) && globals.has(expression.text) && timers.has(name.text)) return name.text
  const owner = Object.keys(members).find((known) => isGlobal(expression, known))
  if (owner === undefined) return null
  return members[owner]!.some((known) => known === '*' || known === name.text) ? `${owner}.${name.text}` : null
}

/** `name`, or `globalThis.name`. */
function isGlobal(node: ts.Expression, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === name &&
    ts.isIdentifier(node.expression) &&
    globals.has(node.expression.text)
  )
}

/** Whether the identifier stands for a value of its own: no member, no key, no declaration of that name. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return false
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return false
  return !(parent as ts.NamedDeclaration).name || (parent as ts.NamedDeclaration).name !== node
}

function importedFrom({ moduleSpecifier, importClause }: ts.ImportDeclaration): string[] {
  if (!ts.isStringLiteral(moduleSpecifier) || importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return []
  const module = moduleSpecifier.text.replace(/^node:/, '')
  const worldly = modules[module] ?? []
  const bindings = importClause?.namedBindings
  if (bindings === undefined || !ts.isNamedImports(bindings)) return worldly.includes('*') ? [`node:${module}`] : []
  return bindings.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ propertyName, name }) => (propertyName ?? name).text)
    .filter((name) => worldly.includes('*') || worldly.includes(name))
    .map((name) => `${name} of node:${module}`)
}
