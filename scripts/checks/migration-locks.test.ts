import { expect, test } from 'vitest'
import { lockingIndexes } from './migration-locks.ts'

const found = (sql: string, name = '0025-x.sql'): number => lockingIndexes(name, sql).length

test.each([
  'create index a on calls (id);',
  'create unique index a on calls (id);',
  'create index on calls (id);',
  'CREATE INDEX IF NOT EXISTS a ON public_calls\n (id);',
  'create table other (id int);\ncreate index a\n  on calls (id);',
])('%s: while it is built nobody could write', (sql) => {
  expect(found(sql)).toBe(1)
  expect(found(sql, '0024-x.sql')).toBe(0)
})

test.each([
  'create index concurrently a on calls (id);',
  'create unique index concurrently if not exists a on calls (id);',
  'create table calls (id int);\ncreate index a on calls (id);',
  '-- create index a on calls (id)\ndrop index concurrently if exists a;',
])('%s: nobody waits', (sql) => {
  expect(found(sql)).toBe(0)
})
