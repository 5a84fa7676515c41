import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshEnvironment } from '#sdks/python/environment.ts'
import { operatorKey } from './database.ts'
import { shortCall } from './short-call.ts'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const versionsIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(root, folder)).catch(() => [])).filter((name) => /^\d+\.\d+\.\d+$/.test(name)).sort()
const released = await versionsIn('sdks/released')
/** The contract was released before there were SDKs. */
const BEFORE = ['1.4.0']

test('every release of the contract has its SDKs', async () => {
  const contracts = await versionsIn('specs/released')
  expect(released).toEqual(contracts.filter((version) => !BEFORE.includes(version)))
})

/** What a suite wrote, also where it fails. */
const outputOf = (program: string, asked: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> =>
  run(program, asked, { cwd, env, timeout: 60_000 }).then(
    ({ stdout }) => stdout,
    ({ message, stdout, stderr }) => Promise.reject(new Error(`${message}\n${stdout}\n${stderr}`)),
  )

describe.each(released)('the SDKs that were released as %s, on the platform as it is', (version) => {
  const kept = join(root, 'sdks/released', version)
  let folder: string
  let stage: Stage
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'invorto-released-'))
    stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' })
  })
  afterAll(async () => {
    await stage?.strike()
    await rm(folder, { recursive: true, force: true })
  })
  const filesOf = async (ending: string): Promise<string[]> =>
    (await readdir(kept)).filter((name) => name.endsWith(ending)).map((name) => join(kept, name))
  const env = () => {
    const { url, apiKey } = stage.platform
    return { PATH: process.env.PATH, API_BASE_URL: url, INVORTO_API_KEY: apiKey, OPERATOR_KEY: operatorKey }
  }

  test('for JavaScript, in a fresh project without a network', async () => {
    await writeFile(join(folder, 'package.json'), '{"name":"fresh","private":true,"type":"module"}')
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...(await filesOf('.tgz'))], { cwd: folder })
    // Beside its packages, or it would not find them.
    const suite = join(folder, 'on-platform.mjs')
    await run('cp', [join(kept, 'on-platform.mjs'), suite])
    expect(await outputOf(process.execPath, [suite], folder, env())).toContain('all is right')
  }, 120_000)

  test('for Python, in a fresh environment', async () => {
    const python = await freshEnvironment(join(folder, 'python'), [...(await filesOf('.whl')), 'pytest', 'trio'])
    const { body: agent } = await stage.rest.call('createAgent', { body: { name: 'Py', prompt: 'x' } })
    await shortCall(stage, 'python-1', agent.id)
    const SESSION = await until('the call has ended', async () => {
      const { body } = await stage.rest.call('getCall', { path: { callId: 'python-1' } })
      return body.status === 'ended' ? (body.id as string) : undefined
    })
    const asked = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--noconftest', join(kept, 'on_platform.py')]
    const told = await outputOf(python, asked, folder, { ...env(), SESSION })
    expect(told).toMatch(/\d+ passed/)
    expect(told).not.toMatch(/skipped|failed/)
  }, 120_000)
})
