import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startPlatform } from '../demo/platform.ts'
import { goCall, type Language, languages } from './clients/languages.ts'
import { generatorJar } from './emit/sdk/python/generator.ts'
import { filesBelow } from './files.ts'

const run = promisify(execFile)
const folder = '.make/clients'

/**
 * Makes clients of the public OpenAPI document with openapi-generator, compiles each, and lets the one in Go call a
 * platform. Wants `java`, `mvn`, `go` and `cargo`; what it fetches and makes stays in `.make/clients`.
 */
async function main(root: string): Promise<number> {
  const jar = await generatorJar(root)
  console.log(`${'client'.padEnd(10)}${'files'.padStart(6)}${'seconds'.padStart(9)}  result`)
  let failed = 0
  for (const language of languages) {
    failed += await row(root, language.name, language, () => madeAndCompiled(root, jar, language))
  }
  failed += await row(root, 'Go, called', null, () => called(root))
  return failed === 0 ? 0 : 1
}

async function row(root: string, name: string, language: Language | null, work: () => Promise<string>): Promise<0 | 1> {
  const begun = performance.now()
  const outcome = await work().then(
    (result) => ({ result, failed: 0 as const }),
    (error: Error & { stdout?: string; stderr?: string }) => ({
      result: `failed: ${[error.message, error.stdout, error.stderr].filter(Boolean).join('\n').slice(0, 4000)}`,
      failed: 1 as const,
    }),
  )
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  const files = language === null ? '' : String(await sourcesOf(root, language))
  console.log(`${name.padEnd(10)}${files.padStart(6)}${seconds.padStart(9)}  ${outcome.result}`)
  return outcome.failed
}

async function sourcesOf(root: string, { generator, suffix }: Language): Promise<number> {
  const files = await filesBelow(root, `${folder}/${generator}`)
  return files.filter((file) => file.endsWith(suffix) && !file.includes('/target/')).length
}

async function madeAndCompiled(root: string, jar: string, language: Language): Promise<string> {
  const output = join(root, folder, language.generator)
  const target = join(root, folder, 'cargo')
  await rm(output, { recursive: true, force: true })
  const document = join(root, 'generated/documents/openapi.json')
  const options = ['-g', language.generator, '-i', document, '-o', output, ...language.options]
  await command('java', ['-jar', jar, 'generate', ...options], output, {})
  for (const [program, ...args] of language.compile) {
    await command(program!, args, output, { CARGO_TARGET_DIR: target })
  }
  return 'compiles'
}

/** What the generated Go client is told by a platform of its own. */
async function called(root: string): Promise<string> {
  const client = join(root, folder, 'go')
  await mkdir(join(client, 'call'), { recursive: true })
  await writeFile(join(client, 'call/main.go'), goCall)
  const data = await mkdtemp(join(tmpdir(), 'invorto-clients-'))
  const platform = await startPlatform(data, {}, () => {})
  try {
    const { stdout } = await command('go', ['run', './call', platform.url, platform.apiKey], client, {})
    return stdout.trim()
  } finally {
    await platform.stop()
    await rm(data, { recursive: true, force: true })
  }
}

async function command(program: string, args: readonly string[], folder: string, more: Record<string, string>) {
  const cwd = existsSync(folder) ? folder : tmpdir()
  const env = { ...process.env, ...more }
  return run(program, args, { cwd, env, maxBuffer: 64 * 1024 * 1024, timeout: 600_000 })
}

main(join(import.meta.dirname, '..')).then(
  (code) => {
    process.exitCode = code
  },
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  },
)
