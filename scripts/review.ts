import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { markdownOf } from './review/markdown.ts'
import { outlineOf, type Piece } from './review/outline.ts'
import { pageOf } from './review/page.ts'
import { review } from './review/review.ts'
import { terminalText } from './review/terminal.ts'

const usage = `What a change of the contract means for those who use it.

  make review BASE=main~1                      against a branch, tag, commit or released version
  make review ARGS="--format html --output review.html"

  --base REV       what the working tree, uncommitted edits too, is held against;
                   default: the last release, else HEAD where specs/ was edited, else HEAD~1
  --format FORMAT  terminal, md or html; default: terminal
  --output FILE    where the report goes; default: the terminal
  --help           this`

const formats: Readonly<Record<string, (pieces: readonly Piece[]) => string>> = {
  terminal: (pieces) => terminalText(pieces, { columns: columns(), colours: colours() }),
  md: markdownOf,
  html: pageOf,
}

/** Prints or writes the report. */
async function main(root: string): Promise<void> {
  const { base, format, output, help } = options()
  if (help) {
    console.log(usage)
    return
  }
  const render = formats[format]
  if (render === undefined) throw new Error(`There is no format "${format}": terminal, md or html.`)
  const found = await review(root, base === '' ? undefined : base)
  if (!('blocks' in found)) {
    console.log(`Nothing in the contract changed since ${found.base}.`)
    return
  }
  const report = render(outlineOf(found))
  if (output === undefined) process.stdout.write(report)
  else {
    await writeFile(output, report)
    console.log(`The report stands in ${output}.`)
  }
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        base: { type: 'string' },
        format: { type: 'string', default: 'terminal' },
        output: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`, { cause: error })
  }
}

const columns = (): number => Math.max(40, Math.min(process.stdout.columns ?? 100, 120))
const colours = (): boolean => process.stdout.isTTY === true && process.env.NO_COLOR === undefined

try {
  await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
