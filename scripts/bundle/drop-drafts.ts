import { isDraft, isObject, type Json, type JsonObject, objectsIn, optionalObjectAt } from './json.ts'

/**
 * The document without what is marked `x-status: draft`, and without the components that only drafts reached. Those that
 * stay are in the order in which the live document comes to them, so that a draft moves none.
 */
export function dropDrafts(document: JsonObject): JsonObject {
  const before = reachedComponents(document)
  const live = withoutReferencesToDrafts(withoutDrafts(document), document)
  const after = reachedComponents(live)
  const lost = new Set([...before].filter((reference) => !after.has(reference)))
  return withComponents(live, lost, [...after])
}

function withoutDrafts<Value extends Json>(value: Value): Value {
  if (Array.isArray(value)) {
    return value.filter((item) => !isDraft(item)).map(withoutDrafts) as Value
  }
  if (!isObject(value)) {
    return value
  }
  const kept = Object.entries(value).filter(([, child]) => !isDraft(child))
  const live: JsonObject = Object.fromEntries(kept.map(([key, child]) => [key, withoutDrafts(child)]))
  for (const key of ['paths', 'webhooks']) {
    const items = live[key]
    if (isObject(items)) {
      live[key] = Object.fromEntries(Object.entries(items).filter(([, item]) => hasOperation(item)))
    }
  }
  return live as Value
}

function hasOperation(pathItem: Json): boolean {
  return (
    isObject(pathItem) && Object.values(pathItem).some((operation) => isObject(operation) && 'operationId' in operation)
  )
}

/** A live operation may list a draft message; the list then goes on without it. */
function withoutReferencesToDrafts(live: JsonObject, whole: JsonObject): JsonObject {
  const gone = new Set<string>()
  for (const { object, pointer } of objectsIn(whole)) {
    if (isDraft(object)) {
      gone.add(`#${pointer}`)
    }
  }
  const channels = optionalObjectAt(whole, 'channels')
  for (const [channel, item] of Object.entries(channels)) {
    for (const [key, message] of Object.entries(isObject(item) ? optionalObjectAt(item, 'messages') : {})) {
      if (isObject(message) && gone.has(String(message.$ref))) {
        gone.add(`#/channels/${channel}/messages/${key}`)
      }
    }
  }
  return withoutReferences(live, gone) as JsonObject
}

function withoutReferences(value: Json, gone: ReadonlySet<string>): Json {
  const refersToDraft = (child: Json) => isObject(child) && gone.has(String(child.$ref))
  if (Array.isArray(value)) {
    return value.filter((item) => !refersToDraft(item)).map((item) => withoutReferences(item, gone))
  }
  if (!isObject(value)) {
    return value
  }
  const kept = Object.entries(value).filter(([, child]) => !refersToDraft(child))
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutReferences(child, gone)]))
}

/** References (`#/components/…`) reached from outside the components, each behind those that it reaches itself. */
function reachedComponents(document: JsonObject): Set<string> {
  const { components: _, ...front } = document
  const begun = new Set<string>()
  const reached = new Set<string>()
  const visit = (value: Json): void => {
    for (const { object } of objectsIn(value)) {
      const reference = object.$ref
      if (typeof reference === 'string' && reference.startsWith('#/components/') && !begun.has(reference)) {
        begun.add(reference)
        const [, , kind = '', name = ''] = reference.split('/')
        visit(optionalObjectAt(optionalObjectAt(document, 'components'), kind)[name] ?? null)
        reached.add(reference)
      }
    }
  }
  visit(front)
  return reached
}

function withComponents(document: JsonObject, lost: ReadonlySet<string>, order: readonly string[]): JsonObject {
  const places = new Map(order.map((reference, index) => [reference, index]))
  const kinds = Object.entries(optionalObjectAt(document, 'components')).map(([kind, items]): [string, Json] => {
    const place = (name: string) => places.get(`#/components/${kind}/${name}`) ?? places.size
    const kept = Object.entries(items as JsonObject).filter(([name]) => !lost.has(`#/components/${kind}/${name}`))
    return [kind, Object.fromEntries(kept.sort(([one], [other]) => place(one) - place(other)))]
  })
  return { ...document, components: Object.fromEntries(kinds) }
}
