import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { filesBelow } from '../files.ts'
import { drawn, kindsOf } from './draw.ts'
import { type EditKind, type Repository, repositoryOf } from './edit.ts'

const root = join(import.meta.dirname, '../..')
const folders = ['specs', 'generated', 'sdks', 'handlers', 'runtime', 'scripts', 'contract-tests', 'migrations']
let repository: Repository
let kinds: EditKind[]
beforeAll(async () => {
  const paths = (await Promise.all(folders.map((folder) => filesBelow(root, folder)))).flat()
  const texts = [...paths.filter((path) => /\.(ts|mts|json|yaml|sql|md)$/.test(path)), '.env.example']
  repository = repositoryOf(new Map(texts.map((path) => [path, readFileSync(join(root, path), 'utf8')])))
  kinds = kindsOf(repository)
})

test('every kind of edit has a place in the repository', () => {
  expect(kinds.length).toBeGreaterThan(25)
  expect(kinds.filter(({ edits }) => edits.length === 0).map(({ name }) => name)).toEqual([])
})

test('the seed alone decides, every kind comes, and no place comes twice', () => {
  const edits = drawn(kinds, 40, 7)
  expect(drawn(kinds, 40, 7)).toEqual(edits)
  expect(drawn(kinds, 40, 8)).not.toEqual(edits)
  expect(new Set(edits.map(({ kind }) => kind)).size).toBe(kinds.length)
  expect(new Set(edits.map(({ kind, item, says, file }) => [kind, item, says, file].join())).size).toBe(40)
})

test('an edit changes its file, and YAML stays YAML that says something else', () => {
  for (const { file, content } of drawn(kinds, 80, 3)) {
    const before = repository.text(file)
    expect(content, file).not.toBe(before)
    if (file.endsWith('.yaml') && content !== null) {
      expect(parse(content, { merge: true }), file).not.toEqual(parse(before, { merge: true }))
    }
  }
})
