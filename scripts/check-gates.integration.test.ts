import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)
const cheap = ['committed migration edited', 'test of a live requirement removed', 'import from a higher floor']

/** Seconds on a quiet machine; other test files run beside it. */
const LONG_MS = 240_000

test(
  'edits are made, noticed by their gates, and taken back',
  async () => {
    const asked = ['--seed', '1', '--count', '3', '--kinds', cheap.join(',')]
    const { stdout } = await run(process.execPath, ['scripts/check-gates.ts', ...asked], { cwd: root })
    for (const gate of ['migrations', 'requirements', 'floors']) expect(stdout).toMatch(new RegExp(`^${gate} `, 'm'))
    expect(stdout).toContain('3 of 3 edits were caught (seed 1')
  },
  LONG_MS,
)
