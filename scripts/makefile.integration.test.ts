import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const hostile = "x\"`echo hostile`$$(echo hostile);'echo hostile'"

test.each([
  ['review', 'BASE'],
  ['tenant', 'NAME'],
  ['check-gates', 'SEED'],
  ['nightly-fuzz', 'SEED'],
])('no shell reads what `make %s` is given as %s', async (target, name) => {
  const { stdout } = await run('make', ['-n', target, `${name}=${hostile}`], { cwd: root })
  expect(stdout).toContain(`{${name}:`)
  expect(stdout).not.toContain('hostile')
})
