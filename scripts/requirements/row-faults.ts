import type { Carrier } from './carriers.ts'
import { type PlacedRow, type Requirements, statusOf } from './rows.ts'

/** An `x-requirement`, or the `requirement` of a scenario. */
export interface Citation {
  /** File and place. */
  readonly place: string
  readonly ids: readonly string[]
}

/** What the rows are held against. */
export interface World {
  readonly carriers: readonly Carrier[]
  readonly citations: readonly Citation[]
  /** The text of a file of the repository; null for none, '' for a folder. */
  readonly textOf: (path: string) => string | null
}

/** A sentence for each row that is missing or says what is not so, and for each citation of none. */
export function requirementFaults({ ids, rows }: Requirements, world: World): string[] {
  const carriers = new Map<string, boolean>()
  // What is named twice is live where one of them is.
  for (const { name, live } of world.carriers) carriers.set(name, live || carriers.get(name) === true)
  return [
    ...listFaults(ids, rows),
    ...rows.flatMap((row) => rowFaults(row, carriers, world).map((fault) => `${row.file}: ${row.id} ${fault}.`)),
    ...world.citations.flatMap((citation) => citationFaults(citation, rows)),
    ...world.carriers.flatMap((carrier) => carrierFaults(carrier, rows)),
  ]
}

function listFaults(ids: readonly string[], rows: readonly PlacedRow[]): string[] {
  const named = rows.map(({ id }) => id)
  const twice = (list: readonly string[]): string[] => list.filter((id, index) => list.indexOf(id) !== index)
  return [
    ...ids.filter((id) => !named.includes(id)).map((id) => `${id} of specs/requirements/ids.yaml has no row.`),
    ...rows.filter(({ id }) => !ids.includes(id)).map(({ file, id }) => `${file}: ${id} is not in ids.yaml.`),
    ...twice(named).map((id) => `${id} has two rows.`),
    ...twice(ids).map((id) => `${id} stands twice in specs/requirements/ids.yaml.`),
  ]
}

function rowFaults(row: PlacedRow, carriers: ReadonlyMap<string, boolean>, world: World): string[] {
  const asked = world.carriers.filter(({ asks }) => asks.includes(row.id))
  const stated = (row.carries ?? []).map((name) => ({ name, live: liveness(name, carriers, world) }))
  const lost = stated.filter(({ live }) => live === null).map(({ name }) => `carries "${name}", which is not there`)
  const live = [...stated, ...asked].filter(({ live }) => live === true).map(({ name }) => name)
  return [...lost, ...statusFaults(row, live), ...testFaults(row, world), ...mutationFaults(row, world)]
}

/** Null for what does not exist. */
function liveness(name: string, carriers: ReadonlyMap<string, boolean>, { textOf }: World): boolean | null {
  return carriers.get(name) ?? (textOf(name) === null ? null : true)
}

function statusFaults(row: PlacedRow, live: readonly string[]): string[] {
  const status = statusOf(row)
  if (status === 'live' && live.length === 0) return ['is live and nothing that is live carries it']
  if (status === 'planned' && live.length > 0 && row.note === undefined) {
    return [`is planned, but ${live[0]} is live: is it live too, or what is missing (note)?`]
  }
  return []
}

function testFaults({ tests = [] }: PlacedRow, { textOf }: World): string[] {
  return tests.flatMap((test) => {
    const [file = '', title] = splitTest(test)
    const text = textOf(file)
    if (text === null) return [`is tested by ${file}, which is not there`]
    if (title === undefined || ["'", '"', '`'].some((quote) => text.includes(quote + title + quote))) return []
    return [`is tested by "${title}", which is not in ${file}`]
  })
}

/** File and title. */
export const splitTest = (test: string): string[] => test.split(/ > (.*)/s).slice(0, 2)

function mutationFaults({ mutation }: PlacedRow, { textOf }: World): string[] {
  if (mutation === undefined) return []
  const { file, find, replace } = mutation
  const found = (textOf(file) ?? '').split(find).length - 1
  if (found !== 1) return [`has a mutation whose text stands ${found} times in ${file}`]
  return find === replace ? ['has a mutation that changes nothing'] : []
}

/** `FR-D1` names itself, and its clauses `FR-D1a`; `OBS-00-3` all that begins with it. */
export const matches = (cited: string, id: string): boolean =>
  id === cited || (id.startsWith(cited) && /^([a-z]$|\.)/.test(id.slice(cited.length)))

function citationFaults({ place, ids }: Citation, rows: readonly PlacedRow[]): string[] {
  const unknown = ids.filter((cited) => !rows.some(({ id }) => matches(cited, id)))
  return unknown.map((cited) => `${place} asks for ${cited}, which has no row in specs/requirements/.`)
}

/** A live thing that cites a whole requirement does at least one clause of it. */
function carrierFaults({ name, live, asks }: Carrier, rows: readonly PlacedRow[]): string[] {
  if (!live) return []
  return asks.flatMap((cited) => {
    const clauses = rows.filter(({ id }) => matches(cited, id))
    const done = clauses.some((row) => statusOf(row) === 'live' || row.note !== undefined)
    return clauses.length === 0 || done ? [] : [`${name} is live and asks for ${cited}, of which no row is live.`]
  })
}
