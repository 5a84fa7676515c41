/** Something of the contract that is served. A scenario is a test itself; the gate `requirements` holds what it cites. */
export interface LiveItem {
  readonly kind: 'operation' | 'message' | 'audio' | 'event' | 'webhook' | 'problem' | 'setting' | 'metric'
  readonly name: string
  /** How code and tests may call it. */
  readonly called: readonly string[]
  /** Its folder below `specs/examples/`; none where it has no examples of its own. */
  readonly examples?: string
  /** Its anchor in the docs site. */
  readonly place: string
}

/** What the items are looked for in. */
export interface Surroundings {
  /** The program, without what is generated. */
  readonly code: string
  /** The tests, and what is played or run as one. */
  readonly tests: string
  /** Paths below `specs/examples/`. */
  readonly examples: readonly string[]
  /** Anchors of the docs site. */
  readonly places: ReadonlySet<string>
}

interface Rule {
  /** Where the program does something with it; none where the gate `coverage` finds that otherwise. */
  readonly code?: string
  readonly docs: string
  readonly tests: string
}

const rules: Readonly<Record<LiveItem['kind'], Rule>> = {
  operation: { docs: 'docs-site/pages/rest.ts', tests: 'contract-tests/' },
  message: { code: 'runtime/transports/realtime/', docs: 'docs-site/pages/socket.ts', tests: 'contract-tests/' },
  audio: { docs: 'docs-site/pages/socket.ts', tests: 'sdks/browser/ or contract-tests/' },
  event: { code: 'runtime/', docs: 'docs-site/pages/events.ts', tests: 'a unit test or specs/scenarios/' },
  // Its delivery is not built yet.
  webhook: { docs: 'docs-site/pages/webhooks.ts', tests: 'scripts/emit/webhooks.test.ts' },
  problem: { code: 'runtime/ or handlers/', docs: 'docs-site/pages/catalogues.ts', tests: 'contract-tests/' },
  metric: { code: 'runtime/ or app/', docs: 'docs-site/pages/metrics.ts', tests: 'a unit test or contract-tests/' },
  setting: { code: 'app/', docs: 'docs-site/pages/catalogues.ts', tests: 'app/ or contract-tests/' },
}

/** A sentence for everything that an item lacks: what, and where it would stand. */
export function coverageFaults(items: readonly LiveItem[], around: Surroundings): string[] {
  return items.flatMap((item) => {
    const { code, docs, tests } = rules[item.kind]
    const missing = [
      code !== undefined && !isNamed(item, around.code) && `has no code: name it in ${code}`,
      ...examplesMissing(item, around),
      !around.places.has(item.place) && `has no place in the docs: ${docs}`,
      !isNamed(item, around.tests) && `has no test: name it in ${tests}`,
    ]
    return missing.filter((fault) => fault !== false).map((fault) => `The ${item.kind} ${item.name} ${fault}.`)
  })
}

function examplesMissing({ examples }: LiveItem, around: Surroundings): string[] {
  if (examples === undefined) return []
  return ['valid', 'invalid']
    .filter((kind) => !around.examples.some((path) => path.startsWith(`${examples}/${kind}-`)))
    .map((kind) => `has no ${kind} example: specs/examples/${examples}/${kind}-….json`)
}

/** As a whole word: `stt.final` is not named by `stt.final_words`. */
function isNamed({ called }: LiveItem, text: string): boolean {
  return called.some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (!/\w/.test(text[at - 1] ?? ' ') && !/\w/.test(text[at + name.length] ?? ' ')) return true
    }
    return false
  })
}
