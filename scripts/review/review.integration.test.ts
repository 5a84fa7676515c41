import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { exampleFiles, exampleReview, rewrite, withCopy } from './example.ts'
import type { Review } from './report.ts'
import { review } from './review.ts'
import { revisionOf } from './revision.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const patient = 240_000

let example: Review
beforeAll(async () => {
  example = await exampleReview(root)
}, patient)

const blockOf = (title: string) => example.blocks.find(({ items }) => items.some((item) => item.title.includes(title)))!

test('a renamed field of a message breaks who reads it', () => {
  const { impact, sentences, affected, signatures, examples } = blockOf('ttsStopped')
  expect(impact).toBe('major')
  expect(sentences.map(({ text }) => text)).toEqual(['`textGenerated` is called `textPlanned` now.'])
  expect(affected).toBe('Breaks clients that read it.')
  expect(signatures).toEqual([
    expect.objectContaining({ name: 'TtsStopped', surfaces: ['server messages', '@invorto/realtime'] }),
  ])
  expect(examples).toEqual([{ kind: 'changed', file: 'valid-barge-in.json' }])
})

test('a query parameter that may be left out breaks nobody', () => {
  const { impact, sentences, affected, signatures, rows } = blockOf('listCalls')
  expect([impact, affected]).toEqual(['minor', 'Nobody breaks.'])
  expect(sentences.map(({ text }) => text)).toEqual(['The query parameter `direction` may be sent now.'])
  expect(signatures[0]!.lines.filter(({ mark }) => mark === '+').map(({ text }) => text.trim())).toEqual([
    'direction?: components["schemas"]["CallDirection"];',
  ])
  expect(signatures.map(({ name, surfaces: [surface] }) => `${surface} ${name}`)).toEqual([
    ...['server types operations.listCalls', '@invorto/server ListCallsData', 'invorto (Python) CallsResource.list'],
  ])
  expect(rows.map(({ id }) => id)).toContain('SRS-7.1.4')
})

test('a value that an event has no more is told as what readers will not see', () => {
  const { sentences } = blockOf('dtmf.received')
  expect(sentences.map(({ text }) => text)).toEqual(['`data.ended_by` is never `length` any more.'])
})

test('nothing else is told of them, and the verdict is the worst', () => {
  const { impact, blocks, drafts, findings, rows, otherSignatures } = example
  expect([impact, blocks.length, drafts, rows, otherSignatures]).toEqual(['major', 3, [], [], []])
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('the report that the documentation shows is this one', async () => {
  for (const [path, content] of exampleFiles(example)) {
    const told = `${path} is another one now: node scripts/review/example.ts`
    expect(await readFile(join(root, path), 'utf8'), told).toBe(content)
  }
})

test(
  'an edit is told before it is generated and committed; a lint finding and a status are told as new',
  async () => {
    await withCopy(root, async (copy) => {
      expect(await review(copy, 'HEAD')).toEqual({ base: expect.stringContaining('HEAD') })
      const file = 'specs/rest/calls.yaml'
      await rewrite(copy, { file, find: 'description: Only calls of this agent.', replace: 'description: Which.' })
      await rewrite(copy, { file: 'specs/problems.yaml', find: 'retryable: false', replace: 'retryable: true' })
      const found = (await review(copy, undefined)) as Review
      expect(found.notes[0]).toContain('make generate')
      expect(found.blocks.map(({ items }) => items.map(({ kind }) => kind)[0])).toContain('problem')
      expect(found.impact).toBe('major')
    })
  },
  patient,
)

test('a revision that is not there is named, and so is a folder without git', async () => {
  await expect(revisionOf(root, 'no-such-branch')).rejects.toThrow('git knows no revision "no-such-branch"')
  const folder = await mkdtemp(join(tmpdir(), 'invorto-bare-'))
  await expect(revisionOf(folder, 'HEAD')).rejects.toThrow('There is no git repository here')
  await rm(folder, { recursive: true })
})

test('the command tells how it is used, and refuses a format that there is not', async () => {
  const ask = (...args: string[]) => run(process.execPath, [join(root, 'scripts/review.ts'), ...args])
  expect((await ask('--help')).stdout).toContain('make review BASE=')
  await expect(ask('--format', 'pdf')).rejects.toMatchObject({
    stderr: expect.stringContaining('terminal, md or html'),
  })
  await expect(ask('--verbose')).rejects.toMatchObject({ stderr: expect.stringContaining('--verbose') })
})
