import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { mockCommand } from './mock/command.ts'
import { replayCommand } from './replay/command.ts'
import { until } from './until.ts'

const main = join(import.meta.dirname, 'main.ts')
const asked = [main, 'mock', '--port', '0']
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Where the mock is that this process, or one that it has started, says it has begun. */
async function begun(child: ChildProcess): Promise<string> {
  children.push(child)
  for await (const line of createInterface(child.stdout!)) {
    const url = /^The mock is at (.+)$/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('It ended before it began.')
}

const isThere = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('a server ends by %s', async (signal) => {
  const child = spawn(process.execPath, asked, { stdio: ['ignore', 'pipe', 'inherit'] })
  await begun(child)
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
})

test.each([
  ['mock', mockCommand, []],
  ['replay', replayCommand, ['barge-in']],
] as const)('%s listens for the end before it says that it is there', async (_name, command, more) => {
  const before = process.listenerCount('SIGHUP')
  const listening: number[] = []
  const code = await command.run(['--port', '0', ...more], () => {
    listening.push(process.listenerCount('SIGHUP') - before)
    process.emit('SIGHUP')
  })
  expect([code, listening, process.listenerCount('SIGHUP') - before]).toEqual([0, [1], 0])
})

test('and when whoever holds its input lets go of it', async () => {
  const child = spawn(process.execPath, asked, { stdio: ['pipe', 'pipe', 'inherit'] })
  await begun(child)
  // Who lets go at once has never held it.
  await new Promise((held) => setTimeout(held, 1_000))
  child.stdin!.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('an input that nobody ever held is no end: so steps of CI systems are started', async () => {
  const child = spawn(process.execPath, asked, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin!.end()
  const url = await begun(child)
  const ended = once(child, 'exit')
  await new Promise((seen) => setTimeout(seen, 1_500))
  expect([child.exitCode, await isThere(url)]).toEqual([null, true])
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

test('and when whoever started it is gone', async () => {
  const script = '"$0" "$@" < /dev/null & wait'
  const parent = spawn('sh', ['-c', script, process.execPath, ...asked], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await begun(parent)
  expect(await isThere(url)).toBe(true)
  parent.kill('SIGKILL')
  await until('the end of the mock', async () => !(await isThere(url)))
})
