import { expect, test } from 'vitest'
import { problemFields, tableChanges } from './table-changes.ts'

const row = { status: 404, retryable: false, closeCode: 4404, title: 'No such resource' }
const between = (before: typeof row | null, after: typeof row | null) =>
  tableChanges(
    'problems',
    before === null ? {} : { gone: before },
    after === null ? {} : { gone: after },
    problemFields,
  ).map(({ impact, message }) => `${impact}: ${message}`)

test('a row that comes is minor, one that goes major', () => {
  expect(between(null, row)).toEqual(['minor: `gone` is new.'])
  expect(between(row, null)).toEqual(['major: `gone` is gone.'])
  expect(between(row, row)).toEqual([])
})

test('status and close code are promises, a title is not', () => {
  expect(between(row, { ...row, status: 410 })).toEqual(['major: `status` of `gone` went from 404 to 410.'])
  expect(between(row, { ...row, closeCode: 4410 })[0]).toContain('major')
  expect(between(row, { ...row, title: 'Nothing' })[0]).toContain('patch')
})

test('a draft row is no promise until it is live', () => {
  const draft = { gone: { ...row, 'x-status': 'draft' } }
  expect(tableChanges('problems', draft, {}, problemFields)).toEqual([])
  expect(tableChanges('problems', draft, { gone: row }, problemFields)).toMatchObject([{ impact: 'minor' }])
})
