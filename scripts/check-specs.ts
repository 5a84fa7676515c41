import { join } from 'node:path'
import { specFindings } from './checks/spec-findings.ts'

/** Lints the documents, drafts too, by redocly's rules, those of the house and OWASP's; checks every `x-` extension and every table of states. */
async function main(root: string): Promise<number> {
  const faults = (await specFindings(root)).filter(({ severity }) => severity === 'error')
  for (const { text } of faults) {
    console.error(text)
  }
  if (faults.length === 0) {
    console.log('The specs are in order.')
  }
  return faults.length === 0 ? 0 : 1
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
