import { personal, secrets, settings, wrong } from './canaries.ts'
import { recording, tell } from './livekit-server.ts'
import type { Stage } from './stage.ts'
import { within } from './until.ts'

/** Requests that are refused, with credentials in every place where one could stand; the answers. */
export async function askWrongly(stage: Stage): Promise<string[]> {
  const { rest, platform } = stage
  const problems: string[] = []
  const note = ({ body }: { body: unknown }): number => problems.push(JSON.stringify(body ?? null))
  note(await rest.call('createAgent', { body: { name: 'x', prompt: 'x', oops: wrong.requestBody } }))
  note(await rest.call('createAgent', { body: { ...personal, name: 'x', prompt: 7 } }))
  note(await rest.call('putSecret', { path: { secretName: 'x' }, body: { value: 'x', hosts: [secrets.awsSecret] } }))
  note(
    await rest.call('setLiveKitProject', {
      body: { url: `https://x:${secrets.urlPassword}@x y`, apiKey: 'x', apiSecret: 'short' },
    }),
  )
  note(
    await rest.call('createTool', {
      body: { name: 'y', url: `https://u:${secrets.urlPassword}@example.com/?k=${secrets.googleKey}` },
    }),
  )
  note(await rest.call('invokeTool', { path: { toolName: 'crm' }, body: { args: { ...personal, name: 7 } } }))
  for (const credential of Object.values(wrong)) note(await rest.as(credential).call('listAgents'))
  note(
    await rest.fetch(`/v1/agents?api_key=${wrong.query}&token=${secrets.githubToken}`, {
      headers: { cookie: secrets.sessionCookie },
    }),
  )
  note(
    await rest.fetch('/v1/agents', {
      headers: { authorization: `Basic ${Buffer.from(wrong.basic).toString('base64')}` },
    }),
  )
  note(
    await rest.fetch('/v1/agents', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"prompt":"${secrets.privateKey}`,
    }),
  )
  note(
    await tell(
      platform.url,
      { apiKey: recording.apiKey, apiSecret: wrong.requestBody },
      { event: 'room_started', id: secrets.slackToken },
    ),
  )
  const hook = {
    method: 'POST',
    headers: { 'content-type': 'application/webhook+json', authorization: secrets.liveKitToken },
    body: '{}',
  }
  note(await rest.as(undefined).fetch('/webhooks/livekit', hook))
  return [...problems, ...(await sayWrongly(stage))]
}

/** The same on sockets. */
async function sayWrongly(stage: Stage): Promise<string[]> {
  const asked = `/v1/realtime/x?agentId=shop&api_key=${settings.INVORTO_DEV_API_KEY}&token=${wrong.token}`
  await stage.dial(asked, { key: wrong.bearer }).closed
  const line = stage.dial('/v1/realtime/wrong-messages?agentId=shop')
  await line.got('connected')
  line.send({ t: 'start', audio: { sampleRateHz: secrets.twilioToken } })
  line.send({ t: secrets.exotelKey, ...personal })
  line.socket.send(`{"t":"start","${wrong.requestBody}`)
  await line.got('error')
  line.send({ t: 'end' })
  await within(5_000, 'the socket to close', line.closed).catch(() => line.socket.terminate())
  return line.all('error').map((message) => JSON.stringify(message))
}
