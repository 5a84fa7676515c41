import { isObject, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import { reachedSchemas } from '../bundle/references.ts'
import type { Edit, EditKind, Repository } from './edit.ts'
import { objectsBelow, type Path, type YamlSource, yamlSource } from './yaml-source.ts'

/** One object schema or value of `specs/schemas/`, that something live reaches. */
interface Place {
  readonly source: YamlSource
  readonly name: string
  readonly object: JsonObject
  readonly at: Path
}

const surfaces = ['REST', 'socket', 'event', 'webhook'] as const
type Surface = (typeof surfaces)[number]

/** Edits of what bodies, messages, events and payloads look like. */
export function schemaEdits(repository: Repository): EditKind[] {
  const places = placesOf(repository)
  const live = liveSchemas(repository)
  const kind = (name: string, edits: readonly (() => Edit)[]): EditKind => ({ name, generates: true, edits })
  return [
    ...surfaces.map((surface) => {
      const own = places.filter(({ name }) => live[surface].has(name))
      return kind(`field of a ${surface === 'REST' ? 'body' : surface} renamed`, own.flatMap(renamed))
    }),
    kind('enum value dropped', places.flatMap(dropped)),
    kind('bound tightened', places.flatMap(tightened)),
    kind('optional field required', places.flatMap(required)),
    kind('required field optional', places.flatMap(optional)),
  ]
}

function placesOf(repository: Repository): Place[] {
  const live = new Set(Object.values(liveSchemas(repository)).flatMap((names) => [...names]))
  return repository.paths(/^specs\/schemas\/[^/]+\.yaml$/).flatMap((path) => {
    const source = yamlSource(repository, path)
    return Object.entries(source.value)
      .filter(([name]) => live.has(name))
      .flatMap(([name, schema]) =>
        [...objectsBelow(schema)].map(({ object, place }) => ({ source, name, object, at: [name, ...place] })),
      )
      .filter(({ at }) => source.has(at) && !at.includes('examples') && !at.includes('default'))
  })
}

/** Names of the schemas that each published surface reaches. */
function liveSchemas({ text }: Repository): Record<Surface, ReadonlySet<string>> {
  const document = (name: string) => JSON.parse(text(`generated/documents/${name}.json`)) as JsonObject
  const schemas = (of: JsonObject) =>
    new Set(Object.keys(optionalObjectAt(optionalObjectAt(of, 'components'), 'schemas')))
  const openapi = document('openapi')
  return {
    REST: reachedSchemas(openapi, [optionalObjectAt(openapi, 'paths')]),
    socket: schemas(document('realtime')),
    event: schemas(document('events')),
    webhook: reachedSchemas(openapi, [optionalObjectAt(openapi, 'webhooks')]),
  }
}

const edit = ({ source, name }: Place, says: string, content: string): Edit => ({
  item: name,
  file: source.path,
  says,
  content,
})

function renamed(place: Place): (() => Edit)[] {
  const { source, object, at } = place
  return Object.keys(optionalObjectAt(object, 'properties'))
    .filter((key) => source.has([...at, 'properties', key]))
    .map((key) => () => {
      const content = source.changed((document) => {
        const field = document.getIn([...at, 'properties', key], true)
        document.deleteIn([...at, 'properties', key])
        document.setIn([...at, 'properties', `${key}Renamed`], field)
        const index = stringsOf(object.required).indexOf(key)
        if (index >= 0 && source.has([...at, 'required'])) document.setIn([...at, 'required', index], `${key}Renamed`)
      })
      return edit(place, `"${key}" is "${key}Renamed"`, content)
    })
}

function dropped(place: Place): (() => Edit)[] {
  const { source, object, at } = place
  const values = stringsOf(object.enum)
  if (values.length < 2 || !source.has([...at, 'enum'])) return []
  return values.map((value, index) => () => {
    const content = source.changed((document) => document.deleteIn([...at, 'enum', index]))
    return edit(place, `"${value}" is no value`, content)
  })
}

const tighter: Readonly<Record<string, (bound: number) => number>> = {
  maximum: (bound) => (Number.isInteger(bound) ? bound - 1 : bound / 2),
  maxLength: (bound) => bound - 1,
  maxItems: (bound) => bound - 1,
  minimum: (bound) => bound + 1,
  minLength: (bound) => bound + 1,
}

function tightened(place: Place): (() => Edit)[] {
  const { source, object, at } = place
  return Object.entries(tighter).flatMap(([keyword, by]) => {
    const bound = object[keyword]
    if (typeof bound !== 'number' || !source.has([...at, keyword])) return []
    return () => {
      const content = source.changed((document) => document.setIn([...at, keyword], by(bound)))
      return edit(place, `${keyword} at ${at.slice(1).join('/')} from ${bound} to ${by(bound)}`, content)
    }
  })
}

function required(place: Place): (() => Edit)[] {
  const { source, object, at } = place
  if (!isObject(object.properties) || !source.has([...at, 'properties'])) return []
  const needed = stringsOf(object.required)
  const free = Object.keys(object.properties).filter((key) => !needed.includes(key))
  if (needed.length > 0 && !source.has([...at, 'required'])) return []
  return free.map((key) => () => {
    const content = source.changed((document) => document.setIn([...at, 'required'], [...needed, key]))
    return edit(place, `"${key}" must be there`, content)
  })
}

function optional(place: Place): (() => Edit)[] {
  const { source, object, at } = place
  if (!source.has([...at, 'required'])) return []
  return stringsOf(object.required).map((key, index) => () => {
    const content = source.changed((document) => document.deleteIn([...at, 'required', index]))
    return edit(place, `"${key}" need not be there`, content)
  })
}
