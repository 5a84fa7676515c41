import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, type TestContext, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const program = join(root, '.make/prometheus/usr/bin/promtool')
interface Said {
  readonly stdout: string
  readonly stderr: string
}
const promtool = async (...args: string[]): Promise<string> => {
  const { stdout, stderr } = await run(program, args, { cwd: join(root, 'infra/prometheus') }).catch(
    (failed: Said) => failed,
  )
  return stdout + stderr
}

/** Why there is none. CI asks for it before it runs the tests, so there it never is. */
let absent: string | undefined
beforeAll(async () => {
  absent = await run('make', ['-s', 'promtool'], { cwd: root }).then(
    () => undefined,
    ({ stdout }: Said) => stdout.trim(),
  )
}, 200_000)
const needed = ({ skip }: TestContext): void => skip(absent !== undefined, absent)

test('Prometheus takes the alert rules', async (context) => {
  needed(context)
  expect(await promtool('check', 'rules', 'alerts.yml')).toMatch(/SUCCESS: \d\d rules found/)
})

test('Prometheus takes its settings', async (context) => {
  needed(context)
  expect(await promtool('check', 'config', '--syntax-only', 'prometheus.yml')).toContain('SUCCESS')
})

test('alerts come when they should, and not before', async (context) => {
  needed(context)
  expect(await promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS')
})
