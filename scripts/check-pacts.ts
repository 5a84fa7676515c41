import { join } from 'node:path'
import { type Pact, PactComparison } from '#sdks/contract/pact/compare.ts'
import { withoutPact } from './checks/pacts.ts'
import { contentsOf, filesBelow } from './files.ts'

const folder = 'contract-tests/pacts'

/** Holds every pact against the documents, both ways and without a server; and asks for one of everything that clients get. */
async function main(root: string): Promise<number> {
  const files = await filesBelow(root, folder)
  const texts = await contentsOf(root, [
    ...files,
    ...['openapi', 'realtime'].map((name) => `generated/documents/${name}.json`),
  ])
  const parsed = (path: string) => JSON.parse(texts.get(path)!)
  const documents = {
    openapi: parsed('generated/documents/openapi.json'),
    realtime: parsed('generated/documents/realtime.json'),
  }
  const comparison = new PactComparison(documents)
  const faults: string[] = []
  const pacts = files.map((path): [string, Pact] => [path, parsed(path)])
  for (const [path, pact] of pacts)
    for (const { interaction, message } of await comparison.faults(pact))
      faults.push(`${path} "${interaction}": ${message}.`)
  const drawnUp = new Set(pacts.flatMap(([, { interactions }]) => interactions.map(({ description }) => description)))
  for (const name of withoutPact(documents, drawnUp))
    faults.push(`No pact has "${name}": give it a valid example with its answer, and run \`make pacts\`.`)
  for (const fault of faults) console.error(fault)
  if (faults.length === 0) console.log(`${pacts.length} pacts ask for nothing that the documents do not give.`)
  return faults.length === 0 ? 0 : 1
}

process.exitCode = await main(join(import.meta.dirname, '..'))
