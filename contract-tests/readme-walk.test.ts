import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.ts'
import { until } from './until.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const textOf = (path: string): Promise<string> => readFile(join(root, path), 'utf8')

let stage: Stage
let folder: string
beforeAll(async () => {
  ;[stage, folder] = await Promise.all([setStage(), mkdtemp(join(tmpdir(), 'invorto-readme-'))])
})
afterAll(async () => {
  await stage?.strike()
  await rm(folder, { recursive: true, force: true })
})

/** The commands of the first call, as the README has them: before the program, and after it. */
async function commands(): Promise<[before: string, after: string]> {
  const [, section = ''] = /\n## First call by hand\n([\s\S]*?)\n## /.exec(await textOf('README.md')) ?? []
  const [before, after, ...more] = [...section.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language, code]) => (language === '' ? [code] : []),
  )
  expect([before, after, more.length]).toEqual([expect.any(String), expect.any(String), 0])
  return [before!.replace(/^export API_BASE_URL=.*$/m, ''), after!]
}

test('the first call of the README is made as it stands there, and its agents get in nobody’s way', async () => {
  const [before, after] = await commands()
  const env = { PATH: process.env.PATH, API_BASE_URL: stage.platform.url, INVORTO_API_KEY: stage.platform.apiKey }
  const shell = (code: string) => run('bash', ['--norc', '-euc', code], { cwd: folder, env, timeout: 40_000 })

  const { stdout: said } = await shell(`${before}\ncd ${root}; node demo/first-call.ts`)
  expect(said).toMatch(/^caller: where is order a123$/m)
  expect(said).toMatch(/^tool: +lookup_order/m)
  expect(said).toContain('code: 1000')

  await until('the call is summed up', async () => {
    const { body } = await stage.rest.call('getCall', { path: { callId: 'call-1' } })
    return body.usage !== null && body.summary !== null
  })
  const [, ask = ''] = /^(ask\(\) .*)$/m.exec(before) ?? []
  const { stdout: told } = await shell(`${ask}\n${after}`)
  expect(told).toContain('costInr')
  expect((await stat(join(folder, 'call-1.wav'))).size).toBeGreaterThan(32_000)

  // What the README of the SDK for Node makes, and what the form of the reference has in it.
  for (const name of [/name: '(.*)'/.exec(await textOf('sdks/node/README.md'))![1]!, 'Reception'])
    expect((await stage.rest.call('createAgent', { body: { name, prompt: 'x' } })).status).toBe(201)
}, 60_000)
