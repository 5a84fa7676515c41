import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Overlay } from './house-form.ts'
import { emitForeign } from './surface.ts'

const root = join(import.meta.dirname, '../..')
const documents = 'scripts/emit/testing/foreign'
let folder: string

beforeAll(async () => {
  await mkdir(join(root, '.make'), { recursive: true })
  folder = await mkdtemp(join(root, '.make/foreign-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const overlays: Readonly<Record<string, Overlay>> = {
  'kraken-websocket-asyncapi.yml': { discriminator: 'event' },
  'slack-rtm-asyncapi.yml': {
    discriminator: 'type',
    // The document calls both of these `bot_added`, and tells these two apart by `subtype`.
    kinds: { botChanged: 'bot_changed' },
    joined: { emojiChanged: ['emojiRemoved', 'emojiAdded'] },
  },
  'streetlights-kafka-asyncapi.yml': { wrapped: true },
  'websocket-gemini-asyncapi.yml': { discriminator: 'type' },
}

async function emitted(name: string, overlay: Overlay): Promise<string> {
  const path = `${documents}/${name}`
  const out = join(folder, name)
  for (const [file, content] of await emitForeign(path, await readFile(join(root, path), 'utf8'), overlay, root)) {
    await mkdir(dirname(join(out, file)), { recursive: true })
    await writeFile(join(out, file), content)
  }
  return out
}

/** What the compiler says of these files under the options of the repository. */
function compilerFindings(files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root)
  return ts
    .getPreEmitDiagnostics(ts.createProgram(files, options))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

test('what is made of documents of others compiles, and its codecs understand their messages', async () => {
  expect(Object.keys(overlays)).toEqual((await readdir(join(root, documents))).filter((name) => name.endsWith('.yml')))
  const files: string[] = []
  for (const [name, overlay] of Object.entries(overlays)) {
    const out = await emitted(name, overlay)
    files.push(...['realtime', 'client', 'events'].map((file) => join(out, `${file}.gen.ts`)))
  }
  expect(compilerFindings(files)).toEqual([])

  const kraken = await import(join(folder, 'kraken-websocket-asyncapi.yml/realtime.gen.ts'))
  expect(kraken.decodeClientMessage('{"event":"ping","reqid":42}')).toMatchObject({ ok: true })
  expect(kraken.decodeClientMessage('{"event":"ping","reqid":"42"}')).toMatchObject({ ok: false, field: '/reqid' })
  expect(kraken.decodeClientMessage('{"event":"dance"}')).toMatchObject({
    message: 'Set "event" to one of ping, subscribe, unsubscribe.',
  })
  const gemini = await import(join(folder, 'websocket-gemini-asyncapi.yml/realtime.gen.ts'))
  expect(gemini.checkServerMessage({ type: 'heartbeat', socket_sequence: 1656 })).toBeNull()
  const streetlights = await import(join(folder, 'streetlights-kafka-asyncapi.yml/realtime.gen.ts'))
  const dark = { kind: 'lightMeasured', data: { lumens: -1 } }
  expect(streetlights.decodeClientMessage(JSON.stringify(dark))).toMatchObject({ ok: false, field: '/data/lumens' })
}, 120_000)

test('without what it does not say, a document is refused by its file', async () => {
  const name = 'slack-rtm-asyncapi.yml'
  await expect(emitted(name, { discriminator: 'type' })).rejects.toThrow(
    `${documents}/${name} at #/components/messages/botChanged: it says the same kind as #/components/messages/botAdded`,
  )
})
