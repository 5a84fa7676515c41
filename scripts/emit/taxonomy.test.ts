import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { isObject, type Json, type JsonObject, objectAt, objectsIn, stringsOf } from '../bundle/json.ts'

const specs = new URL('../../specs/', import.meta.url)
const read = async (path: string) => parse(await readFile(new URL(path, specs), 'utf8'), { merge: true }) as JsonObject

/** OBS-00 3.1 to 3.8, to the letter, and VC-02's timers of 3.9.3. */
const taxonomy = [
  'call.started call.answered call.ended session.state_changed',
  'livekit.room.created livekit.participant.joined livekit.participant.left livekit.track.published livekit.track.unpublished',
  'turn.started stt.partial stt.final llm.request llm.response tts.started tts.stopped barge_in.detected',
  'vad.state_changed eou.prediction endpointing.delay_applied',
  'provider.rate_limited provider.retry_scheduled provider.request_failed',
  'action.requested action.completed action.failed',
  'ux.delay_acknowledged ux.response_chunked ux.recoverable_error_message',
  'control.command_received control.command_applied',
  'silence.timer_started silence.timer_fired',
].flatMap((line) => line.split(' '))

test('the events have every type of OBS-00, live or draft, each with what asks for it', async () => {
  const document = await read('events.asyncapi.yaml')
  const messages = Object.values(objectAt(objectAt(document, 'components'), 'messages')).filter(isObject)
  const names = messages.map(({ name }) => String(name))
  expect(taxonomy.filter((type) => !names.includes(type))).toEqual([])
  expect(messages.filter((message) => stringsOf(message['x-requirement']).length === 0)).toEqual([])
})

test('a table of states has a row for each state, and leads nowhere else', async () => {
  const files = (await readdir(new URL('schemas/', specs))).map((name) => `schemas/${name}`)
  const schemas = await Promise.all(files.map(read))
  const tables = schemas.flatMap((schema) =>
    [...objectsIn(schema as Json)].flatMap(({ object }) => (isObject(object['x-states']) ? [object] : [])),
  )
  expect(tables.length).toBeGreaterThan(0)
  for (const table of tables) {
    const states = stringsOf(table.enum)
    const rows = objectAt(table, 'x-states')
    expect(Object.keys(rows)).toEqual(states)
    expect(
      Object.values(rows)
        .flatMap(stringsOf)
        .filter((state) => !states.includes(state)),
    ).toEqual([])
  }
})
