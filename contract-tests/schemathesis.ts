import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startPlatform, temporaryFolder } from './platform.ts'

const help = `Holds a running platform against its own document with schemathesis, in all four phases.

  node contract-tests/schemathesis.ts --program FILE [--examples 100] [--seed 1] [--folder FOLDER]

A platform of its own is started on embedded defaults, and ended. The reports go into FOLDER.
`

/**
 * What a schema lets through may still be refused for what it means; and `Allow` says what the path really has, where a word
 * of one path may be the id of another's (`/v1/tools/validate`), which rest-refusals.test.ts holds.
 */
const excluded = 'positive_data_acceptance,allow_header_conformance'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      program: { type: 'string' },
      examples: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      folder: { type: 'string', default: '.make/schemathesis-report' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || values.program === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 1
  }
  const folder = await temporaryFolder()
  const platform = await startPlatform(folder.path, { RATE_LIMIT_FAILED_KEYS_PER_MINUTE: '100000' })
  try {
    const { url, apiKey } = platform
    const args = [
      ...['run', `${url}/openapi.json`, '--url', url, '--header', `Authorization: Bearer ${apiKey}`],
      ...['--phases', 'examples,coverage,fuzzing,stateful', '--checks', 'all', '--exclude-checks', excluded],
      ...['--max-examples', values.examples, '--seed', values.seed, '--continue-on-failure', '--workers', '2'],
      ...['--report', 'junit', '--report-dir', resolve(values.folder)],
    ]
    const program = spawn(resolve(values.program), args, { stdio: 'inherit', cwd: folder.path })
    const [code] = await once(program, 'close')
    return (code as number | null) ?? 1
  } finally {
    await platform.stop()
    await folder.remove()
  }
}

process.exitCode = await main()
