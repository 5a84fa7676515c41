import { problemCatalogue } from './catalogue.ts'
import { closeRequests } from './close-requests.ts'
import { addDiscriminators } from './discriminators.ts'
import { dropDrafts } from './drop-drafts.ts'
import { flatten } from './flatten.ts'
import { inheritRules } from './inherit.ts'
import { injectProblems } from './inject.ts'
import type { Json, JsonObject } from './json.ts'
import { optionalObjectAt } from './json.ts'

/** Each document of the contract and the front page that it is bundled from. */
export const documentSources = {
  openapi: 'specs/openapi.yaml',
  realtime: 'specs/realtime.asyncapi.yaml',
  events: 'specs/events.asyncapi.yaml',
} as const

export type DocumentName = keyof typeof documentSources
export type Documents = Readonly<Record<DocumentName, JsonObject>>

/** The documents as they are published, from the bundles, `problems.yaml` and `rest/inherited.yaml`. */
export function publishedDocuments(bundles: Documents, problems: Json, inherited: JsonObject): Documents {
  const catalogue = problemCatalogue(problems)
  const publish = (name: DocumentName) => {
    const injected = injectProblems(dropDrafts(bundles[name]), catalogue)
    const closed = closeRequests(flatten(name === 'openapi' ? inheritRules(injected, inherited) : injected))
    refuseRenamedSchemas(closed, documentSources[name])
    return name === 'openapi' ? addDiscriminators(closed) : closed
  }
  return { openapi: publish('openapi'), realtime: publish('realtime'), events: publish('events') }
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
