import { expect, test } from 'vitest'
import type { Carrier } from './carriers.ts'
import { matches, requirementFaults, type World } from './row-faults.ts'
import type { PlacedRow } from './rows.ts'

const row = (id: string, status: string, more: Partial<PlacedRow> = {}): PlacedRow => ({
  ...{ file: 'a.yaml', id, title: 'Something is demanded.', status },
  ...more,
})
const operation = (name: string, live: boolean, ...asks: string[]): Carrier => ({ name, live, asks })
const files: Readonly<Record<string, string>> = {
  'runtime/ring.test.ts': "test('it rings', () => {})",
  'runtime/ring.ts': 'export const rings = 3',
  'specs/scenarios/ring.yaml': '',
}

function faultsOf(rows: readonly PlacedRow[], world: Partial<World> = {}, ids = rows.map(({ id }) => id)): string[] {
  const carriers = [operation('ring', true), operation('fax', false)]
  return requirementFaults({ ids, rows }, { carriers, citations: [], textOf: (path) => files[path] ?? null, ...world })
}

const live = { carries: ['ring'], tests: ['runtime/ring.test.ts > it rings', 'specs/scenarios/ring.yaml'] }

test('rows that say what is so have no fault', () => {
  const rows = [
    row('FR-A1', 'live', live),
    row('FR-A2', 'planned', { carries: ['fax'] }),
    row('FR-A3', 'planned', { carries: ['ring'], note: 'It rings, but not twice.' }),
    row('FR-A4', 'process'),
  ]
  expect(faultsOf(rows)).toEqual([])
})

test('a row that is missing, unlisted or there twice is named', () => {
  const rows = [row('FR-A1', 'process'), row('FR-A1', 'process'), row('FR-A3', 'process')]
  expect(faultsOf(rows, {}, ['FR-A1', 'FR-A2'])).toEqual([
    'FR-A2 of specs/requirements/ids.yaml has no row.',
    'a.yaml: FR-A3 is not in ids.yaml.',
    'FR-A1 has two rows.',
  ])
})

test.each<[string, Partial<PlacedRow>, string]>([
  ['live', { ...live, carries: ['gone'] }, 'carries "gone", which is not there'],
  ['live', { ...live, carries: ['fax'] }, 'is live and nothing that is live carries it'],
  ['live', { ...live, carries: ['runtime/gone.ts'] }, 'carries "runtime/gone.ts", which is not there'],
  ['live', { ...live, tests: ['runtime/gone.test.ts'] }, 'is tested by runtime/gone.test.ts, which is not there'],
  [
    'live',
    { ...live, tests: ['runtime/ring.test.ts > it'] },
    'is tested by "it", which is not in runtime/ring.test.ts',
  ],
  ['planned', { carries: ['ring'] }, 'is planned, but ring is live: is it live too, or what is missing (note)?'],
])('what a %s row says and is not so is named: %j', (status, more, fault) => {
  expect(faultsOf([row('FR-A1', status, more)])).toContain(`a.yaml: FR-A1 ${fault}.`)
})

test.each([
  ['rang', 'wrung', 'has a mutation whose text stands 0 times in runtime/ring.ts'],
  ['r', 'w', 'has a mutation whose text stands 2 times in runtime/ring.ts'],
  ['rings', 'rings', 'has a mutation that changes nothing'],
])('a mutation of %s to %s is refused', (find, replace, fault) => {
  const mutation = { file: 'runtime/ring.ts', find, replace }
  expect(faultsOf([row('FR-A1', 'live', { ...live, mutation })])).toEqual([`a.yaml: FR-A1 ${fault}.`])
})

test('an operation that names a row carries it; one that names none, or none that is live, is named', () => {
  const carriers = [operation('ring', true, 'FR-A1')]
  expect(faultsOf([row('FR-A1', 'live', { tests: live.tests })], { carriers })).toEqual([])
  expect(faultsOf([row('FR-A1a', 'planned'), row('FR-A1b', 'process')], { carriers })).toEqual([
    'ring is live and asks for FR-A1, of which no row is live.',
  ])
  const citations = [{ place: 'specs/a.yaml#/x', ids: ['FR-A9'] }]
  expect(faultsOf([row('FR-A1', 'live', live)], { citations })).toEqual([
    'specs/a.yaml#/x asks for FR-A9, which has no row in specs/requirements/.',
  ])
})

test.each([
  ['FR-A1', 'FR-A1', true],
  ['FR-A1', 'FR-A1b', true],
  ['FR-A1', 'FR-A10', false],
  ['OBS-00-3', 'OBS-00-3.9.1a', true],
  ['NFR-4.1', 'NFR-4.10.1', false],
])('%s names %s: %s', (cited, id, named) => {
  expect(matches(cited, id)).toBe(named)
})
