import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildValidators } from './build-validators.ts'
import { manifestPath } from './emit/manifest.ts'
import { pythonFolder } from './emit/sdk/python/core.ts'
import { lendGenerator } from './emit/sdk/python/generator.ts'
import { computeOutputs } from './outputs.ts'

const root = join(import.meta.dirname, '..')
let copy: string

beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), 'invorto-generate-'))
  await cp(join(root, 'specs'), join(copy, 'specs'), { recursive: true })
  await cp(join(root, 'scripts'), join(copy, 'scripts'), { recursive: true })
  await cp(join(root, pythonFolder), join(copy, pythonFolder), { recursive: true })
  await lendGenerator(root, copy)
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
})

afterEach(() => rm(copy, { recursive: true, force: true }))

async function writeOutputs(): Promise<void> {
  for (const [path, content] of await computeOutputs(copy)) {
    await mkdir(join(copy, path, '..'), { recursive: true })
    await writeFile(join(copy, path), content)
  }
}

test('generating twice, in two folders, gives the same bytes', async () => {
  expect(await computeOutputs(copy)).toEqual(await computeOutputs(root))
})

test('an operation that nobody may call stops the generator by its name', async () => {
  const path = join(copy, 'specs/rest/agents.yaml')
  const source = await readFile(path, 'utf8')
  await writeFile(
    path,
    source.replace('x-roles: [admin, dev]', 'x-requirement: [FR-G2]').replace('x-requirement: [FR-G1]\n', '\n'),
  )
  await expect(computeOutputs(copy)).rejects.toThrow('createAgent needs x-roles')
})

test('validators are built from the committed documents, once, and not from documents that were edited', async () => {
  await writeOutputs()
  const built = await readFile(join(copy, 'generated/validators/realtime.mjs'), 'utf8')
  expect(await buildValidators(copy)).toBe('present')
  await rm(join(copy, 'generated/validators'), { recursive: true })
  expect(await buildValidators(copy)).toBe('built')
  expect(await readFile(join(copy, 'generated/validators/realtime.mjs'), 'utf8')).toBe(built)

  const manifest = await readFile(join(copy, manifestPath), 'utf8')
  await rm(join(copy, 'generated/validators'), { recursive: true })
  await writeFile(
    join(copy, manifestPath),
    manifest.replace(/("generated\/validators\/realtime\.mjs": ")\w{8}/, '$100000000'),
  )
  await expect(buildValidators(copy)).rejects.toThrow('realtime.mjs comes out differently')

  const document = join(copy, 'generated/documents/events.json')
  await writeFile(document, `${await readFile(document, 'utf8')} `)
  await expect(buildValidators(copy)).rejects.toThrow('generated/documents/events.json is not what')
})
