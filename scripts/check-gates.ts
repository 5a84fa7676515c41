import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs, promisify } from 'node:util'
import { optionalObjectAt } from './bundle/json.ts'
import { type DrawnEdit, drawn, kindsOf } from './edits/draw.ts'
import { type Repository, repositoryOf } from './edits/edit.ts'
import { tried, type Verdict } from './edits/trial.ts'
import { contentOf, contentsOf } from './files.ts'
import { inParallel } from './gate-run.ts'
import { gates } from './gates.ts'
import { releaseFiles, surfaceOf } from './released/surface.ts'
import { inWorkTree } from './work-tree.ts'

const usage = 'node scripts/check-gates.ts [--seed N] [--count N] [--kinds name,…] [--without gate,…] [--list]'
const run = promisify(execFile)

interface Options {
  readonly seed: number
  readonly count: number
  readonly without: readonly string[]
  readonly kinds: readonly string[]
  readonly list: boolean
}

/** Breaks the repository, each time in a copy and at another place, and looks which gate notices. */
async function main(root: string): Promise<number> {
  const options = optionsOf()
  const began = performance.now()
  if (options.list) {
    for (const { name, edits } of kindsOf(await readRepository(root))) {
      console.log(`${String(edits.length).padStart(5)} ${name}`)
    }
    return 0
  }
  const caught = await inWorkTree(root, 'HEAD', async (first) => {
    await cutRelease(first)
    const kinds = kindsOf(await readRepository(first)).filter(
      ({ name }) => options.kinds.length === 0 || options.kinds.includes(name),
    )
    const edits = drawn(kinds, options.count, options.seed)
    if (edits.length === 0) throw new Error(usage)
    return inWorkTree(first, 'HEAD', (second) => results([first, second], edits, options.without))
  })
  const minutes = (performance.now() - began) / 60_000
  const by = Object.entries(Object.groupBy(caught, (gate) => gate ?? 'nothing'))
  console.log(`\n${by.map(([gate, all]) => `${gate} ${all!.length}`).join(', ')}`)
  const missed = caught.filter((gate) => gate === null).length
  console.log(
    `${caught.length - missed} of ${caught.length} edits were caught (seed ${options.seed}, ${minutes.toFixed(1)} min).`,
  )
  return missed === 0 ? 0 : 1
}

function optionsOf(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '40' },
      without: { type: 'string', default: '' },
      kinds: { type: 'string', default: '' },
      list: { type: 'boolean', default: false },
    },
  })
  const [seed, count] = [Number(values.seed), Number(values.count)]
  const without = values.without.split(',').filter((name) => name !== '')
  const known = ['tests', ...gates.map(({ name }) => name)]
  if (!Number.isInteger(seed) || !(count >= 1) || without.some((name) => !known.includes(name))) throw new Error(usage)
  return { seed, count, without, kinds: values.kinds.split(',').filter((name) => name !== ''), list: values.list }
}

/** Every text file that is committed. */
async function readRepository(root: string): Promise<Repository> {
  const { stdout } = await run('git', ['-C', root, 'ls-files'], { maxBuffer: 2 ** 24 })
  const paths = stdout.split('\n').filter((path) => /\.(ts|mts|json|yaml|sql|md|example)$/.test(path))
  return repositoryOf(await contentsOf(root, paths))
}

/** As if it were released as it stands: from here on the gate `released` holds every promise. */
async function cutRelease(tree: string): Promise<void> {
  const surface = await surfaceOf((path) => contentOf(tree, path))
  const version = String(optionalObjectAt(surface.documents.openapi, 'info').version)
  for (const [path, content] of releaseFiles(surface, version)) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await writeFile(join(tree, path), content)
  }
  for (const name of await readdir(join(tree, '.changeset'))) {
    if (name.endsWith('.md') && name !== 'README.md') await rm(join(tree, '.changeset', name))
  }
  const git = (...asked: string[]) => run('git', ['-C', tree, ...asked])
  await git('add', '--all', 'specs/released', '.changeset')
  await git(
    '-c',
    'user.name=gates',
    '-c',
    'user.email=gates@localhost',
    'commit',
    '-qm',
    'a release',
    '--no-verify',
    '--allow-empty',
  )
}

async function results(trees: readonly string[], edits: readonly DrawnEdit[], without: readonly string[]) {
  const saved = join(dirname(trees[0]!), 'validators')
  await cp(join(trees[0]!, 'generated/validators'), saved, { recursive: true })
  const green = new Set<string>()
  const caught: (string | null)[] = []
  await inParallel(edits, trees.length, async (edit, lane) => {
    const verdict = await tried({ tree: trees[lane]!, saved, without, green }, edit)
    console.log(row(edit, verdict))
    caught.push(verdict.by)
  })
  return caught
}

function row({ kind, item, file, says }: DrawnEdit, { by, seconds, told }: Verdict): string {
  const found = `${(by ?? 'NOT CAUGHT').padEnd(13)}${seconds.toFixed(1).padStart(6)} s`
  return `${found}  ${kind.padEnd(36)}${item}: ${says} (${file})${told === '' ? '' : `\n${' '.repeat(23)}${told.slice(0, 150)}`}`
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
