import { join } from 'node:path'
import { build } from 'esbuild'
import { bundledWorklet, madeModules } from '#scripts/sdks/made-modules.ts'

/** The programs of the pages, from TypeScript; each is whole and loads nothing. */
const entries = {
  site: 'site.ts',
  language: 'language.ts',
  'try-it': 'try-it.ts',
  console: 'console.ts',
  offline: 'offline-worker.ts',
} as const

export type ScriptName = keyof typeof entries | 'worklet'

export async function bundleScripts(root: string): Promise<Readonly<Record<ScriptName, string>>> {
  const folder = join(root, 'docs-site/browser')
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([out, file]) => ({ in: join(folder, file), out })),
    outdir: '.',
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2024', 'chrome120', 'firefox121', 'safari17.4'],
    charset: 'utf8',
    legalComments: 'none',
    tsconfigRaw: '{}',
    logLevel: 'error',
    plugins: [madeModules(root)],
  })
  const texts = Object.keys(entries).map((name) => {
    const file = outputFiles.find(({ path }) => path.endsWith(`/${name}.js`))
    if (file === undefined) throw new Error(`No program ${name} came out.`)
    return [name, file.text] as const
  })
  const worklet = await bundledWorklet(root)
  return { ...Object.fromEntries(texts), worklet } as Record<ScriptName, string>
}
