import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type Bench, isMet, type Outcome, type Row } from './bench.ts'
import { events } from './events.ts'
import { gateway } from './gateway.ts'
import { load } from './load.ts'
import { makeTimes } from './make-times.ts'
import { orphans } from './orphans.ts'
import { pythonImport } from './python-import.ts'
import { recorder } from './recorder.ts'
import { response } from './response.ts'
import { rest } from './rest.ts'
import { sdkAudio } from './sdk-audio.ts'
import { sdkCalls } from './sdk-calls.ts'
import { sdkImport } from './sdk-import.ts'
import { rounded } from './statistics.ts'
import { tableOf } from './table.ts'
import { timeline } from './timeline.ts'
import { validators } from './validators.ts'
import { webhookFaults } from './webhook-faults.ts'
import { webhooks } from './webhooks.ts'

const benches: readonly Bench[] = [
  validators,
  recorder,
  rest,
  gateway,
  load,
  response,
  webhooks,
  webhookFaults,
  events,
  timeline,
  orphans,
  pythonImport,
  sdkCalls,
  sdkImport,
  sdkAudio,
  makeTimes,
]
const results = new URL('./results.json', import.meta.url)

const help = `Measures the platform against baselines that run beside it, and compares with the aims.

  node bench/main.ts [name...] [--help]

${benches.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}

Without a name all run, in about ten minutes. The figures also go to bench/results.json.
`

async function run(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name))
  if (unknown !== undefined) throw new Error(`There is no bench "${unknown}"; --help lists them.`)
  const machine = { cpus: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown', node: process.version }
  console.log(`${machine.cpus} x ${machine.cpu}, Node ${machine.node}`)

  const outcomes: Record<string, Outcome> = {}
  for (const { name, about, run: measure } of benches) {
    if (names.length > 0 && !names.includes(name)) continue
    console.log(`\n${name}: ${about}`)
    const outcome = await measure((progress) => console.log(`  ${progress}`))
    outcomes[name] = outcome
    console.log(`\n${tableOf(outcome.rows)}`)
  }
  console.log(`\n${tableOf(Object.entries(outcomes).flatMap(([name, { figures }]) => figures.map(rowOf(name))))}`)
  await writeFile(results, `${JSON.stringify({ machine, outcomes }, null, 2)}\n`)
}

const rowOf =
  (bench: string) =>
  (figure: Outcome['figures'][number]): Row => {
    const { what, value, unit, aim } = figure
    const wanted = aim === undefined ? '' : 'atMost' in aim ? `<= ${aim.atMost}` : `>= ${aim.atLeast}`
    return {
      bench,
      figure: what,
      value: `${rounded(value)} ${unit}`.trim(),
      aim: wanted,
      met: aim === undefined ? '' : isMet(figure) ? 'yes' : 'NO',
    }
  }

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', default: false } },
  allowPositionals: true,
})
if (values.help) process.stdout.write(help)
else {
  run(positionals).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exitCode = 1
  })
}
