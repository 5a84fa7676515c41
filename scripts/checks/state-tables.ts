import { isObject, type Json, type JsonObject, optionalObjectAt } from '../bundle/json.ts'
import { dereferenced } from '../bundle/references.ts'

/** One way out of a state. Only `to` where the table says no more. */
interface Move {
  readonly to: string
  readonly on?: string
  readonly by?: string
  readonly when?: string
  readonly ends?: readonly string[]
  readonly tells?: Readonly<Record<string, readonly string[]>>
}

type Table = ReadonlyMap<string, readonly Move[]>

/** A sentence for each `x-states` of an AsyncAPI document that contradicts itself, or the document's messages. */
export function stateTableFaults(file: string, document: JsonObject): string[] {
  return Object.entries(optionalObjectAt(document, 'channels')).flatMap(([key, channel]) => {
    const states = optionalObjectAt(isObject(channel) ? channel : {}, 'x-states')
    const table: Table = new Map(Object.entries(states).map(([state, moves]) => [state, movesOf(moves)]))
    const faults = [...wrongShape(table), ...wrongMoves(table, wordsOf(document, key))]
    return faults.map((fault) => `${file}#/channels/${key}/x-states: ${fault}.`)
  })
}

function movesOf(moves: Json): Move[] {
  const list = Array.isArray(moves) ? moves : []
  return list.map((move) => (isObject(move) ? (move as unknown as Move) : { to: String(move) }))
}

function wrongShape(table: Table): string[] {
  const unknown = [...table].flatMap(([state, moves]) =>
    moves.filter(({ to }) => !table.has(to)).map(({ to }) => `"${state}" leads to "${to}", which is no state`),
  )
  const [first] = table.keys()
  const reached = reachedFrom(table, first)
  const lonely = [...table.keys()].filter((state) => !reached.has(state)).map((state) => `nothing leads to "${state}"`)
  const finals = [...table.keys()].filter((state) => isFinal(table, state))
  const endless = [...table.keys()]
    .filter((state) => !finals.some((final) => reachedFrom(table, state).has(final)))
    .map((state) => `"${state}" never ends`)
  return [...unknown, ...lonely, ...endless]
}

const isFinal = (table: Table, state: string): boolean => (table.get(state) ?? []).every(({ to }) => to === state)

function reachedFrom(table: Table, first: string | undefined): Set<string> {
  const reached = new Set<string>()
  const open = first === undefined ? [] : [first]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (reached.has(state)) continue
    reached.add(state)
    open.push(...(table.get(state) ?? []).map(({ to }) => to))
  }
  return reached
}

function wrongMoves(table: Table, words: Words): string[] {
  return [...table].flatMap(([state, moves]) => {
    const cases = moves.filter(({ on }) => on !== undefined).map(({ on, by, when = '' }) => `${on} ${by} ${when}`)
    const twice = cases.filter((one, index) => cases.indexOf(one) !== index)
    return [
      ...moves.flatMap((move) => wrongMove(table, move, words)).map((fault) => `"${state}" ${fault}`),
      ...twice.map((one) => `"${state}" has two ways for "${one.trim()}"`),
    ]
  })
}

function wrongMove(table: Table, { on, by, to, ends, tells = {} }: Move, { received, sent }: Words): string[] {
  if (on === undefined) return []
  const isMessage = on.includes('.')
  return [
    ...(isMessage && by === 'platform' ? [`lets the platform send "${on}"`] : []),
    ...(isMessage && !received.has(on) ? [`goes by "${on}", which is no message that is received`] : []),
    ...(ends !== undefined && !isFinal(table, to) ? [`ends by "${on}" in "${to}", which is not the end`] : []),
    ...Object.values(tells)
      .flat()
      .filter((message) => !sent.has(message))
      .map((message) => `tells "${message}", which is no message that is sent`),
  ]
}

/** Names of the messages of a channel, by who sends them. */
interface Words {
  readonly received: ReadonlySet<string>
  readonly sent: ReadonlySet<string>
}

function wordsOf(document: JsonObject, channel: string): Words {
  const names = (action: string): Set<string> => {
    const operations = Object.values(optionalObjectAt(document, 'operations')).filter(
      (operation) =>
        isObject(operation) &&
        operation.action === action &&
        optionalObjectAt(operation, 'channel').$ref === `#/channels/${channel}`,
    ) as JsonObject[]
    const messages = operations.flatMap(({ messages }) => (Array.isArray(messages) ? messages.filter(isObject) : []))
    return new Set(messages.map((message) => String(dereferenced(document, message).name)))
  }
  return { received: names('receive'), sent: names('send') }
}
