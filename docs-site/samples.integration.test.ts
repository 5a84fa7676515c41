import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sdkMethods } from '#scripts/emit/sdk/resource-tree.ts'
import { testEnvironment } from '#sdks/python/environment.ts'
import { requestOf } from './pages/request-sample.ts'
import { pythonOf, typescriptOf } from './pages/sdk-sample.ts'
import { readSources } from './sources.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

let folder: string
beforeAll(async () => {
  await mkdir(join(root, '.make'), { recursive: true })
  folder = await mkdtemp(join(root, '.make/samples-'))
})
afterAll(() => rm(folder, { recursive: true }))

const { documents, examples } = await readSources(root)
const methods = sdkMethods(documents.openapi)
const samples = methods.map((method) => {
  const request = requestOf(method.operation, examples.get(method.operation.id) ?? [])
  return [method.operation.id, typescriptOf(method, request), pythonOf(method, request)] as const
})

/** What a checker complains of. */
async function complaints(program: string, args: readonly string[]): Promise<string> {
  return run(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: folder }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  )
}

/** A sample within a function of its own. */
const within = (head: string, code: string, indent: string): string =>
  `${head}\n${code.replace(/^(import|from) .*$/gm, '').replaceAll(/^/gm, indent)}\n`

test('every request of the reference is one that the client for Node takes', { timeout: 120_000 }, async () => {
  const client = "import { InvortoClient } from '#sdks/node/generated/index.gen.ts'\n"
  const all = samples.map(([id, code]) => `${within(`export async function ${id}() {`, code, '  ')}}\n`)
  await writeFile(join(folder, 'samples.ts'), client + all.join(''))
  const compilerOptions = { noEmit: true, noUnusedLocals: false, incremental: false, composite: false }
  const config = { extends: '../../tsconfig.json', compilerOptions, include: ['samples.ts'], exclude: [] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  expect(await complaints('typescript/bin/tsc', ['-p', folder])).toBe('')
})

test('and the client for Python', { timeout: 120_000 }, async () => {
  const all = samples.map(([id, , code]) => within(`def ${id}() -> None:`, code, '    '))
  await writeFile(join(folder, 'samples.py'), `from invorto import InvortoClient\n\n${all.join('\n')}`)
  const config = { include: ['samples.py'], extraPaths: [join(root, 'sdks/python')], pythonVersion: '3.9' }
  await writeFile(join(folder, 'pyrightconfig.json'), JSON.stringify(config))
  const asked = ['-p', folder, '--pythonpath', await testEnvironment()]
  expect(await complaints('pyright/index.js', asked)).toBe('')
})
