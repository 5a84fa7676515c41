import { execFile } from 'node:child_process'
import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { runGate } from '../gate-run.ts'
import { type Gate, gates } from '../gates.ts'
import { runTests, selectionsOf, type TestSelection } from '../requirements/test-run.ts'
import type { DrawnEdit } from './draw.ts'

const run = promisify(execFile)
const validators = 'generated/validators'
const generate: Gate = { name: 'generated', says: '', command: ['scripts/generate.ts'] }

const layout = (file: string): Gate => ({
  name: 'format',
  says: '',
  command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', file],
})

export interface Verdict {
  /** The gate that was red; null where none was. */
  readonly by: string | null
  readonly seconds: number
  /** The first line that tells of it. */
  readonly told: string
}

/** What was red, and the same again without the edit. */
interface Red {
  readonly gate: string
  readonly told: string
  readonly again: () => Promise<boolean>
}

/** A work tree in which edits are made, with what it needs to be as it was. */
export interface Trial {
  readonly tree: string
  /** The compiled validators as they were, which git does not have. */
  readonly saved: string
  readonly without: readonly string[]
  /** Gates that were seen green without an edit. */
  readonly green: Set<string>
}

/** Makes the edit, runs the gates that look at what changed, in the order of their cost, until one is red, and takes it back. */
export async function tried(trial: Trial, edit: DrawnEdit): Promise<Verdict> {
  const began = performance.now()
  let red: Red | null
  try {
    await made(trial.tree, edit)
    red = await firstRed(trial, edit)
  } finally {
    await restored(trial)
  }
  const seconds = (performance.now() - began) / 1000
  if (red === null) return { by: null, told: '', seconds }
  if (!trial.green.has(red.gate)) {
    // One that is red anyway has caught nothing.
    if (!(await red.again()))
      return { by: null, told: `${red.gate} is red without the edit as well: ${red.told}`, seconds }
    if (red.gate !== 'tests') trial.green.add(red.gate)
  }
  return { by: red.gate, told: red.told, seconds }
}

async function firstRed({ tree, without }: Trial, edit: DrawnEdit): Promise<Red | null> {
  const told = edit.generates ? await redGate(tree, generate) : null
  if (told !== null) return told
  const changed = await changedIn(tree)
  const looking = gates.filter(
    ({ name, reads }) => !without.includes(name) && changed.some((path) => reads?.test(path) ?? true),
  )
  for (const gate of looking) {
    const red = await redGate(tree, gate)
    if (red !== null) return red
  }
  return without.includes('tests') ? null : redTest(tree, edit)
}

async function redGate(tree: string, gate: Gate): Promise<Red | null> {
  const { passed, output } = await runGate(gate, tree)
  const again = async () => (await runGate(gate, tree)).passed
  return passed ? null : { gate: gate.name, told: output.trim().split('\n')[0]!, again }
}

/** All but the packages, which are a link that git does not know to ignore. */
const ours = ['.', ':!node_modules']

/** Paths of the files that differ from what is committed, in the tree. */
async function changedIn(tree: string): Promise<string[]> {
  const asked = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--', ...ours]
  const { stdout } = await run('git', ['-C', tree, ...asked])
  return stdout.split('\0').map((line) => line.slice(3))
}

async function made(tree: string, { file, content, gone = [] }: DrawnEdit): Promise<void> {
  if (content === null) await rm(join(tree, file))
  else await writeFile(join(tree, file), content)
  // As an editor does, so that the layout of an edit is not what is noticed.
  if (content !== null && file.endsWith('.ts')) await runGate(layout(file), tree)
  for (const path of gone) await rm(join(tree, path))
}

async function restored({ tree, saved }: Trial): Promise<void> {
  await run('git', ['-C', tree, 'checkout', '-q', '--', '.'])
  await run('git', ['-C', tree, 'clean', '-fdq', '--', ...ours])
  await cp(saved, join(tree, validators), { recursive: true })
}

/** The nearest test alone, then the others that name it, then all unit tests. */
async function redTest(tree: string, { tests = [] }: DrawnEdit): Promise<Red | null> {
  const groups = [tests.slice(0, 1), tests.slice(1)].filter((group) => group.length > 0)
  const unit: TestSelection = { project: 'unit', files: [], titles: [] }
  for (const selection of [...groups.flatMap(selectionsOf), unit]) {
    const { ran, failed } = await runTests(tree, selection)
    if (ran > 0 && failed === 0) continue
    const told = `${failed} of ${ran} in ${selection.files.join(' ') || 'the unit tests'}`
    const again = async () => {
      const before = await runTests(tree, selection)
      return before.ran > 0 && before.failed === 0
    }
    return { gate: 'tests', told, again }
  }
  return null
}
