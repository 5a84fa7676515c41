import { posix } from 'node:path'
import ts from 'typescript'
import { lineOf, nodesBelow, type Source } from './sources.ts'

/** What one file says that it needs. */
export interface Import {
  /** As it is written. */
  readonly specifier: string
  readonly line: number
  /** `import type` and `import('…').Name`: gone when the program runs. */
  readonly typeOnly: boolean
}

export type Target =
  /** A file of the repository, `.ts` or not. */
  | { readonly kind: 'file'; readonly path: string }
  /** A package; a file inside one counts as the package. */
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'builtin' }

/** Every import and re-export, dynamic ones and those of types too; a computed one cannot be known. */
export function importsIn({ ast }: Source): Import[] {
  return [...nodesBelow(ast)].flatMap((node) => {
    const found = specifierOf(node)
    return found !== null && ts.isStringLiteralLike(found.specifier)
      ? [{ specifier: found.specifier.text, line: lineOf(node), typeOnly: found.typeOnly }]
      : []
  })
}

function specifierOf(node: ts.Node): { specifier: ts.Node; typeOnly: boolean } | null {
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return { specifier: node.moduleSpecifier, typeOnly }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: node.argument.literal, typeOnly: true }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return node.arguments[0] ? { specifier: node.arguments[0], typeOnly: false } : null
  }
  return null
}

/** Where an import of the file at `from` leads. `#room/…` is a path from the root, as package.json has it. */
export function targetOf(from: string, specifier: string): Target {
  if (specifier.startsWith('node:')) return { kind: 'builtin' }
  if (specifier.startsWith('#')) return { kind: 'file', path: posix.normalize(specifier.slice(1)) }
  if (specifier.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(from), specifier) }
  const [first = '', second = ''] = specifier.split('/')
  return { kind: 'package', name: first.startsWith('@') ? `${first}/${second}` : first }
}
