import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { Webhooks } from '../../webhooks/webhooks.ts'
import { UsageError } from '../command.ts'
import { webhookCommand } from './command.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
type Receive = (body: string, headers: IncomingHttpHeaders) => Promise<number>
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

async function receiver(receive: Receive): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    response.writeHead(await receive(body, request.headers)).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  open.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`
}

const sound: Receive = (body, headers) =>
  new Webhooks(SECRET).unwrap(body, headers).then(
    () => 200,
    () => 400,
  )

/** The exit code, and which deliveries were found out. */
async function found(receive: Receive, ...more: string[]): Promise<[number, string[]]> {
  const lines: string[] = []
  const code = await webhookCommand.run([await receiver(receive), '--secret', SECRET, ...more], (line) =>
    lines.push(line),
  )
  const failed = lines.flatMap((line) => /^FAILED\s+\S+: (.+) \(\d+ ms\)/.exec(line)?.[1] ?? [])
  return [code, [...new Set(failed)]]
}

test('a sound receiver passes with every event', async () => {
  expect(await found(sound)).toEqual([0, []])
})

const one = ['--type', 'call.ended']

test('one that believes everything is found out', async () => {
  const [code, failed] = await found(async () => 200, ...one)
  expect(code).toBe(1)
  expect(failed).toEqual([
    'signed by a stranger',
    'with another body than was signed',
    'replayed under another id',
    'replayed with a fresh time',
    'signed an hour ago',
    'signed in an hour',
    'without a signature',
  ])
})

test('one that looks at no clock, one that chokes on a second delivery, and one that knows too few types are found out', async () => {
  const timeless: Receive = (body, headers) =>
    new Webhooks(SECRET, { toleranceSec: 1e9 }).unwrap(body, headers).then(
      () => 200,
      () => 400,
    )
  expect(await found(timeless, ...one)).toEqual([1, ['signed an hour ago', 'signed in an hour']])
  const seen = new Set<unknown>()
  const once: Receive = async (body, headers) => {
    const status = await sound(body, headers)
    if (status !== 200) return status
    if (seen.has(headers['webhook-id'])) return 409
    seen.add(headers['webhook-id'])
    return 200
  }
  expect(await found(once, ...one)).toEqual([
    1,
    ['again, as after an answer that was lost', 'signed with two secrets during a rotation'],
  ])
  const narrow: Receive = async (body, headers) => {
    const status = await sound(body, headers)
    return status === 200 && JSON.parse(body).type !== 'call.ended' ? 422 : status
  }
  expect(await found(narrow, ...one)).toEqual([1, ['of a type that it does not know']])
})

test('one that breaks on what it does not expect is found out: 5xx is no refusal', async () => {
  const breaking: Receive = async (body, headers) => ((await sound(body, headers)) === 200 ? 204 : 500)
  const [code, failed] = await found(breaking, ...one)
  expect([code, failed.length]).toEqual([1, 7])
})

test('the report is written as JUnit and JSON', async () => {
  const folder = await mkdtemp(join(tmpdir(), `invorto-test-${process.pid}-kit-`))
  const [junit, json] = [join(folder, 'a.xml'), join(folder, 'a.json')]
  await found(async () => 200, ...one, '--junit', junit, '--json', json)
  const xml = await readFile(junit, 'utf8')
  expect(xml).toContain('<testsuite name="call.ended" tests="10" failures="7" errors="0" skipped="0" time="')
  expect(xml).toContain('<failure message="It answered 200, not 4xx')
  expect(xml).toContain('<testsuites name="webhook" tests="11" failures="7" ')
  const { checks, ...sum } = JSON.parse(await readFile(json, 'utf8'))
  const contract = expect.stringMatching(/^\d+\.\d+\.\d+$/)
  expect(sum).toEqual({ command: 'webhook', contract, passed: 4, failed: 7, skipped: 0, ms: expect.any(Number) })
  expect(checks).toHaveLength(11)
  expect(checks[3]).toMatchObject({ group: 'call.ended', name: 'signed by a stranger', fault: expect.any(String) })
  await rm(folder, { recursive: true })
})

test('nobody who answers is one failure, and the rest is not sent', async () => {
  const lines: string[] = []
  const code = await webhookCommand.run(['http://127.0.0.1:9', '--secret', SECRET], (line) => lines.push(line))
  const told = lines.join('\n')
  expect([code, told.match(/^FAILED /gm)]).toEqual([1, ['FAILED ']])
  expect(told).toContain('http://127.0.0.1:9 cannot be reached: ')
  expect(told).toMatch(/Failed:\n {2}call\.started: as it is sent\n\n0 passed, 1 failed, \d\d skipped$/)
})

test('it says what it was not told', async () => {
  const run = async (...args: string[]) => webhookCommand.run(args, () => {})
  for (const args of [
    [],
    ['nowhere', '--secret', SECRET],
    ['http://127.0.0.1:1'],
    ['http://127.0.0.1:1', '--secret', SECRET, '--type', 'x'],
  ])
    await expect(run(...args)).rejects.toBeInstanceOf(UsageError)
})
