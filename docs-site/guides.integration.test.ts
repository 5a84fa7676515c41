import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { filesBelow } from '#scripts/files.ts'
import { testEnvironment } from '#sdks/python/environment.ts'
import { type Stage, setStage } from '../contract-tests/stage.ts'
import { quickstartText } from './pages/guides.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const python = join(root, 'sdks/python')
const guides = (await filesBelow(root, 'docs-site/guides')).filter((path) => path.endsWith('.md'))

let stage: Stage
let folder: string
beforeAll(async () => {
  ;[stage, folder] = await Promise.all([setStage(), mkdtemp(join(tmpdir(), 'invorto-guides-'))])
})
afterAll(async () => {
  await stage?.strike()
  await rm(folder, { recursive: true, force: true })
})

interface Snippet {
  readonly language: string
  readonly title: string
  readonly code: string
}

async function snippetsOf(path: string): Promise<Snippet[]> {
  const quickstart = quickstartText(parse(await readFile(join(root, 'specs/quickstart.yaml'), 'utf8')))
  const text = (await readFile(join(root, path), 'utf8')).replace('{{quickstart}}', () => quickstart)
  return [...text.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, language = '', title = '', code = '']) => ({
    language,
    title,
    code,
  }))
}

/** `curl -s` says nothing of a refusal: here it fails, but where the guide shows one. */
const strictCurl = 'curl() { command curl --fail-with-body "$@"; }\n'

/** What a program prints that is no call. */
const shown: Readonly<Record<string, RegExp>> = {
  'verify-webhook.ts': /^true false$/m,
  'verify_webhook.py': /^True False$/m,
  'receive-webhook.ts': /^c_1 [\d.]+$/m,
  'receive_webhook.py': /^c_1 [\d.]+$/m,
  'sdk_call.py': /^Plan Desk 3600\n[\s\S]*^not_found req_\w+$/m,
}

test.each(guides)('every command and program of %s runs', async (path) => {
  const env = { PATH: process.env.PATH, API_BASE_URL: stage.platform.url, INVORTO_API_KEY: stage.platform.apiKey }
  for (const { language, title, code } of await snippetsOf(path)) {
    if (language === 'sh') {
      const fails = title === 'fails'
      const { stdout } = await run('bash', ['-euc', fails ? code : strictCurl + code], { env, cwd: folder })
      if (fails) expect(stdout).toContain('"code"')
    }
    if (language === 'python') {
      const options = { env: { ...env, PYTHONPATH: python }, timeout: 30_000 }
      const { stdout } = await run(await testEnvironment(), ['-Bc', code], options)
      expect(stdout).toMatch(shown[title]!)
    }
    if (language === 'ts') {
      // Saved beside the client, as the reader saves it in the repository.
      const program = join(folder, title)
      const source = code
        .replaceAll("'./sdks/", `'${root}/sdks/`)
        .replace("'@invorto/server'", `'${root}/sdks/node/generated/index.gen.ts'`)
        .replace("'@invorto/webhooks'", `'${root}/sdks/webhooks/generated/index.gen.ts'`)
      await writeFile(program, source)
      const { stdout } = await run(process.execPath, [program], { env, cwd: root, timeout: 30_000 })
      expect(stdout).toMatch(shown[title] ?? /agent: [\s\S]*code: 1000/)
    }
  }
})
