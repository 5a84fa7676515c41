import { isDraft, isObject, type JsonObject, optionalObjectAt, stringsOf } from '../bundle/json.ts'
import type { Edit, EditKind, Repository } from './edit.ts'
import { yamlSource } from './yaml-source.ts'

/** Edits of errors, settings and tables of states. */
export function tableEdits(repository: Repository): EditKind[] {
  const kind = (name: string, edits: readonly (() => Edit)[]): EditKind => ({ name, generates: true, edits })
  return [
    kind('status of a problem changed', problemEdits(repository, 'status', 418)),
    kind('close code changed', problemEdits(repository, 'closeCode', 4499)),
    kind('default of a setting changed', defaults(repository)),
    kind('setting renamed', renamedSettings(repository)),
    kind('moves of two states swapped', swappedStates(repository)),
  ]
}

const rowsOf = (table: JsonObject): [string, JsonObject][] =>
  Object.entries(table).filter((row): row is [string, JsonObject] => isObject(row[1]) && !isDraft(row[1]))

function problemEdits(repository: Repository, field: string, value: number): (() => Edit)[] {
  const source = yamlSource(repository, 'specs/problems.yaml')
  return rowsOf(source.value).map(([code, row]) => () => {
    const content = source.changed((document) => document.setIn([code, field], value))
    return { item: code, file: source.path, says: `${field} from ${row[field]} to ${value}`, content }
  })
}

function defaults(repository: Repository): (() => Edit)[] {
  const source = yamlSource(repository, 'specs/config.yaml')
  return rowsOf(source.value).flatMap(([name, row]) => {
    const other = otherDefault(row)
    if (other === null) return []
    return (): Edit => {
      const content = source.changed((document) => document.setIn([name, 'default'], other))
      return { item: name, file: source.path, says: `is ${other} when nobody says`, content }
    }
  })
}

function otherDefault({ default: value, values, type }: JsonObject): string | number | null {
  if (typeof value === 'number') return value + 1
  if (typeof value !== 'string') return null
  if (type === 'enum') return stringsOf(values).find((other) => other !== value) ?? null
  return type === 'string' ? `${value}x` : null
}

function renamedSettings(repository: Repository): (() => Edit)[] {
  const source = yamlSource(repository, 'specs/config.yaml')
  return rowsOf(source.value).map(([name]) => () => {
    const content = source.changed((document) => {
      const row = document.getIn([name], true)
      document.deleteIn([name])
      document.setIn([`${name}_NOW`], row)
    })
    return { item: name, file: source.path, says: `is called ${name}_NOW`, content }
  })
}

function swappedStates(repository: Repository): (() => Edit)[] {
  const source = yamlSource(repository, 'specs/realtime.asyncapi.yaml')
  return Object.entries(optionalObjectAt(source.value, 'channels')).flatMap(([channel, value]) => {
    const states = Object.entries(optionalObjectAt(value as JsonObject, 'x-states'))
    return states.slice(1).map(([name, moves], index) => (): Edit => {
      const [before, earlier] = states[index]!
      const content = source.changed((document) => {
        document.setIn(['channels', channel, 'x-states', before], moves)
        document.setIn(['channels', channel, 'x-states', name], earlier)
      })
      return { item: channel, file: source.path, says: `"${before}" and "${name}" have changed their moves`, content }
    })
  })
}
