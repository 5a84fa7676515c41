/** Where a change stands, in words of its item. */
export interface Place {
  /** `request`, `answer 200`, `payload`, `parameter`, …; '' for the item itself. */
  readonly part: string
  /** Field in it, `data[].tts.rate`; '' for the whole. */
  readonly field: string
}

const passedOver = new Set(['schema', 'payload', 'content', 'requestBody', 'oneOf', 'anyOf', 'allOf', 'then', 'else'])

/** The place behind a JSON Pointer into a document. */
export function placeOf(pointer: string): Place {
  const steps = stepsOf(pointer)
  const [first, second = '', third = ''] = steps
  if (first === 'components' && second === 'schemas') return { part: third, field: fieldOf(steps.slice(3)) }
  const own = steps.slice(first === 'channels' ? 4 : 3)
  const [head = '', name = ''] = own
  if (head === 'responses') return { part: `answer ${name}`, field: fieldOf(own.slice(2)) }
  if (head === 'parameters') return { part: 'parameter', field: '' }
  if (first === 'paths') return { part: head === 'requestBody' ? 'request' : '', field: fieldOf(own) }
  return { part: 'payload', field: fieldOf(own) }
}

/** The field that the steps lead to. */
function fieldOf(steps: readonly string[]): string {
  let field = ''
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index]!
    if (step === 'properties' || step === 'headers') {
      index += 1
      field += `${field === '' ? '' : '.'}${steps[index] ?? ''}`
    } else if (step === 'items') field += '[]'
    else if (step === 'additionalProperties') field += '.*'
    else if (passedOver.has(step)) index += step === 'content' || /Of$/.test(step) ? 1 : 0
  }
  return field
}

export function stepsOf(pointer: string): string[] {
  return pointer
    .replace(/^#?\//, '')
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
