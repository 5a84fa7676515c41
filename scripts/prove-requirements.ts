import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type PlacedRow, readRequirements } from './requirements/rows.ts'
import { sampleOf } from './requirements/sample.ts'
import { runTests, selectionsOf } from './requirements/test-run.ts'
import { inWorkTree } from './work-tree.ts'

const usage = 'node scripts/prove-requirements.ts [--seed N] [--sample N | --all | --ids FR-T4,FR-E3]'

type Proof = {
  readonly row: PlacedRow
  readonly verdict: 'red' | 'green' | 'red before' | 'none ran'
  readonly by: string
}

/**
 * Breaks what rows demand, one after the other, and looks whether their tests notice: in a work tree of its own, of what is
 * committed. A row whose tests fail without the edit, or pass with it, is not proven.
 */
async function main(root: string): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      sample: { type: 'string', default: '10' },
      ids: { type: 'string' },
      all: { type: 'boolean', default: false },
    },
  })
  const provable = (await readRequirements(root)).rows.filter(({ mutation }) => mutation !== undefined)
  const ids = values.ids?.split(',')
  const chosen = ids ? provable.filter(({ id }) => ids.includes(id)) : provable
  const count = ids || values.all ? chosen.length : Number(values.sample)
  if (chosen.length === 0 || !Number.isInteger(count) || count < 1) throw new Error(usage)
  const rows = sampleOf(chosen, count, Number(values.seed))
  const proofs = await inWorkTree(root, 'HEAD', (folder) => proved(folder, rows))
  const unproven = proofs.filter(({ verdict }) => verdict !== 'red').length
  console.log(`\n${proofs.length - unproven} of ${proofs.length} edits turned a test red (seed ${values.seed}).`)
  return unproven === 0 ? 0 : 1
}

async function proved(folder: string, rows: readonly PlacedRow[]): Promise<Proof[]> {
  const proofs: Proof[] = []
  for (const row of rows) {
    const proof = await prove(folder, row)
    console.log(`${proof.verdict.padEnd(11)}${row.id.padEnd(24)}${row.mutation!.file.padEnd(50)}${proof.by}`)
    proofs.push(proof)
  }
  return proofs
}

async function prove(folder: string, row: PlacedRow): Promise<Proof> {
  const { file, find, replace } = row.mutation!
  const path = join(folder, file)
  const source = await readFile(path, 'utf8')
  if (source.split(find).length !== 2) throw new Error(`The edit of ${row.id} does not fit ${file} as it is committed.`)
  // The quick ones first: one that turns red is enough.
  const selections = selectionsOf(row.tests!)
  try {
    for (const selection of selections) {
      await writeFile(
        path,
        source.replace(find, () => replace),
      )
      const where = selection.files.join(' ')
      const { ran, failed } = await runTests(folder, selection)
      if (ran === 0) return { row, verdict: 'none ran', by: where }
      if (failed === 0) continue
      await writeFile(path, source)
      const { failed: before } = await runTests(folder, selection)
      if (before === 0) return { row, verdict: 'red', by: `${failed} of ${ran} in ${where}` }
      return { row, verdict: 'red before', by: where }
    }
    return { row, verdict: 'green', by: row.tests!.join(', ') }
  } finally {
    await writeFile(path, source)
  }
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
