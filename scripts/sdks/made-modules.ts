import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { JsonObject } from '../bundle/json.ts'
import { compileValidators } from '../emit/compile-validators.ts'
import { serverMessageSet } from '../emit/server-checks.ts'

/** Modules of the browser package that stand nowhere as files: what they hold is made when they are bundled. */
export function madeModules(root: string): Plugin {
  return {
    name: 'made-modules',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\/(worklet-source|server-validators)\.mjs$/ }, ({ path }) => ({
        path: path.endsWith('worklet-source.mjs') ? 'worklet-source' : 'server-validators',
        namespace: 'made',
        sideEffects: false,
      }))
      onLoad({ filter: /^worklet-source$/, namespace: 'made' }, async () => ({
        contents: `export default ${JSON.stringify(await bundledWorklet(root))}`,
      }))
      onLoad({ filter: /^server-validators$/, namespace: 'made' }, async () => {
        const document = JSON.parse(
          await readFile(join(root, 'generated/documents/realtime.json'), 'utf8'),
        ) as JsonObject
        return { contents: await compileValidators(serverMessageSet(document), root) }
      })
    },
  }
}

/** The programs of the browser's audio thread as one script. */
export async function bundledWorklet(root: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'sdks/browser/audio/worklet.ts')],
    ...{ bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', legalComments: 'none' },
    tsconfigRaw: '{}',
    logLevel: 'error',
  })
  return outputFiles![0]!.text
}
