import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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
 * Builds the packages into `.make/sdks/`, packed for npm and PyPI, writes the report of each API beside its source, and tells where all of it
 * is; with `--check` it compares the reports only, and names what differs.
 */
async function main(args: readonly string[]): Promise<number> {
  const check = args.includes('--check')
  if (!(await compiled())) return 1
  const document = JSON.parse(await readFile(join(root, 'generated/documents/openapi.json'), 'utf8'))
  if (!check) await withoutOthers(document.info.version)
  let differences = 0
  for (const one of sdkPackages) {
    for (const report of await buildPackage(root, one, document.info.version)) {
      differences += await compared(report, one.name, check)
    }
    if (!check) await pack(one.name, join(root, '.make', one.folder))
    if (!check && one.alias !== undefined) await pack(one.alias, await buildAlias(one, one.alias))
  }
  differences += await compared(await pythonReport(root), 'invorto (Python)', check)
  if (!check) {
    const { wheel, sdist } = await buildPythonPackage(root)
    tell('invorto (Python)', basename(wheel))
    tell('', basename(sdist))
    const server = `${target}/invorto-server-${document.info.version}.tgz`
    console.log(`\nIn a project of yours: npm install ${server}, or pip install ${target}/${basename(wheel)}`)
  }
  return differences === 0 ? 0 : 1
}

const target = '.make/sdks'

const tell = (name: string, file: string): void => console.log(`${name.padEnd(26)} ${target}/${file}`)

/** Declarations of all packages; false when they do not compile, and why is told. */
async function compiled(): Promise<boolean> {
  return run(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'sdks')], { cwd: root }).then(
    () => true,
    ({ stdout, message }: { stdout?: string; message: string }) => {
      console.error(`The SDKs do not compile:\n${stdout || message}`)
      return false
    },
  )
}

/** Packages of another version would stand beside those that are built, and be installed with them. */
async function withoutOthers(version: string): Promise<void> {
  const folder = join(root, target)
  const packed = (await readdir(folder)).filter((file) => /\.(tgz|whl|tar\.gz)$/.test(file))
  const others = packed.filter((file) => !file.includes(`-${version}`))
  await Promise.all(others.map((file) => rm(join(folder, file), { force: true })))
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
  console.log(`${path} is written anew: ${name} exports something else now. Look at the difference.`)
  return 0
}

/** The same package under its other name; where it was put. */
async function buildAlias({ folder: from }: SdkPackage, alias: string): Promise<string> {
  const folder = join(root, target, basename(alias))
  await rm(folder, { recursive: true, force: true })
  await cp(join(root, '.make', from), folder, { recursive: true })
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  await writeFile(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, name: alias }, null, 2)}\n`)
  return folder
}

async function pack(name: string, folder: string): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--pack-destination', join(folder, '..')], { cwd: folder })
  tell(name, stdout.trim().split('\n').at(-1)!)
}

process.exitCode = await main(process.argv.slice(2))
