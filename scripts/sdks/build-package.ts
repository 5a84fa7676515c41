import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import apiExtractor from '@microsoft/api-extractor'
import { build } from 'esbuild'
import { buildProgram } from './build-program.ts'
import { bundledWorklet, madeModules } from './made-modules.ts'
import type { SdkPackage } from './packages.ts'

const { Extractor, ExtractorConfig } = apiExtractor

/** Where `tsc -p sdks` puts declarations. */
const TYPES = '.make/sdks/types'

/** What one package's API is, as text to be compared. */
export interface ApiReport {
  readonly path: string
  readonly text: string
}

/**
 * Builds the package into `.make/sdks/<folder>`: ESM and CommonJS, one declaration file for each entry, what npm needs to know.
 * The declarations of all packages must be there (`tsc -p sdks`). Comes back with its API reports.
 */
export async function buildPackage(root: string, one: SdkPackage, version: string): Promise<ApiReport[]> {
  const target = join(root, '.make', one.folder)
  await rm(target, { recursive: true, force: true })
  await mkdir(join(target, 'dist'), { recursive: true })
  const reports: ApiReport[] = []
  for (const [subpath, file] of Object.entries(one.entries)) {
    const entry = subpath === '.' ? 'index' : subpath.slice(2)
    await bundle(root, one, file, join(target, 'dist', entry))
    reports.push({ path: `${one.folder}/api/${entry}.api.md`, text: await rollUp(root, one, file, target, entry) })
  }
  for (const file of Object.values(one.programs ?? {})) await buildProgram(root, one, file, join(target, 'dist'))
  if ('./audio' in one.entries) await writeFile(join(target, 'dist/worklet.js'), await bundledWorklet(root))
  await writeFile(join(target, 'package.json'), `${JSON.stringify(manifest(one, version), null, 2)}\n`)
  await copyFile(join(root, one.folder, 'README.md'), join(target, 'README.md'))
  await copyFile(join(root, 'LICENSE'), join(target, 'LICENSE'))
  return reports
}

async function bundle(root: string, { folder, platform }: SdkPackage, file: string, out: string): Promise<void> {
  const options = {
    entryPoints: [join(root, folder, file)],
    bundle: true,
    platform,
    target: platform === 'node' ? 'node20' : 'es2022',
    legalComments: 'none' as const,
    logLevel: 'warning' as const,
    plugins: [madeModules(root)],
  }
  await build({ ...options, format: 'esm', outfile: `${out}.js` })
  await build({ ...options, format: 'cjs', outfile: `${out}.cjs` })
}

/** One declaration file out of many; the report of its API comes back. */
async function rollUp(root: string, one: SdkPackage, file: string, target: string, entry: string): Promise<string> {
  const reports = join(root, '.make/sdks/reports')
  await mkdir(reports, { recursive: true })
  const name = `${one.folder.replaceAll('/', '-')}-${entry}`
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, TYPES, one.folder.replace(/^sdks\//, ''), file.replace(/\.ts$/, '.d.ts')),
      newlineKind: 'lf',
      compiler: { tsconfigFilePath: join(root, 'sdks/tsconfig.json') },
      apiReport: { enabled: true, reportFileName: name, reportFolder: reports, reportTempFolder: reports },
      docModel: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: join(target, 'dist', `${entry}.d.ts`) },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' as never } },
        extractorMessageReporting: { default: { logLevel: 'none' as never } },
        tsdocMessageReporting: { default: { logLevel: 'none' as never } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
  })
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    // Which compiler it has is nobody's business here, once for each entry.
    messageCallback: (message) => {
      message.handled ||= message.messageId === 'console-preamble'
    },
  })
  if (!succeeded) throw new Error(`The declarations of ${one.name} cannot be put together.`)
  await copyFile(join(target, 'dist', `${entry}.d.ts`), join(target, 'dist', `${entry}.d.cts`))
  return readFile(join(reports, `${name}.api.md`), 'utf8')
}

function manifest({ name, description, entries, programs = {}, folder }: SdkPackage, version: string): object {
  const files = (entry: string, module: 'js' | 'cjs') => ({
    types: `./dist/${entry}.d.${module === 'js' ? 'ts' : 'cts'}`,
    default: `./dist/${entry}.${module}`,
  })
  const subpaths = Object.keys(entries).map((subpath) => {
    const entry = subpath === '.' ? 'index' : subpath.slice(2)
    return [subpath, { import: files(entry, 'js'), require: files(entry, 'cjs') }] as const
  })
  return {
    ...{ name, version, description, license: 'Apache-2.0', type: 'module', sideEffects: false },
    engines: { node: '>=22' },
    repository: { type: 'git', url: 'git+https://github.com/invorto/invorto.git', directory: folder },
    publishConfig: { access: 'public', provenance: true },
    ...(subpaths.length > 0 && {
      ...{ exports: Object.fromEntries(subpaths), main: './dist/index.cjs', types: './dist/index.d.ts' },
      // For resolutions of TypeScript that know no `exports`.
      typesVersions: { '*': Object.fromEntries(subpaths.flatMap(([subpath]) => typesOf(subpath))) },
    }),
    ...(Object.keys(programs).length > 0 && { bin: programsOf(programs) }),
    files: ['dist'],
  }
}

const typesOf = (subpath: string): [string, string[]][] =>
  subpath === '.' ? [] : [[subpath.slice(2), [`./dist/${subpath.slice(2)}.d.ts`]]]

/** By the name that it is called by, where each program stands in the package. */
const programsOf = (programs: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, `dist/${file.replace(/\.ts$/, '.js')}`]))
