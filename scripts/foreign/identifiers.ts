/** Names that the emitters give things themselves, or that mean something in TypeScript. */
const takenTypes = new Set(
  (
    'ClientMessage ServerMessage RealtimeHandlers RealtimeClientHandlers RealtimeSender FrameSink Decoded UnknownMessage ' +
    'CloseCode CallEvent EventType EventOf EventData EventContent Validator Violation ' +
    'Array Buffer Error Extract Map Object Omit Promise Readonly Record Set String Uint8Array'
  ).split(' '),
)
const takenMethods = new Set(['constructor', 'unknown'])

/** `turn on/off` as `TurnOnOff`. */
export function typeName(words: string): string {
  const name = wordsOf(words)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')
  const whole = /^[A-Za-z]/.test(name) ? name : `Type${name}`
  return takenTypes.has(whole) ? `${whole}Schema` : whole
}

/** `turn on/off` as `turnOnOff`. */
export function methodName(words: string): string {
  const [first = '', ...rest] = wordsOf(words)
  const name =
    first[0]?.toLowerCase() + first.slice(1) + rest.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
  const whole = /^[a-z]/.test(name) ? name : `message${name}`
  return takenMethods.has(whole) ? `${whole}Message` : whole
}

function wordsOf(text: string): string[] {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return words.length === 0 ? ['nameless'] : words
}

/** The first of `name`, `name2`, `name3` … that is not taken yet. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  for (let count = 2, free = name; ; count++) {
    if (!taken(free)) return free
    free = `${name}${count}`
  }
}
