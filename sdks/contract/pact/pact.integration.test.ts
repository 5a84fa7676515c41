import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '../command.ts'
import { pactCommand } from './command.ts'

const committed = fileURLToPath(new URL('../../../contract-tests/pacts/invorto-webhooks.json', import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-pact-`))
})
afterAll(() => rm(folder, { recursive: true }))

async function ran(...args: string[]): Promise<[number, string]> {
  const lines: string[] = []
  const code = await pactCommand.run(args, (line) => lines.push(line))
  return [code, lines.join('\n')]
}

test('pacts that ask for nothing new pass; the interaction that does is named', async () => {
  expect((await ran('check', committed))[0]).toBe(0)
  const pact = JSON.parse(await readFile(committed, 'utf8'))
  pact.interactions[0].contents.content.mood = 'good'
  const edited = join(folder, 'edited.json')
  await writeFile(edited, JSON.stringify(pact))
  const [code, text] = await ran('check', committed, edited)
  expect(code).toBe(1)
  expect(text).toMatch(new RegExp(`FAILED\\s+invorto-webhooks: ${pact.interactions[0].description}`))
  expect(text).toContain('must NOT have additional properties - mood')
})

test('a pact goes to a broker, with its version, its branch and the token; what the broker refuses is told', async () => {
  const asked: [string, string, string | undefined, number][] = []
  let status = 201
  const server = createServer(async (request, response) => {
    let size = 0
    for await (const piece of request) size += piece.length
    asked.push([request.method!, request.url!, request.headers.authorization, size])
    response.writeHead(status).end('{"errors":["no"]}')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const broker = `http://127.0.0.1:${(server.address() as AddressInfo).port}/broker`
  const args = ['publish', committed, '--broker', broker, '--consumer-version', '1.2.3+7', '--token', 't0ken']
  expect((await ran(...args, '--branch', 'feature/x'))[0]).toBe(0)
  const { length } = Buffer.from(JSON.stringify(JSON.parse(await readFile(committed, 'utf8'))))
  expect(asked).toEqual([
    ['PUT', '/broker/pacts/provider/invorto/consumer/invorto-webhooks/version/1.2.3%2B7', 'Bearer t0ken', length],
    ['PUT', '/broker/pacticipants/invorto-webhooks/branches/feature%2Fx/versions/1.2.3%2B7', 'Bearer t0ken', 2],
  ])
  status = 409
  const [code, text] = await ran(...args)
  expect([code, text.includes('The broker answered 409: {"errors":["no"]}'), text.includes('t0ken')]).toEqual([
    1,
    true,
    false,
  ])
  server.close()
})

test('it says what it was not told', async () => {
  const other = join(folder, 'other.json')
  await writeFile(other, '{"half":')
  const publish = ['publish', committed]
  for (const args of [
    [],
    ['check'],
    ['check', other],
    ['check', join(folder, 'none')],
    publish,
    [...publish, '--broker', 'x', '--consumer-version', '1'],
  ])
    await expect(async () => ran(...args)).rejects.toBeInstanceOf(UsageError)
})
