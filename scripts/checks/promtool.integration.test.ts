import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const program = join(root, '.make/prometheus/usr/bin/promtool')
const promtool = async (...args: string[]): Promise<string> => {
  const { stdout, stderr } = await run(program, args, { cwd: join(root, 'infra/prometheus') }).catch(
    (failed: { stdout: string; stderr: string }) => failed,
  )
  return stdout + stderr
}

beforeAll(() => run('make', ['.make/prometheus/usr/bin/promtool'], { cwd: root }), 180_000)

test('Prometheus takes the alert rules', async () => {
  expect(await promtool('check', 'rules', 'alerts.yml')).toMatch(/SUCCESS: \d\d rules found/)
})

test('Prometheus takes its settings', async () => {
  expect(await promtool('check', 'config', '--syntax-only', 'prometheus.yml')).toContain('SUCCESS')
})

test('alerts come when they should, and not before', async () => {
  expect(await promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS')
})
