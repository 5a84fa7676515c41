import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { build } from 'esbuild'
import { publint } from 'publint'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wheelhouse } from '#sdks/python/environment.ts'
import { setStage } from '../../contract-tests/stage.ts'
import { sdkPackages } from './packages.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const built = join(root, '.make/sdks')

let project: string
let tarballs: string[]
beforeAll(async () => {
  // What another version has left here is not installed beside this one.
  await mkdir(built, { recursive: true })
  await writeFile(join(built, 'invorto-server-0.0.1.tgz'), '')
  await run(process.execPath, ['scripts/build-sdks.ts'], { cwd: root })
  tarballs = (await readdir(built)).filter((file) => file.endsWith('.tgz')).map((file) => join(built, file))
  project = await mkdtemp(join(tmpdir(), 'invorto-fresh-'))
  await writeFile(join(project, 'package.json'), '{"name":"fresh","private":true}')
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs], { cwd: project })
}, 180_000)
afterAll(() => rm(project, { recursive: true, force: true }))

/** Runs a program in the fresh project; what it wrote. */
async function program(name: string, code: string, env: Record<string, string> = {}): Promise<string> {
  await writeFile(join(project, name), code)
  const { stdout } = await run(process.execPath, [name], { cwd: project, env: { PATH: process.env.PATH, ...env } })
  return stdout.trim()
}

test('each package is packed, and holds nothing but what it needs', async () => {
  expect(tarballs).toHaveLength(sdkPackages.length + sdkPackages.filter(({ alias }) => alias !== undefined).length)
  for (const { name } of sdkPackages) {
    const files = await readdir(join(project, 'node_modules', name), { recursive: true })
    expect(
      files.filter(
        (file) =>
          !/^(dist|dist\/\w+\.(js|cjs|d\.ts|d\.cts)|dist\/data|dist\/data\/[\w-]+(\/[\w-]+)?(\.json)?|package\.json|README\.md|LICENSE)$/.test(
            file,
          ),
      ),
    ).toEqual([])
  }
})

/** Every command that installs a package, with where the packages are, as a text tells them. */
async function installCommands(path: string): Promise<string> {
  const text = await readFile(join(root, path), 'utf8')
  const blocks = [...text.matchAll(/^```bash.*\n([\s\S]*?)^```$/gm)].map(([, code]) => code!)
  return blocks
    .filter((code) => code.includes('SDKS'))
    .join('')
    .replace('/path/to/invorto', root)
}

test.each([
  ['README.md', ['contract', 'realtime', 'server', 'webhooks']],
  ['docs-site/guides/sdks.md', ['realtime', 'server', 'webhooks']],
  ['docs-site/guides/contract-kit.md', ['contract']],
])(
  'the commands of %s install the packages into a project elsewhere',
  async (path, names) => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'invorto-elsewhere-'))
    const commands = await installCommands(path)
    const programs = join(elsewhere, 'python/bin')
    if (commands.includes('pip')) await run('python3', ['-m', 'venv', join(elsewhere, 'python')])
    const env = {
      PATH: `${programs}:${process.env.PATH}`,
      ...{ HOME: process.env.HOME, npm_config_offline: 'true', npm_config_audit: 'false' },
      ...{ PIP_NO_INDEX: '1', PIP_FIND_LINKS: await wheelhouse() },
    }
    await run('bash', ['-euc', commands], { cwd: elsewhere, env })
    expect((await readdir(join(elsewhere, 'node_modules/@invorto'))).sort()).toEqual(names)
    if (commands.includes('pip')) await run(join(programs, 'python'), ['-c', 'from invorto import InvortoClient'])
    if (names.includes('contract')) {
      const { stdout } = await run('npx', ['invorto-contract', 'replay', '--list'], { cwd: elsewhere, env })
      expect(stdout).toContain('barge-in')
    }
    await rm(elsewhere, { recursive: true })
  },
  120_000,
)

const libraries = sdkPackages.filter(({ entries }) => '.' in entries)

test.each(libraries)('$name is right for npm and for every way to import its types', async ({ folder, name }) => {
  const { messages } = await publint({ pkgDir: join(root, '.make', folder), strict: true })
  expect(messages).toEqual([])
  const tarball = tarballs.find((path) => path.includes(`${name.slice(1).replace('/', '-')}-`))
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(await readFile(tarball!))))
  expect('problems' in result ? result.problems : 'untyped').toEqual([])
})

test('a fresh project imports and requires each of them', async () => {
  const names = {
    '@invorto/server': 'InvortoClient',
    '@invorto/realtime': 'RealtimeClient',
    '@invorto/webhooks': 'Webhooks',
  }
  for (const [name, exported] of Object.entries(names)) {
    expect(await program('a.mjs', `import { ${exported} } from '${name}'; console.log(typeof ${exported})`)).toBe(
      'function',
    )
    expect(await program('a.cjs', `console.log(typeof require('${name}').${exported})`)).toBe('function')
  }
})

test('each package says which Node it needs, and its types need no TypeScript that is newer than 5.4', async () => {
  for (const { name } of sdkPackages) {
    const folder = join(project, 'node_modules', name)
    expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')).engines).toEqual({ node: '>=22' })
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('Node 22')
    const types = (await readdir(join(folder, 'dist'))).filter((file) => file.endsWith('.d.ts'))
    // Before 5.7 an array of numbers has no type of its buffer.
    for (const file of types)
      expect(await readFile(join(folder, 'dist', file), 'utf8')).not.toMatch(/\b\w+Array<ArrayBuffer/)
  }
})

