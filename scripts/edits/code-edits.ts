import { isObject, type Json, type JsonObject, objectAt, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import { dereferenced } from '../bundle/references.ts'
import type { Edit, EditKind, Repository } from './edit.ts'

const isolation = ['contract-tests/tenants.test.ts', 'contract-tests/tenants-first.test.ts']

interface HandlerFile {
  readonly id: string
  readonly path: string
  readonly text: string
  readonly tests: readonly string[]
}

/** Edits of handlers that do what the contract does not say. */
export function handlerEdits(repository: Repository): EditKind[] {
  const handlers = handlersOf(repository)
  const kind = (name: string, edits: readonly (() => Edit)[]): EditKind => ({ name, generates: false, edits })
  return [
    kind('handler answers another status', handlers.flatMap(otherStatus)),
    kind('handler answers a wrong field', handlers.flatMap(wrongFields(repository))),
    kind('handler without its tenant', handlers.flatMap(withoutTenant)),
    kind("handler answers another tenant's rows", handlers.flatMap(otherTenant)),
  ]
}

function handlersOf(repository: Repository): HandlerFile[] {
  return repository.paths(/^handlers\/[^/]+\/[a-z-]+\.ts$/).flatMap((path) => {
    const text = repository.text(path)
    const id = /: Handler<'(\w+)'>/.exec(text)?.[1]
    return id === undefined ? [] : [{ id, path, text, tests: testsNaming(repository, id) }]
  })
}

/** The contract tests that name the operation, those that name it most often first. */
function testsNaming({ paths, text }: Repository, id: string): string[] {
  const named = paths(/^contract-tests\/.*\.test\.ts$/)
    .filter((path) => !isolation.includes(path))
    .map((path) => ({ path, times: text(path).split(`'${id}'`).length - 1 }))
    .filter(({ times }) => times > 0)
  return named.toSorted((left, right) => right.times - left.times).map(({ path }) => path)
}

const edit = (
  { id, path, tests }: HandlerFile,
  says: string,
  content: string,
  first: readonly string[] = [],
): Edit => ({
  item: id,
  file: path,
  says,
  content,
  tests: [...first, ...tests],
})

function otherStatus(handler: HandlerFile): (() => Edit)[] {
  return [...handler.text.matchAll(/status: (2\d\d)/g)].map(([found, status]) => () => {
    const other = status === '202' ? 203 : 202
    return edit(handler, `${other} in place of ${status}`, handler.text.replace(found, `status: ${other} as never`))
  })
}

/** A field that answers must have is another text, behind the compiler's back. */
function wrongFields({ text }: Repository): (handler: HandlerFile) => (() => Edit)[] {
  const openapi = JSON.parse(text('generated/documents/openapi.json')) as JsonObject
  return (handler) => {
    const body = /status: (2\d\d), body: (\w+) }/.exec(handler.text)
    if (body === null) return []
    const [found, status = '', value] = body
    return fieldsOf(openapi, handler.id, status).map((field) => () => {
      const wrong = `status: ${status}, body: { ...${value}, ${field}: ['wrong'] } as never }`
      return edit(handler, `"${field}" is a list`, handler.text.replace(found, wrong))
    })
  }
}

function fieldsOf(openapi: JsonObject, id: string, status: string): string[] {
  const items = Object.values(objectAt(openapi, 'paths')) as JsonObject[]
  const operation = items.flatMap((item) => Object.values(item)).find((one) => isObject(one) && one.operationId === id)
  const response = optionalObjectAt(optionalObjectAt(operation as JsonObject, 'responses'), status)
  const content = Object.values(optionalObjectAt(dereferenced(openapi, response), 'content'))[0] as
    | JsonObject
    | undefined
  const schema = content === undefined ? undefined : (content.schema as Json)
  return isObject(schema) ? stringsOf(dereferenced(openapi, schema).required) : []
}

function withoutTenant(handler: HandlerFile): (() => Edit)[] {
  if (!handler.text.includes('caller.tenantId')) return []
  return [
    () => {
      const content = handler.text.replaceAll('caller.tenantId', 'caller.keyId')
      return edit(handler, 'asks for the rows of its key', content)
    },
  ]
}

function otherTenant(handler: HandlerFile): (() => Edit)[] {
  if (!handler.text.includes('caller.tenantId')) return []
  return [
    () => {
      const content = handler.text.replaceAll('caller.tenantId', 'firstTenant(caller.tenantId)')
      const kept =
        'let came: string | undefined\nconst firstTenant = (tenantId: string): string => (came ??= tenantId)\n'
      return edit(handler, 'everybody has the rows of who came first', `${content}\n${kept}`, isolation)
    },
  ]
}
