import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { contentOf } from './files.ts'
import { type ApiReport, buildPackage } from './sdks/build-package.ts'
import { type SdkPackage, sdkPackages } from './sdks/packages.ts'
import { buildPythonPackage } from './sdks/python-package.ts'
import { pythonReport } from './sdks/python-report.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')

/**
 * Builds the packages into `.make/sdks/`, packed for npm and PyPI, and writes the report of each API beside its source; with
 * `--check` it compares the reports only, and names what differs.
 */
async function main(args: readonly string[]): Promise<number> {
  const check = args.includes('--check')
  await run(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'sdks')], { cwd: root })
  const document = JSON.parse(await readFile(join(root, 'generated/documents/openapi.json'), 'utf8'))
  let differences = 0
  for (const one of sdkPackages) {
    for (const report of await buildPackage(root, one, document.info.version)) {
      differences += await compared(report, one.name, check)
    }
    if (!check) await pack(join(root, '.make', one.folder))
    if (!check && one.alias !== undefined) await pack(await buildAlias(one, one.alias))
  }
  differences += await compared(await pythonReport(root), 'invorto (Python)', check)
  if (!check) {
    const { wheel, sdist } = await buildPythonPackage(root)
    console.log(`${basename(wheel)}\n${basename(sdist)}`)
  }
  return differences === 0 ? 0 : 1
}

/** Writes a report that differs, or names it; how many differences that makes. */
async function compared({ path, text }: ApiReport, name: string, check: boolean): Promise<0 | 1> {
  if ((await contentOf(root, path)) === text) return 0
  if (check) {
    console.error(`${path} is not what ${name} exports now: run \`make sdks\`, and look at the difference.`)
    return 1
  }
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
  return 0
}

/** The same package under its other name; where it was put. */
async function buildAlias({ folder }: SdkPackage, alias: string): Promise<string> {
  const target = join(root, '.make/sdks', basename(alias))
  await rm(target, { recursive: true, force: true })
  await cp(join(root, '.make', folder), target, { recursive: true })
  const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8'))
  await writeFile(join(target, 'package.json'), `${JSON.stringify({ ...manifest, name: alias }, null, 2)}\n`)
  return target
}

async function pack(folder: string): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--pack-destination', join(folder, '..')], { cwd: folder })
  console.log(stdout.trim().split('\n').at(-1))
}

process.exitCode = await main(process.argv.slice(2))
