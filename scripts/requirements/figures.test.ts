import { expect, test } from 'vitest'
import { figuresTable, withFigures } from './figures.ts'

const rows = [
  { id: 'FR-A1', title: 'A.', status: 'live', mutation: { file: 'a.ts', find: 'abc', replace: '' } },
  { id: 'FR-A2', title: 'B.', status: 'live' },
  { id: 'VOIP-1', title: 'C.', status: 'superseded: there is a better way' },
]
const table = figuresTable(rows)

test('rows are counted by source and status, and those that have a mutation', () => {
  expect(table).toContain('| SRS, functional | 2 | 0 | 0 | 0 | 1 |')
  expect(table).toContain('| 1:1 calls | 0 | 0 | 0 | 1 | 0 |')
  expect(table.at(-1)).toBe('| all 3 | 2 | 0 | 0 | 1 | 1 |')
})

test('the table of a text is put right, wherever it stands', () => {
  const text = ['# It', '', table[0]!, '| --- |', '| old |', '', 'After it.'].join('\n')
  expect(withFigures(text, table)).toBe(['# It', '', ...table, '', 'After it.'].join('\n'))
  expect(withFigures(`${table[0]}\n| old |`, table)).toBe(table.join('\n'))
  expect(withFigures('# It', table)).toBeNull()
})
