import assert from 'node:assert/strict'
import type { TimelineEntry } from '#generated/openapi.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import type { Match, Scenario, Step } from './scenario.ts'
import type { Stage } from './stage.ts'

/** What is waited for the end of the call once every step was played. */
const END_WITHIN_MS: Millis = 20_000

/** Plays the scenario on a stage; throws at the first promise that is broken, with the timeline so far. */
export async function play({ steps, expect }: Scenario, stage: Stage): Promise<void> {
  const position = { seq: 0 }
  for (const [index, step] of steps.entries()) {
    await take(step, stage, position).catch(async (error: Error) => {
      throw new Error(`step ${index + 1} ${JSON.stringify(step)}: ${error.message}\n${await story(stage)}`)
    })
  }
  try {
    const ended = await next(stage, { type: 'call.ended' }, 0, END_WITHIN_MS)
    assert.ok(fits(ended, { type: 'call.ended', reason: expect.end }), `the call ended for ${ended.reason}`)
    await judge(expect, stage)
    const { complaints, seen } = stage.frames
    assert.deepEqual(complaints, [], 'frames break the contract')
    assert.ok(seen.client > 0 && seen.server > 0, 'nobody looked at the frames')
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${await story(stage)}`)
  }
}

async function take(step: Step, stage: Stage, position: { seq: number }): Promise<void> {
  if ('say' in step) return stage.say(step.say)
  if ('noise' in step) return stage.noise(step.noise)
  if ('wait' in step) return stage.pass(step.wait)
  if ('send' in step) return stage.send(filled(step.send, await stage.timeline()))
  if ('hangUp' in step) return stage.hangUp()
  if ('line' in step) return step.line === 'cut' ? stage.cut() : stage.back()
  if ('fault' in step) return stage.fault(step.fault)
  if ('until' in step) {
    const { within, ...match } = step.until
    position.seq = (await next(stage, match, position.seq, within + stage.slackMs)).seq
    return
  }
  const { for: ms, ...match } = step.quiet
  const before = (await stage.timeline()).at(-1)?.seq ?? 0
  await stage.pass(ms)
  const broken = (await stage.timeline()).find((entry) => entry.seq > before && fits(entry, match))
  assert.equal(broken, undefined, `${JSON.stringify(broken)} came`)
}

/** The first entry after `seq` that fits. */
async function next(stage: Stage, match: Match, seq: number, within: Millis): Promise<TimelineEntry> {
  for (let passed = 0; ; passed += stage.lookEveryMs) {
    const found = (await stage.timeline()).find((entry) => entry.seq > seq && fits(entry, match))
    if (found) return found
    assert.ok(passed < within, `${JSON.stringify(match)} did not come within ${within} ms`)
    await stage.pass(stage.lookEveryMs)
  }
}

async function judge(expect: Scenario['expect'], stage: Stage): Promise<void> {
  const timeline = await stage.timeline()
  if (expect.close !== undefined) assert.equal(stage.closed, expect.close, 'the socket closed otherwise')
  if (expect.said) checkSaid(expect.said, timeline)
  for (const match of expect.never ?? []) {
    assert.equal(
      timeline.find((entry) => fits(entry, match)),
      undefined,
      `${JSON.stringify(match)} came`,
    )
  }
  for (const { of, is } of expect.times ?? [])
    assert.equal(timeline.filter((entry) => fits(entry, of)).length, is, `times of ${JSON.stringify(of)}`)
  for (const pattern of expect.modelWasTold ?? []) assert.match(stage.modelWasTold(), new RegExp(pattern, 'i'))
  for (const pattern of expect.modelWasNotTold ?? [])
    assert.doesNotMatch(stage.modelWasTold(), new RegExp(pattern, 'i'))
}

const SPOKEN: Readonly<Record<string, 'caller' | 'agent'>> = {
  'stt.final': 'caller',
  'text.received': 'caller',
  'tts.chunk': 'agent',
}

function checkSaid(expected: NonNullable<Scenario['expect']['said']>, timeline: readonly TimelineEntry[]): void {
  const said = timeline.flatMap(({ type, mark, text, textHeard }) => {
    const who = mark === 'first' ? undefined : SPOKEN[type]
    const words = plain((who === 'agent' ? textHeard : text) ?? '')
    return who === undefined || words === '' ? [] : [{ [who]: words }]
  })
  const wanted = expected.map((line) => {
    const [[who, words]] = Object.entries(line) as [[string, string]]
    return { who, words: plain(words), open: words.endsWith('…') }
  })
  const shown = said.map((line, i) => {
    const want = wanted[i]
    const words = want && line[want.who as 'caller' | 'agent']
    return want?.open && words?.startsWith(want.words) ? { [want.who]: want.words } : line
  })
  assert.deepEqual(
    shown,
    wanted.map(({ who, words }) => ({ [who]: words })),
    'other things were said',
  )
}

const plain = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}' ]/gu, '')
    .trim()

export function fits(entry: TimelineEntry, match: Match): boolean {
  return Object.entries(match).every(([field, wanted]) => {
    const value: unknown = entry[field as keyof TimelineEntry]
    const pattern = typeof wanted === 'string' ? /^\/(.+)\/$/.exec(wanted)?.[1] : undefined
    if (pattern !== undefined) return typeof value === 'string' && new RegExp(pattern, 'i').test(value)
    return value === wanted
  })
}

/** `$name` stands for the last value of that field in the timeline. */
function filled(message: object, timeline: readonly TimelineEntry[]): object {
  const value = (text: string): unknown =>
    timeline.findLast((entry) => text.slice(1) in entry)?.[text.slice(1) as keyof TimelineEntry] ?? text
  return JSON.parse(JSON.stringify(message), (_key, at: unknown) =>
    typeof at === 'string' && at.startsWith('$') ? value(at) : at,
  ) as object
}

async function story(stage: Stage): Promise<string> {
  const lines = (await stage.timeline()).map((entry) => JSON.stringify(entry))
  return lines.join('\n')
}
