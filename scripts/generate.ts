import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { differences } from './differences.ts'
import { contentOf, filesBelow } from './files.ts'
import { computeOutputs, type Outputs } from './outputs.ts'

const generatedFolders = [
  ...['generated', 'sdks/browser/generated', 'sdks/node/generated', 'sdks/webhooks/generated'],
  'sdks/python/invorto/generated',
]

/** Writes everything that is made from `specs/`; with `--check` it only compares, and names what differs. */
async function main(root: string, args: readonly string[]): Promise<number> {
  const check = args.includes('--check')
  const outputs = await computeOutputs(root, check ? 'fail' : 'leave')
  if (!check) {
    await write(root, outputs)
    console.log(`Generated ${outputs.size} files from specs/.`)
    return 0
  }
  const sentences = differences(outputs, await committedFiles(root, outputs))
  for (const sentence of sentences) {
    console.error(sentence)
  }
  if (sentences.length > 0) {
    console.error('Run `make generate`. A generated file is never edited by hand: change specs/ or scripts/emit/.')
  }
  return sentences.length === 0 ? 0 : 1
}

async function write(root: string, outputs: Outputs): Promise<void> {
  for (const [path, content] of outputs) {
    if ((await contentOf(root, path)) !== content) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), content)
    }
  }
}

async function committedFiles(root: string, outputs: Outputs): Promise<Map<string, string | null>> {
  const present = await Promise.all(generatedFolders.map((folder) => filesBelow(root, folder)))
  const ours = present.flat().filter((path) => !path.includes('/__pycache__/'))
  const paths = new Set([...outputs.keys(), ...ours])
  const contents = await Promise.all([...paths].map((path) => contentOf(root, path)))
  return new Map([...paths].map((path, index) => [path, contents[index] ?? null]))
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'), process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
