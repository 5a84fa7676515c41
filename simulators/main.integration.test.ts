import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { startSimulators } from './start.ts'

const program = fileURLToPath(new URL('./main.ts', import.meta.url))
const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

function run(...options: string[]) {
  const child = spawn(process.execPath, [program, ...options], { stdio: ['pipe', 'pipe', 'pipe'] })
  started.push(child)
  const lines = createInterface({ input: child.stdout })
  return { child, firstLine: once(lines, 'line').then(([line]) => String(line)), exit: once(child, 'exit') }
}

describe('the process', () => {
  test('says where it is in one line of JSON and stops on SIGTERM', async () => {
    const { child, firstLine, exit } = run()
    const at = JSON.parse(await firstLine) as { deepgram: string; openai: string }
    expect(at.openai).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
    expect((await fetch(`${at.openai}/models`, { headers: { authorization: 'Bearer k' } })).status).toBe(200)
    expect((await fetch(`${at.deepgram}/__simulator/faults`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
  })

  test('dies with its parent when asked to', async () => {
    const { child, firstLine, exit } = run('--die-with-parent')
    await firstLine
    child.stdin.end()
    expect(await exit).toEqual([0, null])
  })

  test('tells what is wrong with its options, and shows help', async () => {
    expect(await run('--deepgram-port', '99999').exit).toEqual([1, null])
    expect(await run('--rules', 'no-such-file.yaml').exit).toEqual([1, null])
    expect(await run('--colour').exit).toEqual([1, null])
    expect(await run('--help').exit).toEqual([0, null])
  })

  test('a port that is taken is an error and leaves nothing open', async () => {
    const first = await startSimulators()
    const port = Number(new URL(first.openaiUrl).port)
    await expect(startSimulators({ openaiPort: port })).rejects.toThrow(/EADDRINUSE/)
    await first.close()
    const second = await startSimulators({ openaiPort: port })
    await second.close()
  })
})
