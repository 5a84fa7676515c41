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
async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}
async function commit(): Promise<void> {
  await git('add', '-A')
  await git('commit', '-qm', 'x', '--no-verify')
}

const document = 'specs/released/1.0.0/openapi.json'
const wheel = 'sdks/released/1.0.0/one.whl'
const migration = 'migrations/0001-first.sql'
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'frozen-'))
  await git('init', '-q')
  await put(migration, 'create table a ();')
  await put('migrations/applied.json', '{"0001-first.sql": "a hash"}')
  await put(document, '{"info": "é"}')
  // No text: what is read as one would have another hash.
  await put(wheel, Buffer.from([0x50, 0x4b, 0xff, 0x00]))
  await commit()
})
afterEach(() => rm(root, { recursive: true, force: true }))

const both = async () => [
  ...(await thawed(root, 'specs/released')),
  ...(await thawed(root, 'sdks/released')),
  ...(await thawed(root, 'migrations')),
]

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
  ['edited', (path: string) => put(path, 'drop table a;')],
  ['removed', (path: string) => rm(join(root, path))],
])('what was released and is %s is told, committed or not', async (_what, edit) => {
  const kept = [document, wheel, migration]
  for (const path of kept) await edit(path)
  const told = kept.map((path) => expect.stringContaining(`${path} `))
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
