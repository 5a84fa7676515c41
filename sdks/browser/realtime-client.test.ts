import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Connected } from './generated/realtime.gen.ts'
import { RealtimeClient } from './realtime-client.ts'

/** A socket whose peer is the test; frames that are given together come at once, as those of one packet do. */
class Socket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static last: Socket
  readonly readyState = Socket.OPEN
  readonly bufferedAmount = 0

  constructor() {
    super()
    Socket.last = this
  }

  send(): void {}

  gets(...frames: (string | Uint8Array<ArrayBuffer>)[]): void {
    for (const frame of frames)
      this.dispatchEvent(new MessageEvent('message', { data: typeof frame === 'string' ? frame : frame.buffer }))
  }

  close(code: number): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }))
  }
}

const CONNECTED = '{"t":"connected","callId":"c_1","timestamp":1}'
const PONG = '{"t":"pong","timestamp":1}'
const END = '{"t":"end","reason":"completed"}'
const VOICE = Uint8Array.of(7)

beforeEach(() => {
  vi.stubGlobal('WebSocket', Socket)
  // The timers of a hidden page are late: here as late as a test likes.
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** What the client tells from now on. */
function heardBy(client: RealtimeClient): string[] {
  const heard: string[] = []
  client.on('message', ({ t }) => heard.push(t))
  client.on('audio', (pcm16) => heard.push(`audio ${pcm16[0]}`))
  client.on('closed', ({ code }) => heard.push(`closed ${code}`))
  return heard
}

describe.each([
  ['joins a call', undefined],
  ['has an agent', 'a'],
])('whoever %s', (_, agentId) => {
  test('is told everything that came before the end, then of the end', async () => {
    const client = new RealtimeClient()
    const heard = heardBy(client)
    const connected = client.connect('c', agentId, 'key')
    Socket.last.gets(CONNECTED, PONG, VOICE, END)
    const over = client.hangUp().then(() => heard.push('hung up'))
    Socket.last.close(1000)
    expect((await connected).callId).toBe('c_1')
    await over
    expect(heard).toEqual(['connected', 'pong', 'audio 7', 'end', 'closed 1000', 'hung up'])
  })

  test('misses nothing that came with the call, however deep in functions it is waited for', async () => {
    const client = new RealtimeClient()
    const connect = async (): Promise<Connected> => await client.connect('c', agentId, 'key')
    const begin = async (): Promise<Connected> => connect()
    const begun = begin()
    Socket.last.gets(CONNECTED, PONG, VOICE)
    await begun
    const heard = heardBy(client)
    Socket.last.gets('{"t":"of.tomorrow"}')
    while (!heard.includes('of.tomorrow')) await new Promise(setImmediate)
    expect(heard).toEqual(['pong', 'audio 7', 'of.tomorrow'])
  })

  test('is told nothing of the call before', async () => {
    const client = new RealtimeClient()
    void client.connect('one', agentId, 'key')
    Socket.last.gets(CONNECTED, PONG, VOICE)
    Socket.last.close(1000)
    await client.next('closed')
    const heard = heardBy(client)
    void client.connect('two', agentId, 'key')
    Socket.last.gets(CONNECTED)
    vi.runAllTimers()
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
    expect(heard).toEqual(['connected'])
    client.close()
  })
})
