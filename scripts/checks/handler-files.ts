import ts from 'typescript'
import type { JsonObject } from '../bundle/json.ts'
import { isObject } from '../bundle/json.ts'
import type { Finding, Source } from './sources.ts'

export interface SpecOperation {
  readonly operationId: string
  /** Name of the file of `specs/rest` that has it. */
  readonly resource: string
}

/** The operations of one file of `specs/rest` that are served: drafts are not. */
export function operationsIn(resource: string, document: JsonObject): SpecOperation[] {
  const found: SpecOperation[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (!isObject(value as JsonObject) || (value as JsonObject)['x-status'] === 'draft') return
    const { operationId } = value as JsonObject
    if (typeof operationId === 'string') found.push({ operationId, resource })
    else Object.values(value as JsonObject).forEach(visit)
  }
  visit(document)
  return found
}

/** Each operation that has no `handlers/<resource>/<operation>.ts` which exports it. */
export function handlerFindings(operations: readonly SpecOperation[], sources: readonly Source[]): Finding[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  return operations.flatMap(({ operationId, resource }) => {
    const path = `handlers/${resource}/${kebab(operationId)}.ts`
    const source = byPath.get(path)
    if (source === undefined) return [{ path, line: 1, message: `is missing: ${operationId} needs a handler` }]
    return exportsOf(source).includes(operationId) ? [] : [{ path, line: 1, message: `must export ${operationId}` }]
  })
}

const kebab = (name: string): string => name.replaceAll(/([A-Z])/g, '-$1').toLowerCase()

function exportsOf({ ast }: Source): string[] {
  return ast.statements.filter(isExported).flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText())
    return ts.isFunctionDeclaration(statement) && statement.name ? [statement.name.text] : []
  })
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
