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
  [
    ['webhook', 'http://127.0.0.1:9', '--secret', 'whsec_...'],
    '--secret is none: it is a text, or whsec_ and base64.',
    'webhook ',
  ],
  [['replay', 'barge-in', 'too'], '"too" is one argument too many.', 'replay '],
  [['pact', 'chek'], 'There is no command "pact chek".', 'pact '],
  [['pact', 'check'], 'FILE.json ... is missing.', 'pact '],
])('%j is called wrongly: it says what is wrong, and where to read on', async (args, why, command) => {
  const told = `${why}\nSee invorto-contract ${command}--help.\n`
  await expect(run(...args)).rejects.toMatchObject({ code: 2, stderr: told, stdout: '' })
})

test('whoever has read enough of what is printed hears of no fault', async () => {
  const shell = `"${process.execPath}" "${main}" replay barge-in --frames | head -n 1`
  const { stdout, stderr } = await promisify(execFile)('bash', ['-o', 'pipefail', '-c', shell])
  expect([stdout.split('\n').length, stderr]).toEqual([2, ''])
})

const FAULT = 'process.stdout.write = () => { throw new Error("no") }'

test('what nobody thought of is one line and exit code 2; DEBUG shows where', async () => {
  const faulty = (env: Record<string, string>) =>
    promisify(execFile)(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(FAULT)}`, main, 'replay', '--list'],
      { env: { ...process.env, ...env } },
    ).then(
      () => [0, ''],
      ({ code, stderr }) => [code, stderr],
    )
  expect(await faulty({ DEBUG: '' })).toEqual([2, 'no\nDEBUG=1 shows where.\n'])
  expect((await faulty({ DEBUG: '1' }))[1]).toMatch(/^Error: no\n {4}at /)
})

test('an older Node is told which one is needed', async () => {
  const older = `Object.defineProperty(process.versions, 'node', { value: '20.1.0' })`
  const options = ['--import', `data:text/javascript,${encodeURIComponent(older)}`, main, '--version']
  const told = promisify(execFile)(process.execPath, options)
  const stderr = expect.stringMatching(/^invorto-contract needs Node 22 or later; this is v\S+\.\n$/)
  await expect(told).rejects.toMatchObject({ code: 2, stderr, stdout: '' })
})
