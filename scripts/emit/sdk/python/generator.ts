import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { JsonObject } from '../../../bundle/json.ts'
import { contentOf, filesBelow } from '../../../files.ts'

const run = promisify(execFile)

/** openapi-generator as PyPI has it: a wheel that holds the JAR. */
export const generatorVersion = '7.17.0'
const wheelHash = '0a6f11e43598ed34c6a20c85dc9f1d4a81fe503a8ebcb58f8661b6f973c24d7b'
export const generatorFolder = `.make/openapi-generator-${generatorVersion}`

/** Where there is no Java. */
export class JavaMissing extends Error {
  constructor() {
    super('There is no `java` (11 or later), which openapi-generator runs on: install a JRE, as default-jre-headless.')
  }
}

/** The JAR, fetched once with pip. */
export async function generatorJar(root: string): Promise<string> {
  const folder = join(root, generatorFolder)
  if (!existsSync(folder)) {
    await mkdir(join(root, '.make'), { recursive: true })
    const scratch = await mkdtemp(`${folder}-`)
    const lock = join(scratch, 'requirements.txt')
    await writeFile(lock, `openapi-generator-cli==${generatorVersion} --hash=sha256:${wheelHash}\n`)
    const asked = ['--quiet', '--disable-pip-version-check', '--require-hashes', '--no-deps', '-r', lock]
    await run('python3', ['-m', 'pip', 'install', '--target', scratch, ...asked])
    // Of two that fetch it at once the first one stays.
    await rename(scratch, folder).catch(() => rm(scratch, { recursive: true }))
  }
  return join(folder, 'openapi_generator_cli/openapi-generator.jar')
}

/** Gives a copy of the repository the generator that is there, so that it is fetched once for all copies. */
export async function lendGenerator(root: string, copy: string): Promise<void> {
  if (!existsSync(join(root, generatorFolder))) return
  await mkdir(join(copy, '.make'), { recursive: true })
  await symlink(join(root, generatorFolder), join(copy, generatorFolder))
}

/** The models of the document, by the templates beside this file; path below `models/` to content. Throws `JavaMissing`. */
export async function generateModels(
  root: string,
  document: JsonObject,
  config: JsonObject,
): Promise<Map<string, string>> {
  await run('java', ['-version']).catch(() => {
    throw new JavaMissing()
  })
  const jar = await generatorJar(root)
  const scratch = await mkdtemp(join(tmpdir(), 'invorto-python-'))
  try {
    const [input, settings, output] = ['document.json', 'config.json', 'out'].map((name) => join(scratch, name))
    await writeFile(input!, JSON.stringify(document))
    await writeFile(settings!, JSON.stringify(config))
    const templates = join(import.meta.dirname, 'templates')
    const only = 'models,modelDocs=false,modelTests=false'
    const args = ['generate', '-g', 'python', '-i', input!, '-o', output!, '-t', templates, '-c', settings!]
    // The first tier of the compiler is enough for a program of three seconds.
    await run('java', ['-XX:TieredStopAtLevel=1', '-jar', jar, ...args, '--global-property', only], { maxBuffer: 64e6 })
    const folder = `out/${String(config.packageName).replaceAll('.', '/')}/models`
    const files = await filesBelow(scratch, folder)
    const contents = await Promise.all(files.map((file) => contentOf(scratch, file)))
    return new Map(files.map((file, index) => [file.slice(folder.length + 1), contents[index] ?? '']))
  } finally {
    await rm(scratch, { recursive: true })
  }
}
