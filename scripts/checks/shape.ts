import ts from 'typescript'
import { type Finding, lineOf, nodesBelow, type Source } from './sources.ts'

export const limits = { 'file-lines': 400, 'function-lines': 60 } as const

/** A file or a function that is longer than the limit, for a reason. */
export interface ShapeException {
  readonly rule: keyof typeof limits
  readonly path: string
  /** The function; none for a file. */
  readonly name?: string
  /** How long it may be. */
  readonly lines: number
  readonly reason: string
}

const exceptionsFile = 'scripts/checks/shape-exceptions.json'
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/
const suiteCalls = new Set(['test', 'it', 'describe'])
const nothingSaid = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'base', 'manager', 'managers', 'misc'])

/** Everything that is not named, cut or exported as CONTRIBUTING.md asks, and every exception that nobody needs. */
export function shapeFindings(sources: readonly Source[], exceptions: readonly ShapeException[]): Finding[] {
  const ours = sources.filter(({ path }) => !path.startsWith('generated/') && !/\.gen\.ts$/.test(path))
  const long = ours.flatMap(longThings)
  const excused = (thing: LongThing): boolean =>
    exceptions.some((exception) => isOf(exception, thing) && thing.lines <= exception.lines)
  return [
    ...ours.flatMap(nameFindings),
    ...ours.flatMap(exportFindings),
    ...long.filter((thing) => !excused(thing)).map(tooLong),
    ...exceptions.flatMap((exception) => exceptionFindings(exception, long)),
  ]
}

function nameFindings({ path }: Source): Finding[] {
  const parts = path.split('/')
  return parts.flatMap((part) => {
    const name = part.replace(/\.m?ts$/, '')
    if (!kebab.test(name)) return [{ path, line: 1, message: `"${part}" is not kebab-case` }]
    const noun = name.split('.')[0]!.split('-').at(-1)!
    return nothingSaid.has(noun) ? [{ path, line: 1, message: `"${part}" says nothing: name what it is` }] : []
  })
}

function exportFindings({ path, ast }: Source): Finding[] {
  const isConfig = /(^|\.)config\.m?ts$/.test(path)
  return ast.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && !isNamed(statement))
      return [{ path, line: lineOf(statement), message: 'export the names, not *' }]
    return isDefault(statement) && !isConfig
      ? [{ path, line: lineOf(statement), message: 'export a name, not a default' }]
      : []
  })
}

const isNamed = ({ exportClause }: ts.ExportDeclaration): boolean =>
  exportClause !== undefined && ts.isNamedExports(exportClause)

const isDefault = (statement: ts.Statement): boolean =>
  ts.isExportAssignment(statement) ||
  (ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))

interface LongThing {
  readonly rule: keyof typeof limits
  readonly path: string
  readonly name?: string
  readonly line: number
  readonly lines: number
}

function longThings({ path, ast, text }: Source): LongThing[] {
  const fileLines = text.replace(/\n$/, '').split('\n').length
  const functions = [...nodesBelow(ast)]
    .filter(ts.isFunctionLike)
    .filter((node) => !isSuite(node))
    .map((node) => {
      const end = ast.getLineAndCharacterOfPosition(node.getEnd()).line + 1
      return {
        rule: 'function-lines',
        path,
        name: nameOf(node),
        line: lineOf(node),
        lines: end - lineOf(node) + 1,
      } as const
    })
  const all: LongThing[] = [{ rule: 'file-lines', path, line: 1, lines: fileLines }, ...functions]
  return all.filter(({ rule, lines }) => lines > limits[rule])
}

/** Whether it is a list of tests; each of them is measured by itself. */
function isSuite(node: ts.Node): boolean {
  return [...nodesBelow(node)].some((one) => ts.isCallExpression(one) && suiteCalls.has(calleeOf(one)))
}

/** `test` of `test(…)` and of `test.each(…)(…)`. */
function calleeOf({ expression }: ts.CallExpression): string {
  let callee: ts.Expression = expression
  while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) callee = callee.expression
  return callee.getText()
}

/** Its own name, or that of what it is assigned to. */
function nameOf(node: ts.SignatureDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  const owner = node.name ?? (node.parent as ts.NamedDeclaration).name
  return owner?.getText() ?? 'a function'
}

const tooLong = ({ rule, path, name, line, lines }: LongThing): Finding => ({
  path,
  line,
  message: `${name ?? 'the file'} has ${lines} lines, the limit is ${limits[rule]}`,
})

const isOf = (exception: ShapeException, { rule, path, name }: LongThing): boolean =>
  exception.rule === rule && exception.path === path && exception.name === name

/** The list may only shrink: an exception goes with what it excuses. */
function exceptionFindings(exception: ShapeException, long: readonly LongThing[]): Finding[] {
  const finding = (message: string): Finding[] => [{ path: exceptionsFile, line: 1, message }]
  const who = `${exception.path}${exception.name === undefined ? '' : ` ${exception.name}`}`
  if (exception.reason.trim() === '') return finding(`the exception of ${who} needs a reason`)
  const excused = long.filter((thing) => isOf(exception, thing))
  return excused.length === 0 ? finding(`${who} needs no exception any more: take it out`) : []
}
