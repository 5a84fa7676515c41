import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { lendGenerator } from '../emit/sdk/python/generator.ts'
import { markdownOf } from './markdown.ts'
import { outlineOf } from './outline.ts'
import { pageOf } from './page.ts'
import type { Review } from './report.ts'
import { review } from './review.ts'
import { contract } from './revision.ts'

const run = promisify(execFile)

/** Where the documentation keeps the report. */
export const exampleFolder = 'docs-site/review-example'

interface Rewrite {
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** A change as somebody may propose it: a field is renamed, a filter is added, a value is dropped. */
export const exampleEdits: readonly Rewrite[] = [
  { file: 'specs/schemas/realtime.yaml', find: 'textGenerated:', replace: 'textPlanned:' },
  {
    file: 'specs/examples/ttsStopped/valid-barge-in.json',
    find: '"textGenerated"',
    replace: '"textPlanned"',
  },
  {
    file: 'specs/rest/calls.yaml',
    find: '      - name: startedAfter\n',
    replace:
      '      - name: direction\n        in: query\n        description: Only calls of this direction.\n' +
      "        schema: { $ref: '../schemas/call.yaml#/CallDirection' }\n      - name: startedAfter\n",
  },
  { file: 'specs/schemas/events.yaml', find: '[hash, pause, length, call_end]', replace: '[hash, pause, call_end]' },
]

/** Has `use` work on a repository of its own, with the contract of this one as its only commit. */
export async function withCopy<Result>(root: string, use: (copy: string) => Promise<Result>): Promise<Result> {
  const copy = await mkdtemp(join(tmpdir(), 'invorto-example-'))
  try {
    for (const part of [...contract, 'scripts', '.env.example', 'package.json']) {
      const compiled = (path: string): boolean => !path.endsWith('.mjs') && !path.endsWith('__pycache__')
      await cp(join(root, part), join(copy, part), { recursive: true, filter: compiled })
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
    await lendGenerator(root, copy)
    await writeFile(join(copy, '.gitignore'), 'node_modules\n.make\n')
    await rm(join(copy, 'specs/released'), { recursive: true, force: true })
    const git = ['-c', 'user.name=Example', '-c', 'user.email=example@example.com', '-c', 'commit.gpgsign=false']
    for (const step of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-qm', 'The contract'],
    ]) {
      await run('git', [...git, ...step], { cwd: copy })
    }
    return await use(copy)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** Makes an edit; an error where there is nothing to edit. */
export async function rewrite(root: string, { file, find, replace }: Rewrite): Promise<void> {
  const text = await readFile(join(root, file), 'utf8')
  if (!text.includes(find)) throw new Error(`${file} has no "${find}".`)
  await writeFile(join(root, file), text.replace(find, replace))
}

/** What the example's change means, told of version 1.5.0 so that the report does not grow old with each release. */
export async function exampleReview(root: string): Promise<Review> {
  return withCopy(root, async (copy) => {
    for (const edit of exampleEdits) await rewrite(copy, edit)
    const found = await review(copy, 'HEAD')
    if (!('blocks' in found)) throw new Error('The edits of the example change nothing.')
    return { ...found, base: 'main', version: '1.5.0', notes: [] }
  })
}

/** The report's files, by path. */
export function exampleFiles(found: Review): Map<string, string> {
  const pieces = outlineOf(found)
  return new Map([
    [`${exampleFolder}/report.md`, markdownOf(pieces)],
    [`${exampleFolder}/report.html`, pageOf(pieces)],
  ])
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..')
  for (const [path, content] of exampleFiles(await exampleReview(root))) await writeFile(join(root, path), content)
}
