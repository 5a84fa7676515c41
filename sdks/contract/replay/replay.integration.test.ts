import { describe, expect, test } from 'vitest'
import { checkServerMessage, decodeClientMessage, type ServerMessage } from '#generated/realtime.gen.ts'
import { RealtimeClient } from '../../browser/realtime-client.ts'
import { UsageError } from '../command.ts'
import { replayCommand } from './command.ts'
import { packNames, packOf, travelling } from './pack.ts'
import { startReplay } from './start-replay.ts'

const names = packNames()

test('there are a happy path, a barge-in and a provider that fails', () => {
  expect(names).toEqual(['barge-in', 'happy-path', 'provider-failure'])
  expect(() => packOf('../x')).toThrow(UsageError)
})

describe.each(names)('the session %s', (name) => {
  test('keeps the contract, frame by frame, in both directions', () => {
    const frames = travelling(packOf(name))
    const texts = frames.filter(({ data }) => typeof data === 'string')
    for (const { from, data } of texts) {
      if (from === 'client') expect(decodeClientMessage(String(data))).toMatchObject({ ok: true })
      else expect(checkServerMessage(JSON.parse(String(data)))).toBeNull()
    }
    expect([texts.length > 5, frames.length > texts.length]).toEqual([true, true])
  })

  test('is told to the real client, in order and to its end', async () => {
    const pack = packOf(name)
    const replay = await startReplay(pack, { speed: 20 })
    const told: ServerMessage[] = []
    let audio = 0
    const client = new RealtimeClient({ url: replay.url, reconnectForMs: 0 })
    client.on('message', (message) => told.push(message as ServerMessage))
    client.on('audio', (frame) => {
      audio += frame.length
    })
    const closed = client.next('closed')
    await client.connect('call-1', 'agent-1', 'any-key')
    expect((await closed).code).toBe(pack.close)
    const server = travelling(pack).filter(({ from }) => from === 'server')
    expect(told.map((message) => JSON.stringify(message))).toEqual(
      server.flatMap(({ data }) => (typeof data === 'string' ? [data] : [])),
    )
    expect(audio).toBe(server.reduce((sum, { data }) => sum + (typeof data === 'string' ? 0 : data.length), 0))
    await replay.close()
  })
})

test('the command lists the sessions and prints their frames', async () => {
  const lines: string[] = []
  expect(await replayCommand.run(['--list'], (line) => lines.push(line))).toBe(0)
  expect(lines.map((line) => line.split(' ')[0])).toEqual(names)
  lines.length = 0
  expect(await replayCommand.run(['happy-path', '--frames'], (line) => lines.push(line))).toBe(0)
  const frames = lines.map((line) => JSON.parse(line))
  expect(frames[0]).toMatchObject({ atMs: 0, from: 'server', text: expect.stringContaining('"connected"') })
  expect(frames.map(({ atMs }) => atMs)).toEqual(frames.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
  for (const wrong of [[], ['happy-path', '--speed', '0'], ['nothing'], ['happy-path', 'x'], ['--nothing']])
    await expect(async () => replayCommand.run(wrong, () => {})).rejects.toBeInstanceOf(UsageError)
})
