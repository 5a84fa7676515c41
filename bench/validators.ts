import { readdir, readFile } from 'node:fs/promises'
import { type CallEvent, checkEvent, eventTypes } from '#generated/events.gen.ts'
import { type OperationId, type Route, routes } from '#generated/operations.gen.ts'
import { type ClientMessage, decodeClientMessage } from '#generated/realtime.gen.ts'
import * as realtime from '#generated/validators/realtime.mjs'
import { requestBody, responseBody } from '#generated/validators.gen.ts'
import { check, type Validator } from '#generated/violation.gen.ts'
import type { Bench, Outcome, Row } from './bench.ts'
import { percentile, rounded } from './statistics.ts'
import { nanosecondsOf } from './timing.ts'

/** A text as it comes over the wire, what holds it against the contract, and what parses and checks at once. */
interface Case {
  readonly name: string
  readonly text: string
  readonly fits: (value: unknown) => boolean
  readonly decode?: (text: string) => unknown
}

const ratio = 'check/parse'
const examples = new URL('../specs/examples/', import.meta.url)
const clientMessages: Readonly<Record<ClientMessage['t'], [folder: string, validator: Validator]>> = {
  start: ['start', realtime.Start],
  resume: ['resume', realtime.Resume],
  'tool.result': ['toolResult', realtime.ToolResult],
  ping: ['ping', realtime.Ping],
  audio: ['audio', realtime.CallerAudioChunk],
  'text.input': ['textInput', realtime.TextInput],
  'dtmf.send': ['dtmfSend', realtime.DtmfSend],
  'playback.mark': ['playbackMark', realtime.PlaybackMark],
  interrupt: ['interrupt', realtime.Interrupt],
  end: ['endCall', realtime.EndCall],
}

/** Checks of the compiled validators against `JSON.parse` of the same text. */
export const validators: Bench = {
  name: 'validators',
  about: 'checking a message, event or body, against JSON.parse of its text',
  async run(say) {
    const cases = [...(await messageCases()), ...(await eventCases()), ...(await bodyCases()), ...promptCases()]
    say(`${cases.length} valid texts, each parsed and checked in turns`)
    return outcomeOf(cases.map(measured))
  },
}

function measured({ name, text, fits, decode }: Case): Row {
  const value: unknown = JSON.parse(text)
  if (!fits(value)) throw new Error(`the text of ${name} does not fit the contract`)
  const parseAndCheck = decode ?? ((given: string) => fits(JSON.parse(given)))
  const [parse, checked, both] = nanosecondsOf([() => JSON.parse(text), () => fits(value), () => parseAndCheck(text)])
  return {
    text: name,
    bytes: Buffer.byteLength(text),
    'parse ns': Math.round(parse!),
    'check ns': Math.round(checked!),
    [ratio]: rounded(checked! / parse!),
    'decode ns': Math.round(both!),
    'decode/parse': rounded(both! / parse!),
  }
}

function outcomeOf(rows: readonly Row[]): Outcome {
  const of = (column: string): number[] => rows.map((row) => Number(row[column]))
  const groups = ['message', 'event', 'body', 'answer'].map((kind) => {
    const worst = Math.max(...rows.filter(({ text }) => String(text).startsWith(kind)).map((row) => Number(row[ratio])))
    return { what: `${kind}: check / JSON.parse, worst text`, value: worst, unit: '', aim: { atMost: 1 } }
  })
  return {
    rows,
    figures: [
      ...groups,
      { what: 'check / JSON.parse, p50 of texts', value: percentile(of(ratio), 0.5), unit: '' },
      { what: 'decode / JSON.parse, p50 of texts', value: percentile(of('decode/parse'), 0.5), unit: '' },
      { what: 'decode / JSON.parse, worst text', value: Math.max(...of('decode/parse')), unit: '' },
    ],
  }
}

async function messageCases(): Promise<Case[]> {
  const each = Object.values(clientMessages).map(async ([folder, validate]) =>
    (await validExamples(folder)).map(({ name, example }) => ({
      name: `message ${folder}, ${name}`,
      text: JSON.stringify(example),
      fits: (value: unknown) => check(validate, value) === null,
      decode: (text: string) => decodeClientMessage(text),
    })),
  )
  return (await Promise.all(each)).flat()
}

async function eventCases(): Promise<Case[]> {
  const each = eventTypes.map(async (type) => {
    const [first] = await validExamples(type)
    const fits = (value: unknown): boolean => checkEvent(value as CallEvent) === null
    return { name: `event ${type}`, text: JSON.stringify(first!.example), fits }
  })
  return Promise.all(each)
}

interface OperationExample {
  readonly request?: { readonly body?: unknown }
  readonly response?: { readonly status: number; readonly body?: unknown }
}

async function bodyCases(): Promise<Case[]> {
  const each = (Object.keys(routes) as OperationId[]).map(async (id) => {
    const { bodyTypes }: Route = routes[id]
    const all = (await validExamples(id)) as { example: OperationExample }[]
    const body = all.find(({ example }) => example.request?.body !== undefined)?.example.request?.body
    const answer = all.find(({ example }) => example.response?.body !== undefined)?.example.response
    const answers = answer && responseBody(id, answer.status)
    return [
      ...(body === undefined ? [] : [bodyCase(`body of ${id}`, body, requestBody(id, bodyTypes[0]!)!)]),
      ...(answers === undefined ? [] : [bodyCase(`answer of ${id}`, answer!.body, answers)]),
    ]
  })
  return (await Promise.all(each)).flat()
}

function promptCases(): Case[] {
  const validate = requestBody('createAgent', 'application/json')!
  const prompts = {
    '2 kB': 'Be kind. '.repeat(225),
    '30 kB': 'Be kind. '.repeat(3_400),
    '30 kB Hindi': 'नमस्ते '.repeat(1_600),
  }
  return Object.entries(prompts).map(([size, prompt]) =>
    bodyCase(`body of createAgent, prompt of ${size}`, { name: 'Support', prompt }, validate),
  )
}

const bodyCase = (name: string, body: unknown, validate: Validator): Case => ({
  name,
  text: JSON.stringify(body),
  fits: (value) => validate(value),
})

async function validExamples(subject: string): Promise<{ name: string; example: unknown }[]> {
  const folder = new URL(`${subject}/`, examples)
  const files = (await readdir(folder)).filter((file) => file.startsWith('valid-')).sort()
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/^valid-|\.json$/g, ''),
      example: JSON.parse(await readFile(new URL(file, folder), 'utf8')) as unknown,
    })),
  )
}
