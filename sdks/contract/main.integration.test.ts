import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { documentOf } from './published.ts'

const main = join(import.meta.dirname, 'main.ts')
const run = (...args: string[]) => promisify(execFile)(process.execPath, [main, ...args])

test('it says which contract it has, and what each command takes', async () => {
  expect((await run('--version')).stdout).toBe(`${documentOf('openapi').info.version}\n`)
  for (const name of ['mock', 'verify', 'webhook', 'replay', 'pact'])
    expect((await run(name, '--help')).stdout).toContain(`invorto-contract ${name} `)
})

test.each([
  [['nothing'], 'There is no command "nothing".', ''],
  [['verify'], 'URL is missing.', 'verify '],
  [['verify', 'staging'], '"staging" is no address like https://staging.example.com.', 'verify '],
  [['mock', '--nope'], "Unknown option '--nope'.", 'mock '],
  [['mock', '--port', '70000'], '--port is a whole number from 0 to 65535, not "70000".', 'mock '],
  [['replay', 'barge-in', 'too'], '"too" is one argument too many.', 'replay '],
  [['pact', 'chek'], 'There is no command "pact chek".', 'pact '],
  [['pact', 'check'], 'FILE.json ... is missing.', 'pact '],
])('%j is called wrongly: it says what is wrong, and where to read on', async (args, why, command) => {
  const told = `${why}\nSee invorto-contract ${command}--help.\n`
  await expect(run(...args)).rejects.toMatchObject({ code: 2, stderr: told, stdout: '' })
})