test('the realtime client stands under its other name too, and its sound fits it by type', async () => {
  const code =
    "import { RealtimeClient } from '@invorto/browser-realtime'; console.log(typeof new RealtimeClient().connect)"
  expect(await program('alias.mjs', code)).toBe('function')
  await writeFile(
    join(project, 'sound.ts'),
    `import { RealtimeClient } from '@invorto/realtime'
import { CallAudio } from '@invorto/realtime/audio'
import { violationsIn } from '@invorto/realtime/validators'
const client = new RealtimeClient()
client.on('message', (message) => violationsIn(message).map(({ pointer }) => pointer))
export const audio: Promise<CallAudio> = CallAudio.open(client, { onLoudness: (loudness: number) => loudness })
`,
  )
  const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', lib: ['es2023', 'dom'], types: [] }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['sound.ts'] }))
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], { cwd: project })
})

test('whoever wants to know whether the server keeps to the contract is told where it does not', async () => {
  const code = `import { violationsIn } from '@invorto/realtime/validators'
const wrong = violationsIn({ t: 'stt.final', seq: 'three' })
console.log(wrong.length > 0 && wrong[0].pointer, violationsIn({ t: 'newer', what: 1 }).length)`
  expect(await program('checks.mjs', code)).toMatch(/^\/\w+ 0$/)
})

test('the packed client calls an API with its key, and the packed receiver verifies what it signs', async () => {
  const server = createServer((request, response) => {
    response.writeHead(201, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify({ id: 'a_1', seen: [request.method, request.url, request.headers.authorization] }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const API_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const call = `const { InvortoClient } = require('@invorto/server')
new InvortoClient('k').createAgent({ name: 'n', prompt: 'p' }).then(({ seen }) => console.log(seen.join(' ')))`
  expect(await program('call.cjs', call, { API_BASE_URL })).toBe('POST /v1/agents Bearer k')
  server.close()
  const receive = `import { isEvent, Webhooks } from '@invorto/webhooks'
const webhooks = new Webhooks('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
const { body, headers } = await webhooks.testEvent('call.ended', { callId: 'c_mine' })
const event = await webhooks.unwrap(body, headers)
console.log(isEvent(event, 'call.ended') && event.callId)`
  expect(await program('receive.mjs', receive)).toBe('c_mine')
})

test('the packed kit is a platform for the packed client: the quickstart runs on its mock', async () => {
  const kit = join(project, 'node_modules/.bin/invorto-contract')
  const mock = spawn(kit, ['mock', '--port', '0'], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(mock.stdout.setEncoding('utf8'), 'data')) as [string]
  const API_BASE_URL = /http:\S+/.exec(line)![0]
  const quickstart = `import { InvortoClient } from '@invorto/server'
const client = new InvortoClient('your-api-key')
const agent = await client.createAgent({ name: 'Support Agent', prompt: 'You are a helpful customer support agent.' })
const [read] = (await client.agents.list()).data
const call = await client.connectToCall('call-123', { agentId: agent.id })
call.sendText('hello')
const { text } = await call.next('llm.delta')
await call.hangUp()
const { status } = await client.calls.get('call-123')
await client.agents.delete(agent.id)
const left = (await client.agents.list()).data.length
console.log(JSON.stringify([read.id === agent.id, text, status, left]))`
  expect(JSON.parse(await program('quickstart.mjs', quickstart, { API_BASE_URL }))).toEqual([
    ...[true, 'You said: hello.', 'ended', 0],
  ])
  mock.kill('SIGTERM')
  expect((await once(mock, 'exit'))[0]).toBe(0)
})

test('what is packed passes the suite that a release keeps, on a real platform', async () => {
  const stage = await setStage({ EGRESS_ALLOW: '127.0.0.1/32' })
  const { url, apiKey } = stage.platform
  const suite = await readFile(join(root, 'contract-tests/released/on-platform.mjs'), 'utf8')
  const told = program('on-platform.mjs', suite, { API_BASE_URL: url, INVORTO_API_KEY: apiKey })
  expect(await told.finally(() => stage.strike())).toBe('all is right')
})

test('the packed kit says what it does, and ends with 2 when it is called wrongly', async () => {
  const kit = join(project, 'node_modules/.bin/invorto-contract')
  expect((await run(kit, ['--help'])).stdout).toContain('invorto-contract mock')
  expect((await run(kit, ['verify', '--help'])).stdout).toContain('--operator-key')
  expect((await run(kit, ['replay', '--list'])).stdout).toContain('barge-in')
  for (const wrong of [
    ['nothing'],
    ['verify'],
    ['mock', '--port', 'x'],
    ['pact'],
    ['webhook', 'nowhere', '--secret', 'x'],
  ])
    await expect(run(kit, wrong)).rejects.toMatchObject({ code: 2 })
})

test('the realtime client is small, and only what is used of it is shipped', async () => {
  const size = async (code: string): Promise<number> => {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: project },
      ...{ bundle: true, minify: true, format: 'esm', write: false, platform: 'browser' },
    })
    return gzipSync(outputFiles![0]!.contents).length
  }
  expect(await size("export * from '@invorto/realtime'")).toBeLessThan(12 * 1024)
  const codes = await size("import { closeCodes } from '@invorto/realtime'; console.log(closeCodes)")
  expect(codes).toBeLessThan(1024)
})
