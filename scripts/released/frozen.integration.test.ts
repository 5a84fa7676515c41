import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { thawed } from './frozen.ts'

const run = promisify(execFile)
let root = ''
const git = (...asked: string[]) =>
  run('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@localhost', ...asked])
async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}
async function commit(): Promise<void> {
  await git('add', '-A')
  await git('commit', '-qm', 'x', '--no-verify')
}

const document = 'specs/released/1.0.0/openapi.json'
const migration = 'migrations/0001-first.sql'
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'frozen-'))
  await git('init', '-q')
  await put(migration, 'create table a ();')
  await put('migrations/applied.json', '{"0001-first.sql": "a hash"}')
  await put(document, '{"info": "é"}')
  await commit()
})
afterEach(() => rm(root, { recursive: true, force: true }))

const both = async () => [...(await thawed(root, 'specs/released')), ...(await thawed(root, 'migrations'))]

test('what is new since the release says nothing', async () => {
  await put('migrations/0002-second.sql', 'create table b ();')
  await put('migrations/applied.json', '{}')
  await put('specs/released/1.1.0/openapi.json', '{}')
  expect(await both()).toEqual([])
  await commit()
  await put('migrations/0002-second.sql', 'create table c ();')
  expect(await both()).toEqual([expect.stringContaining('0002-second.sql has changed: it was released in 1.1.0')])
})

test.each([
  ['edited', () => put(document, '{"info": "e"}'), () => put(migration, 'drop table a;')],
  ['removed', () => rm(join(root, document)), () => rm(join(root, migration))],
])('what was released and is %s is told, committed or not', async (_what, one, other) => {
  await one()
  await other()
  const told = [expect.stringContaining(`${document} `), expect.stringContaining(`${migration} `)]
  expect(await both()).toEqual(told)
  await commit()
  expect(await both()).toEqual(told)
})

test('a release that is taken away and comes back otherwise is told', async () => {
  await rm(join(root, document))
  await commit()
  await put(document, '{}')
  await commit()
  expect(await both()).toEqual([`${document} has changed: it was released in 1.0.0, and stays as it was.`])
})

test('without a history nothing is told', async () => {
  await rm(join(root, '.git'), { recursive: true })
  await put(document, '{}')
  expect(await both()).toEqual([])
})
