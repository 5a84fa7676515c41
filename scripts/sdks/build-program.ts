import { chmod, copyFile, cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { routes } from '#generated/operations.gen.ts'
import { contentsOf, filesBelow } from '../files.ts'
import type { SdkPackage } from './packages.ts'

/** What packages that are not ES modules ask for. */
const banner = "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)"

/** A program that needs nothing but Node: everything that it imports is in it, and the documents that it reads stand beside it. */
export async function buildProgram(root: string, { folder }: SdkPackage, file: string, dist: string): Promise<void> {
  const outfile = join(dist, file.replace(/\.ts$/, '.js'))
  await build({
    ...{
      entryPoints: [join(root, folder, file)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
    },
    ...{ minify: true, keepNames: true, legalComments: 'none', logLevel: 'error', banner: { js: banner } },
    external: ['bufferutil', 'utf-8-validate'],
  })
  await chmod(outfile, 0o755)
  const data = join(dist, 'data')
  await mkdir(data, { recursive: true })
  for (const name of ['openapi', 'realtime'])
    await copyFile(join(root, `generated/documents/${name}.json`), join(data, `${name}.json`))
  await writeFile(join(data, 'examples.json'), JSON.stringify(await examplesBelow(root)))
  await cp(join(root, folder, 'packs'), join(data, 'packs'), { recursive: true })
}

/** The valid examples of every live operation, by name. */
async function examplesBelow(root: string): Promise<Record<string, unknown[]>> {
  const files = (await filesBelow(root, 'specs/examples')).filter((path) => /\/valid-[^/]*\.json$/.test(path))
  const found: Record<string, unknown[]> = {}
  for (const [path, text] of await contentsOf(root, files)) {
    const name = path.split('/').at(-2)!
    if (name in routes) found[name] = [...(found[name] ?? []), JSON.parse(text)]
  }
  return found
}
