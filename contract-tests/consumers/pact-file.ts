import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MatchersV3, Pact } from '@pact-foundation/pact'
import { expect } from 'vitest'
import type { Template } from './loose.ts'

type Metadata = Readonly<Record<string, MatchersV3.Matcher<string>>>

interface Written {
  readonly interactions: readonly { readonly description: string }[]
  readonly metadata: Readonly<Record<string, unknown>>
}

/** Where a pact is written while it is drawn up. */
export class PactFolder {
  readonly path = mkdtempSync(join(tmpdir(), `invorto-test-${process.pid}-pact-`))
  readonly #consumer: string

  constructor(consumer: string) {
    this.#consumer = consumer
  }

  /** Holds what was drawn up against the committed file; `make pacts` writes it. */
  async expectCommitted(): Promise<void> {
    const text = readFileSync(join(this.path, `${this.#consumer}-invorto.json`), 'utf8')
    await rm(this.path, { recursive: true })
    await expect(settled(JSON.parse(text) as Written)).toMatchFileSnapshot(`../pacts/${this.#consumer}.json`)
  }
}

/** The promises that one package has of the platform, as its tests draw them up. */
export class PactFile extends PactFolder {
  readonly pact: Pact

  constructor(consumer: string) {
    super(consumer)
    this.pact = new Pact({ consumer, provider: 'invorto', dir: this.path, logLevel: 'error' })
  }

  /** A message of the operation that the published documents call so; `metadata` is sent beside it. */
  message(operationId: string, description: string, content: Template, metadata: Metadata = {}) {
    return this.pact
      .addAsynchronousInteraction()
      .reference('AsyncAPI', 'operationId', operationId)
      .expectsToReceive(description, (builder) => {
        builder.withJSONContent(content)
        if (Object.keys(metadata).length > 0) builder.withMetadata(metadata)
      })
  }
}

/** In one order, and without the versions of the tools that wrote it. */
function settled(pact: Written): string {
  const { pactSpecification } = pact.metadata
  const interactions = pact.interactions.toSorted((one, other) => (one.description < other.description ? -1 : 1))
  return `${JSON.stringify({ ...pact, interactions, metadata: { pactSpecification } }, null, 2)}\n`
}
