import type { Documents } from '#sdks/contract/document.ts'
import { type Pact, PactComparison } from '#sdks/contract/pact/compare.ts'

/** What pacts ask for that the documents do not give: a sentence an interaction. */
export async function brokenPacts(texts: readonly string[], documents: Documents): Promise<string[]> {
  const comparison = new PactComparison(documents)
  const broken: string[] = []
  for (const text of texts) {
    const pact = JSON.parse(text) as Pact
    const faults = await comparison.faults(pact)
    for (const interaction of new Set(faults.map((fault) => fault.interaction))) {
      const { message } = faults.find((fault) => fault.interaction === interaction)!
      broken.push(`\`${pact.consumer.name}\` \`${interaction}\`: ${message}`)
    }
  }
  return broken
}
