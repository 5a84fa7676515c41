import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshEnvironment, testEnvironment } from '#sdks/python/environment.ts'
import { samples } from '#sdks/webhooks/generated/events.gen.ts'
import { Webhooks, type WebhookType } from '#sdks/webhooks/webhooks.ts'
import { buildPythonPackage, type PythonPackage } from './python-package.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

let folder: string
let built: PythonPackage
let python: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invorto-python-'))
  built = await buildPythonPackage(root)
  python = await freshEnvironment(join(folder, 'fresh'), [built.wheel])
}, 180_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Its output; what it says where it fails. */
const output = async (program: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
  const own = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', ...env }
  const outcome = await run(program, args, { cwd: folder, env: own, maxBuffer: 16e6 }).catch((error) => error)
  if (outcome instanceof Error) throw new Error(`${(outcome as { stdout?: string }).stdout}\n${outcome.message}`)
  return outcome.stdout
}

/** What is installed of the package, in the order of the alphabet. */
const filesOf = async (place: string): Promise<string[]> =>
  (await readdir(place, { recursive: true })).filter((file) => /\.\w+$/.test(file) && !file.endsWith('.pyc')).sort()

test('a fresh environment has it with what it needs and no more; the sdist makes the same of itself', async () => {
  const listed = JSON.parse(await output(python, ['-m', 'pip', 'list', '--format=json', '--disable-pip-version-check']))
  expect(listed.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['httpx', 'invorto', 'pydantic']),
  )
  expect(listed.map(({ name }: { name: string }) => name)).not.toContain('pytest')
  const target = join(folder, 'sdist')
  const asked = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-build-isolation', '--target', target]
  await output(await testEnvironment(), ['-m', 'pip', 'install', ...asked, built.sdist])
  const site = (await output(python, ['-c', 'import invorto, os; print(os.path.dirname(invorto.__file__))'])).trim()
  const files = await filesOf(join(target, 'invorto'))
  expect(files).toEqual(await filesOf(site))
  expect(files).toContain('py.typed')
  expect(files.filter((file) => !file.endsWith('.py'))).toEqual(['py.typed'])
}, 60_000)

test('what is installed passes its tests', async () => {
  const vectors = await Promise.all(
    (Object.keys(samples) as WebhookType[]).flatMap((type) =>
      ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'a secret of the tenant’s own'].map(async (secret) => {
        const { body, headers } = await new Webhooks(secret).testEvent(type, {}, 1_770_076_800_000)
        return [secret, headers['webhook-id'], 1_770_076_800, body, headers]
      }),
    ),
  )
  const tests = join(root, 'sdks/python/tests')
  // The tests' own packages come after those of the fresh environment.
  const site = (
    await output(await testEnvironment(), ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'])
  ).trim()
  const env = { EXAMPLES: join(root, 'specs/examples'), VECTORS: JSON.stringify(vectors), OTHERS: site }
  const program =
    'import os, sys; sys.path.append(os.environ["OTHERS"]); import pytest; sys.exit(pytest.main(sys.argv[1:]))'
  const told = await output(python, ['-c', program, '-q', '-p', 'no:cacheprovider', '--rootdir', tests, tests], env)
  expect(told).toMatch(/\d{3} passed in/)
  expect(told).not.toMatch(/skipped|failed|warning/)
}, 60_000)

test('its types are right for Python 3.9, in strict mode', async () => {
  const pyright = join(root, 'node_modules/pyright/index.js')
  const told = await output(process.execPath, [
    pyright,
    '-p',
    join(root, 'sdks/python'),
    '--pythonpath',
    await testEnvironment(),
  ])
  expect(told).toContain('0 errors, 0 warnings')
}, 60_000)

test('a program of somebody else is type-checked against what is installed', async () => {
  await writeFile(join(folder, 'theirs.py'), theirs)
  const pyright = join(root, 'node_modules/pyright/index.js')
  const args = [pyright, '--pythonpath', python, '--pythonversion', '3.9', '--outputjson', join(folder, 'theirs.py')]
  const { stdout } = await run(process.execPath, args, { cwd: folder }).catch((error) => error)
  const lines = JSON.parse(stdout).generalDiagnostics.map(
    ({ range, rule }: { range: { start: { line: number } }; rule: string }) => `${range.start.line + 1} ${rule}`,
  )
  const expected = theirs.split('\n').flatMap((line, index) => {
    const rule = /# wrong: (\w+)/.exec(line)
    return rule === null ? [] : [`${index + 1} ${rule[1]}`]
  })
  expect(lines).toEqual(expected)
}, 60_000)

const theirs = `from typing import List
from invorto import AgentConfig, AsyncInvortoClient, InvortoClient, NotFoundError, Page, Agent
from invorto.webhooks import Webhooks

client = InvortoClient('k')
agent = client.create_agent(AgentConfig(name='Desk', prompt='x', max_duration_sec=60))
names: List[str] = [one.name for one in client.agents.list(limit=2)]
page: Page[Agent] = client.agents.list()
client.agents.update(agent.id, {'prompt': 'y'}, if_match='e', timeout_ms=5)
AgentConfig(name='Desk')  # wrong: reportCallIssue
agent.nickname  # wrong: reportAttributeAccessIssue
client.agents.get(5)  # wrong: reportArgumentType
client.agents.get(agent.id, if_match='e')  # wrong: reportCallIssue
client.agents.list(limit='2')  # wrong: reportArgumentType

event = Webhooks('s').unwrap(b'', {})
if event['type'] == 'call.ended':
    print(event['callId'], event['durationSec'])
    print(event['nothing'])  # wrong: reportGeneralTypeIssues

async def main() -> None:
    async with AsyncInvortoClient() as other:
        try:
            print((await other.agents.get('a')).name)
        except NotFoundError as error:
            print(error.code, error.request_id)
        async for one in other.agents.list():
            print(one.name)
        async for told in other.sessions.events.stream('c'):
            print(told.event_type)
`
