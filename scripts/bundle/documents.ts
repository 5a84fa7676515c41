import { type ProblemEntry, problemCatalogue } from './catalogue.ts'
import { closeRequests } from './close-requests.ts'
import { addDiscriminators } from './discriminators.ts'
import { dropDrafts } from './drop-drafts.ts'
import { flatten } from './flatten.ts'
import { inheritRules } from './inherit.ts'
import { injectProblems } from './inject.ts'
import { addIntegerFormats } from './integer-formats.ts'
import type { Json, JsonObject } from './json.ts'
import { optionalObjectAt } from './json.ts'
import { addOriginHeader } from './origin-header.ts'
import { typeScalars } from './typed-scalars.ts'

/** Each document of the contract and the front page that it is bundled from. */
export const documentSources = {
  openapi: 'specs/openapi.yaml',
  realtime: 'specs/realtime.asyncapi.yaml',
  events: 'specs/events.asyncapi.yaml',
} as const

export type DocumentName = keyof typeof documentSources
export type Documents = Readonly<Record<DocumentName, JsonObject>>

/** What all documents take from: `problems.yaml` and `rest/inherited.yaml`. */
export interface Shared {
  readonly problems: Json
  readonly inherited: JsonObject
}

/** The documents as they are published: finished, without drafts. */
export function publishedDocuments(
  bundles: ReadonlyMap<string, JsonObject>,
  { problems, inherited }: Shared,
): Documents {
  const catalogue = problemCatalogue(problems)
  const publish = (name: DocumentName) => {
    const document = finished(dropDrafts(bundles.get(name)!), catalogue, inherited, documentSources[name])
    return name === 'openapi' ? typeScalars(addDiscriminators(document)) : document
  }
  return { openapi: publish('openapi'), realtime: publish('realtime'), events: publish('events') }
}

/** Every document as it would be published if nothing were a draft, by its name. */
export function wholeDocuments(
  bundles: ReadonlyMap<string, JsonObject>,
  { problems, inherited }: Shared,
): Map<string, JsonObject> {
  const catalogue = problemCatalogue(problems, 'with drafts')
  return new Map([...bundles].map(([name, bundle]) => [name, finished(bundle, catalogue, inherited, name)]))
}

function finished(
  document: JsonObject,
  catalogue: Readonly<Record<string, ProblemEntry>>,
  inherited: JsonObject,
  source: string,
): JsonObject {
  const injected = injectProblems(document, catalogue)
  const closed = closeRequests(
    addIntegerFormats(flatten('openapi' in injected ? addOriginHeader(inheritRules(injected, inherited)) : injected)),
  )
  refuseRenamedSchemas(closed, source)
  return closed
}

/** A bundler numbers the second of two nouns with one name; the public types must not depend on which came first. */
function refuseRenamedSchemas(document: JsonObject, source: string): void {
  const names = Object.keys(optionalObjectAt(optionalObjectAt(document, 'components'), 'schemas'))
  const wrong = names.find((name) => !/^[A-Z][A-Za-z0-9]*$/.test(name))
  if (wrong !== undefined) {
    throw new Error(
      `${source} holds a schema named "${wrong}". Two nouns may share a name, or it is not in PascalCase.`,
    )
  }
}
