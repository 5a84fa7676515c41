import { readFile } from 'node:fs/promises'
import { addressOf, type Command, type Print, parsed, reportOptions, UsageError } from '../command.ts'
import { documentOf } from '../published.ts'
import { Report } from '../report.ts'
import { type Pact, PactComparison } from './compare.ts'
import { publish } from './publish.ts'

/** `pact check` and `pact publish`. */
export const pactCommand: Command = {
  help: `Holds pacts against the contract, or hands them to a broker.

  invorto-contract pact check FILE.json ... [--junit FILE] [--json FILE]
  invorto-contract pact publish FILE.json ... --broker URL --consumer-version VERSION [--branch NAME] [--token TOKEN]

check asks for nothing but the documents of this package: what a pact sends they must take, what it hopes for they must
promise. A message names its operation (reference AsyncAPI, operationId): sendToCaller, or a webhook's operationId.
The token of a broker may also be in PACT_BROKER_TOKEN.
`,
  run([verb, ...args], print) {
    if (verb === 'check') return checkPacts(args, print)
    if (verb === 'publish') return publishPacts(args, print)
    throw new UsageError(verb === undefined ? 'check or publish is missing.' : `There is no command "pact ${verb}".`)
  },
}

async function checkPacts(args: readonly string[], print: Print): Promise<number> {
  const { values, positionals } = parsed(args, reportOptions, 'FILE.json ...')
  const comparison = new PactComparison({ openapi: documentOf('openapi'), realtime: documentOf('realtime') })
  const report = await Report.begin('pact check', print, values)
  for (const file of positionals) {
    const pact = await pactAt(file)
    for (const interaction of pact.interactions)
      await report.check(pact.consumer.name, interaction.description, async () => {
        const faults = await comparison.faults({ ...pact, interactions: [interaction] })
        if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'))
      })
  }
  return report.finish()
}

const brokerOptions = {
  ...reportOptions,
  broker: { type: 'string' },
  'consumer-version': { type: 'string' },
  branch: { type: 'string' },
  token: { type: 'string' },
} as const

async function publishPacts(args: readonly string[], print: Print): Promise<number> {
  const { values, positionals } = parsed(args, brokerOptions, 'FILE.json ...')
  const { broker, 'consumer-version': version, branch, token = process.env.PACT_BROKER_TOKEN } = values
  if (broker === undefined) throw new UsageError('--broker is missing.')
  if (!version) throw new UsageError('--consumer-version is missing.')
  const url = addressOf(broker)
  const report = await Report.begin('pact publish', print, values)
  for (const file of positionals) {
    const pact = await pactAt(file)
    await report.check(pact.consumer.name, file, () => publish(pact, { url, version, branch, token }))
  }
  return report.finish()
}

async function pactAt(file: string): Promise<Pact & { readonly provider: { readonly name: string } }> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read.`)
  })
  const pact = jsonOf(text)
  if (!pact?.consumer?.name || !pact.provider?.name || !Array.isArray(pact.interactions))
    throw new UsageError(`${file} is no pact.`)
  return pact
}

function jsonOf(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
