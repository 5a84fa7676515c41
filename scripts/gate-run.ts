import { performance } from 'node:perf_hooks'
import type { Gate } from './gates.ts'
import { startNode } from './signals.ts'

/** What came of a gate. */
export interface GateRun {
  readonly passed: boolean
  readonly seconds: number
  /** All that it printed. */
  readonly output: string
}

/** Runs the gate on the repository in this folder. */
export function runGate({ command }: Gate, root: string): Promise<GateRun> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const child = startNode(command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (part: Buffer) => output.push(part))
    child.on('error', reject)
    child.on('close', (code) => {
      const seconds = (performance.now() - began) / 1000
      resolve({ passed: code === 0, seconds, output: Buffer.concat(output).toString() })
    })
  })
}

/** Does `work` for each item, `width` at a time, in their order. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, lane: number) => Promise<void>,
) {
  const waiting = [...items]
  const lane = async (_: unknown, number: number): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item, number)
  }
  await Promise.all(Array.from({ length: width }, lane))
}
