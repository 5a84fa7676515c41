import { isObject, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import type { Edit, EditKind, Repository } from './edit.ts'
import { objectsBelow, type Path, type YamlSource, yamlSource } from './yaml-source.ts'

interface Operation {
  readonly source: YamlSource
  readonly id: string
  readonly operation: JsonObject
  readonly at: Path
}

const roles = ['admin', 'dev', 'analyst']

/** Edits of who may call an operation, what it answers, and the headers of both. */
export function operationEdits(repository: Repository): EditKind[] {
  const operations = operationsOf(repository)
  const kind = (name: string, edits: readonly (() => Edit)[]): EditKind => ({ name, generates: true, edits })
  return [
    kind('roles widened', operations.flatMap(widened)),
    kind('key not asked for', operations.flatMap(opened)),
    kind('documented status changed', operations.flatMap(restated)),
    kind('header dropped', [...operations.flatMap(headerDropped), ...inheritedDropped(repository)]),
  ]
}

function operationsOf(repository: Repository): Operation[] {
  const paths = repository.paths(/^specs\/rest\/[^/]+\.yaml$/).filter((path) => !path.endsWith('webhooks-out.yaml'))
  return paths.flatMap((path) => {
    const source = yamlSource(repository, path)
    return [...objectsBelow(source.value)]
      .filter(({ object }) => typeof object.operationId === 'string')
      .map(({ object, place }) => ({ source, id: String(object.operationId), operation: object, at: place }))
  })
}

const edit = ({ source, id }: Operation, says: string, content: string): Edit => ({
  item: id,
  file: source.path,
  says,
  content,
})

function widened(whole: Operation): (() => Edit)[] {
  const { source, operation, at } = whole
  const let_in = stringsOf(operation['x-roles'])
  const others = roles.filter((role) => !let_in.includes(role))
  if (let_in.length === 0 || !source.has([...at, 'x-roles'])) return []
  return others.map((role) => () => {
    const content = source.changed((document) => document.setIn([...at, 'x-roles'], [...let_in, role]))
    return edit(whole, `${role} may call it too`, content)
  })
}

function opened(whole: Operation): (() => Edit)[] {
  const { source, operation, at } = whole
  if (stringsOf(operation['x-roles']).length === 0) return []
  return [
    () => {
      const content = source.changed((document) => {
        document.setIn([...at, 'security'], [])
        document.deleteIn([...at, 'x-roles'])
      })
      return edit(whole, 'anybody may call it', content)
    },
  ]
}

function restated(whole: Operation): (() => Edit)[] {
  const { source, operation, at } = whole
  const statuses = Object.keys(optionalObjectAt(operation, 'responses'))
  const spare = statuses.includes('202') ? '203' : '202'
  return statuses
    .filter((status) => status.startsWith('2') && source.has([...at, 'responses', status]))
    .map((status) => () => {
      const content = source.changed((document) => {
        const response = document.getIn([...at, 'responses', status], true)
        document.deleteIn([...at, 'responses', status])
        document.setIn([...at, 'responses', spare], response)
      })
      return edit(whole, `answers ${spare} in place of ${status}`, content)
    })
}

function headerDropped(whole: Operation): (() => Edit)[] {
  const { source, operation, at } = whole
  return Object.entries(optionalObjectAt(operation, 'responses')).flatMap(([status, response]) => {
    const headers = isObject(response) ? Object.keys(optionalObjectAt(response, 'headers')) : []
    return headers
      .map((name) => ({ name, place: [...at, 'responses', status, 'headers', name] }))
      .filter(({ place }) => source.has(place))
      .map(({ name, place }) => () => {
        const content = source.changed((document) => document.deleteIn(place))
        return edit(whole, `${status} comes without ${name}`, content)
      })
  })
}

/** Answers that many operations share lose a header. */
function inheritedDropped(repository: Repository): (() => Edit)[] {
  const source = yamlSource(repository, 'specs/rest/responses.yaml')
  const published = JSON.parse(repository.text('generated/documents/openapi.json')) as JsonObject
  const live = optionalObjectAt(optionalObjectAt(published, 'components'), 'responses')
  const rows = Object.entries(source.value).filter(([response]) => response in live)
  return rows.flatMap(([response, value]) => {
    const headers = isObject(value) ? Object.keys(optionalObjectAt(value, 'headers')) : []
    return headers
      .map((name) => ({ name, place: [response, 'headers', name] }))
      .filter(({ place }) => source.has(place))
      .map(({ name, place }) => (): Edit => {
        const content = source.changed((document) => document.deleteIn(place))
        return { item: response, file: source.path, says: `comes without ${name}`, content }
      })
  })
}
