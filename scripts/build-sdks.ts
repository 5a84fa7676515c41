import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { contentOf } from './files.ts'
import { buildPackage } from './sdks/build-package.ts'
import { sdkPackages } from './sdks/packages.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

/**
 * Builds the packages for JavaScript into `.make/sdks/`, packed for npm, and writes the report of each API beside its source;
 * with `--check` it compares the reports only, and names what differs.
 */
async function main(args: readonly string[]): Promise<number> {
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'sdks')], { cwd: root })
  const document = JSON.parse(await readFile(join(root, 'generated/documents/openapi.json'), 'utf8'))
  let differences = 0
  for (const one of sdkPackages) {
    for (const { path, text } of await buildPackage(root, one, document.info.version)) {
      if ((await contentOf(root, path)) === text) continue
      if (args.includes('--check')) {
        differences += 1
        console.error(`${path} is not what ${one.name} exports now: run \`make sdks\`, and look at the difference.`)
      } else {
        await mkdir(dirname(join(root, path)), { recursive: true })
        await writeFile(join(root, path), text)
      }
    }
    if (!args.includes('--check')) await pack(join(root, '.make', one.folder))
  }
  return differences === 0 ? 0 : 1
}

async function pack(folder: string): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--pack-destination', join(folder, '..')], { cwd: folder })
  console.log(stdout.trim().split('\n').at(-1))
}

process.exitCode = await main(process.argv.slice(2))
