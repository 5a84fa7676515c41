import { expect, test } from 'vitest'
import { lockingIndexes } from './migration-locks.ts'

const found = async (sql: string, name = '0025-x.sql'): Promise<number> => (await lockingIndexes(name, sql)).length

test.each([
  'create index a on calls (id);',
  'create unique index a on calls (id);',
  'create index on calls (id);',
  'CREATE INDEX IF NOT EXISTS a ON public_calls\n (id);',
  'create index "a" on "calls" (id);',
  'create index a on public.calls (id);',
  'create table if not exists calls (id int);\ncreate index a on calls (id);',
  'alter table calls add constraint u unique (id);',
  'alter table calls add primary key (id);',
  'alter table calls add column x int unique;',
  'alter table calls add constraint e exclude using gist (during with &&);',
  'create table other (id int);\ncreate index a\n  on calls (id);',
])('%s: while it is built nobody could write', async (sql) => {
  expect(await found(sql)).toBe(1)
  expect(await found(sql, '0024-x.sql')).toBe(0)
})

test.each([
  'create index concurrently a on calls (id);',
  'create unique index concurrently if not exists a on calls (id);',
  'create table calls (id int);\ncreate index a on calls (id);',
  'create table calls (id int);\nalter table calls add primary key (id);',
  'alter table calls add constraint u unique using index a;',
  'alter table calls add column x int not null default 0;',
  'insert into notes (text) values ($$create index a on calls (id);$$);',
  '-- create index a on calls (id)\ndrop index concurrently if exists a;',
])('%s: nobody waits', async (sql) => {
  expect(await found(sql)).toBe(0)
})

test('SQL that PostgreSQL cannot read is refused', async () => {
  await expect(found('create indx a on calls (id);')).rejects.toThrow('syntax error')
})
