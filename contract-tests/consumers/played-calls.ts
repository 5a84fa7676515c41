import { stringify } from 'yaml'
import type { ServerMessage } from '#sdks/browser/generated/realtime.gen.ts'
import type { Dialled } from '../socket.ts'
import { recording, Speaker } from '../speaker.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

/** What the simulated model says in these calls. */
export const rules = stringify({
  rules: [
    { after_tool: 'look_up', reply: 'It is on its way.' },
    { when: 'look it up', call: { name: 'look_up', arguments: {} } },
    { when: 'press', call: { name: 'send_dtmf', arguments: { digits: '12' } } },
    { when: 'show me', call: { name: 'open_cart', arguments: {} } },
  ],
  fallback: 'Our plans begin at ten rupees a month, and there is one for every purse and for every season of the year.',
})

/** The agent `desk`, with a tool of the tenant's server and one of the caller's page. */
export async function newDesk({ rest }: Pick<Stage, 'rest'>, toolUrl: string): Promise<void> {
  const inputSchema = { type: 'object', properties: {} }
  await rest.call('createTool', { body: { name: 'look_up', url: toolUrl, inputSchema } })
  const tools = ['look_up', { name: 'open_cart', description: 'Shows the cart.', inputSchema, timeoutMs: 3000 }]
  const body = { name: 'Desk', externalId: 'desk', prompt: 'You sell plans.', dtmf: { tool: true }, tools }
  await rest.call('createAgent', { body })
}

/** Calls in which the platform says everything that it has to say; the last of them is ended by the end of the platform. */
export async function everyMessage(stage: Stage, key: string): Promise<ServerMessage[]> {
  const spoken = await speak(stage, key)
  const typed = await write(stage, key)
  const inJson = await readAloud(stage, key)
  const resumed = await comeBack(stage, key)
  return [...spoken, ...typed, ...inJson, ...resumed, ...(await drain(stage, key))]
}

/** Speech, both ways. */
export async function speak({ platform }: Stage, apiKey: string): Promise<readonly ServerMessage[]> {
  const caller = new Speaker({ url: platform.url, apiKey, callId: 'spoken', agentId: 'desk' })
  await caller.call()
  caller.say(await recording('what-are-your-plans'))
  await caller.got('tts.stopped')
  await caller.hangUp()
  return caller.messages
}

/** Words, keys and tools; the agent is cut off, and something is wrong. */
export async function write(stage: Stage, key: string): Promise<readonly ServerMessage[]> {
  const line = await begun(stage, key, 'written')
  line.send({ t: 'text.input', text: 'please look it up' })
  await line.got('tts.stopped')
  line.send({ t: 'text.input', text: 'show me my cart' })
  const { id } = await line.got('tool.call')
  line.send({ t: 'tool.result', id, result: 'two things' })
  await line.got('tts.started', 2)
  line.send({ t: 'interrupt' })
  await line.got('control.bargein')
  line.send({ t: 'text.input', text: 'press the keys' })
  await line.got('dtmf.received')
  line.send({ t: 'ping' })
  await line.got('pong')
  line.send({ t: 'nothing.known' })
  await line.got('error')
  return over(line)
}

/** Audio as text. */
async function readAloud(stage: Stage, key: string): Promise<readonly ServerMessage[]> {
  const line = await begun(stage, key, 'json', { audio: { transport: 'json' } })
  line.send({ t: 'text.input', text: 'what are your plans' })
  await line.got('tts.chunk')
  return over(line)
}

/** A socket that is lost, and two that come back: one with the wrong token. */
async function comeBack(stage: Stage, key: string): Promise<readonly ServerMessage[]> {
  const lost = await begun(stage, key, 'lost')
  const { resumeToken: token } = await lost.got('connected')
  lost.socket.terminate()
  await lost.closed
  const wrong = await dialled(stage, key, 'lost')
  wrong.send({ t: 'resume', token: 'x'.repeat(43), lastSeq: 0 })
  await wrong.got('resume_failed')
  wrong.socket.terminate()
  const right = await dialled(stage, key, 'lost')
  right.send({ t: 'resume', token, lastSeq: 0 })
  await right.got('resumed')
  return [...wrong.messages, ...right.messages, ...(await over(right))]
}

async function drain(stage: Stage, key: string): Promise<readonly ServerMessage[]> {
  const line = await begun(stage, key, 'drained')
  stage.platform.signal('SIGTERM')
  await line.got('going_away')
  return over(line)
}

async function begun(stage: Stage, key: string, name: string, start: object = {}): Promise<Dialled> {
  const line = await dialled(stage, key, name)
  line.send({ t: 'start', ...start })
  line.send({ t: 'ping' })
  await line.got('pong')
  return line
}

async function dialled(stage: Stage, key: string, name: string): Promise<Dialled> {
  const line = stage.dial(`/v1/realtime/${name}?agentId=desk`, { key })
  await line.got('connected')
  return line
}

async function over(line: Dialled): Promise<readonly ServerMessage[]> {
  if (line.socket.readyState === line.socket.OPEN) line.send({ t: 'end' })
  await until('the end', () => line.socket.readyState === line.socket.CLOSED)
  if (line.complaints.length > 0) throw new Error(line.complaints.join('\n'))
  return line.messages
}
