import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Sandbox {
  readonly deepgramUrl: string
  readonly openaiUrl: string
  stop(): Promise<void>
}

const program = fileURLToPath(new URL('../simulators/main.ts', import.meta.url))

/**
 * Starts the simulated providers in a process of their own, on free ports; they end with this process, however it
 * ends, but not with a signal that its whole group gets: live calls need them to the last. */
export async function startSandbox(): Promise<Sandbox> {
  const child = spawn(process.execPath, [program, '--die-with-parent'], {
    // It has no business with our keys.
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const { deepgram, openai } = await firstLine(child)
  return {
    deepgramUrl: deepgram,
    openaiUrl: openai,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function firstLine(child: ChildProcess): Promise<{ deepgram: string; openai: string }> {
  const lines = createInterface({ input: child.stdout! })
  const line = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => null)])
  lines.close()
  child.stdout!.resume()
  if (line === null) throw new Error('The sandbox providers ended before they were ready.')
  return JSON.parse(String(line[0]))
}
