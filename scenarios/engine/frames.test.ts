import { afterEach, expect, test, vi } from 'vitest'
import { Frames } from '../frames.ts'
import { play } from '../play.ts'
import { readScenarios, type Scenario } from '../scenario.ts'
import { EngineStage } from './engine-stage.ts'
import { JudgedSocket } from './judged-socket.ts'

const typed = readScenarios().find(({ name }) => name === 'typed-words-are-a-turn')!
const played = async (scenario: Scenario): Promise<void> => play(scenario, await EngineStage.of(scenario))
afterEach(() => vi.restoreAllMocks())

test('a sound scenario is judged both ways and passes', async () => {
  const stage = await EngineStage.of(typed)
  await play(typed, stage)
  expect(stage.frames.complaints).toEqual([])
  expect(Math.min(stage.frames.seen.client, stage.frames.seen.server)).toBeGreaterThan(10)
})

test.each([
  ['no kind', { t: 'nonsense' }],
  ['a missing text', { t: 'text.input' }],
  ['a text that is none', { t: 'text.input', text: 7 }],
  ['a member that nobody knows', { t: 'interrupt', now: true }],
])('a scenario whose client sends %s is red', async (_what, wrong) => {
  await expect(played({ ...typed, steps: [{ send: wrong }, ...typed.steps] })).rejects.toThrow('the client sent')
})

/** Lets the server send what it never would. */
function doctor(change: (message: Record<string, unknown>) => unknown): void {
  const send = JudgedSocket.prototype.send
  vi.spyOn(JudgedSocket.prototype, 'send').mockImplementation(function (this: JudgedSocket, data) {
    send.call(this, typeof data === 'string' ? JSON.stringify(change(JSON.parse(data))) : data)
  })
}

test.each([
  ['a word that the document does not have', { turnId: 7 }],
  ['a place in the log that is none', { seq: -1 }],
])('a scenario whose server sends %s is red', async (_what, wrong) => {
  doctor((message) => (message.t === 'turn.started' ? { ...message, ...wrong } : message))
  await expect(played(typed)).rejects.toThrow('the server sent {"t":"turn.started"')
})

test.each([
  ['half a sample', Buffer.alloc(641)],
  ['nothing', Buffer.alloc(0)],
  ['more than a frame', Buffer.alloc(131_074)],
])('audio that is %s is no audio', (_what, audio) => {
  const frames = new Frames()
  frames.client(audio)
  frames.server(audio)
  expect(frames.complaints).toEqual([
    `the client sent ${audio.length} bytes of audio`,
    `the server sent ${audio.length} bytes of audio`,
  ])
})

test('text of the server that is no message is a complaint', () => {
  const frames = new Frames()
  for (const text of ['', '{', 'null', '[]', '{"t":"constructor"}', '{"t":"start"}']) frames.server(text)
  expect(frames.complaints).toHaveLength(6)
})
