import * as comparator from '@pactflow/openapi-pact-comparator'
import { type Document, type Documents, kindOf, realtimeByKind, webhooksAsMessages } from '../document.ts'

interface Result {
  readonly type: 'error' | 'warning' | 'info'
  readonly message: string
  readonly mockDetails?: { readonly location: string }
  readonly causes?: readonly Result[]
}

interface Comparator {
  compare(pact: Document): AsyncIterable<Result>
}

/** The package's own declarations name modules that it does not ship. */
const { Comparator } = comparator as unknown as {
  Comparator: new (documents: { oas?: Document; asyncapi?: Document }) => Comparator
}

/** A pact file. */
export interface Pact {
  readonly consumer: { readonly name: string }
  readonly interactions: readonly Interaction[]
}

interface Interaction {
  readonly type?: string
  readonly description: string
  readonly contents?: { readonly content?: unknown }
  readonly comments?: { readonly references?: { readonly AsyncAPI?: { readonly operationId?: string } } }
}

/** What a pact asks for that the documents do not give. */
export interface PactFault {
  /** The interaction's description. */
  readonly interaction: string
  readonly message: string
}

/** To the comparator null is of any schema with a discriminator, unless that says that it is an object. */
const withObjects = (openapi: Document): Document =>
  JSON.parse(JSON.stringify(openapi), (_key, node: Document | null) =>
    node?.oneOf && node.discriminator?.propertyName ? { type: 'object', ...node } : node,
  )

/** The documents, ready for any number of pacts. */
export class PactComparison {
  readonly #rest: Comparator
  readonly #messages: readonly { readonly operations: object; readonly comparator: Comparator }[]

  constructor({ openapi, realtime }: Documents) {
    this.#rest = new Comparator({ oas: withObjects(openapi) })
    this.#messages = [realtimeByKind(realtime), webhooksAsMessages(openapi)].map((asyncapi) => ({
      operations: asyncapi.operations,
      comparator: new Comparator({ asyncapi }),
    }))
  }

  /** Both ways, without a server: what the pact sends the documents take, and what it hopes for they promise. */
  async faults(pact: Pact): Promise<PactFault[]> {
    const found: PactFault[] = []
    for (const interaction of pact.interactions) found.push(...(await this.#faultsOf(pact, interaction)))
    return found
  }

  async #faultsOf(pact: Pact, interaction: Interaction): Promise<PactFault[]> {
    const fault = (message: string): PactFault => ({ interaction: interaction.description, message })
    if (interaction.contents === undefined) return results(this.#rest, pact, interaction, fault)
    const named = interaction.comments?.references?.AsyncAPI?.operationId
    if (named === undefined) return [fault('says of no operation: give it the reference AsyncAPI, operationId')]
    const kind = kindOf(named, (interaction.contents.content as { t?: unknown } | undefined)?.t)
    for (const { operations, comparator } of this.#messages) {
      const operationId = [kind, named].find((name) => name in operations)
      if (operationId === undefined) continue
      return results(
        comparator,
        pact,
        { ...interaction, comments: { references: { AsyncAPI: { operationId } } } },
        fault,
      )
    }
    return [fault(`there is no ${kind} in the documents`)]
  }
}

async function results(
  comparator: Comparator,
  pact: Pact,
  interaction: Interaction,
  fault: (message: string) => PactFault,
): Promise<PactFault[]> {
  const found: Result[] = []
  for await (const result of comparator.compare({ ...pact, interactions: [interaction] })) found.push(result)
  return found
    .filter(({ type }) => type === 'error')
    .flatMap((result) => result.causes ?? [result])
    .map(({ message, mockDetails }) => fault(`${message}${place(mockDetails?.location)}`))
}

/** Without the number of the only interaction. */
const place = (location = ''): string => location.replace(/^\[root\]\.interactions\[0\]\.?/, ' at ')
