import { type Fields, hexAt, messagesAt, numberAt, readFields, textAt } from './wire.ts'

export type Value = string | number | boolean | readonly Value[]

/** A span as it came, with what its process is called. */
export interface ReceivedSpan {
  readonly resource: Readonly<Record<string, Value>>
  readonly scope: string
  readonly traceId: string
  readonly spanId: string
  /** Empty where there is none. */
  readonly parentId: string
  readonly name: string
  readonly kind: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer'
  readonly startedNs: bigint
  readonly endedNs: bigint
  readonly attributes: Readonly<Record<string, Value>>
  readonly status: 'unset' | 'ok' | 'error'
  readonly message: string
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const
const statuses = ['unset', 'ok', 'error'] as const

/** The spans of an ExportTraceServiceRequest (opentelemetry-proto 1.x, trace.proto). Throws RangeError. */
export function readSpans(body: Buffer): ReceivedSpan[] {
  return messagesAt(readFields(body), 1).flatMap((resourceSpans) => {
    const [resource] = messagesAt(resourceSpans, 1).map((fields) => attributesAt(fields, 1))
    return messagesAt(resourceSpans, 2).flatMap((scopeSpans) => {
      const scope = messagesAt(scopeSpans, 1).map((fields) => textAt(fields, 1))[0] ?? ''
      return messagesAt(scopeSpans, 2).map((span) => ({ resource: resource ?? {}, scope, ...spanOf(span) }))
    })
  })
}

function spanOf(span: Fields): Omit<ReceivedSpan, 'resource' | 'scope'> {
  const [status] = messagesAt(span, 15)
  return {
    traceId: hexAt(span, 1),
    spanId: hexAt(span, 2),
    parentId: hexAt(span, 4),
    name: textAt(span, 5),
    kind: kinds[Number(numberAt(span, 6))] ?? 'unspecified',
    startedNs: numberAt(span, 7),
    endedNs: numberAt(span, 8),
    attributes: attributesAt(span, 9),
    status: status === undefined ? 'unset' : (statuses[Number(numberAt(status, 3))] ?? 'unset'),
    message: status === undefined ? '' : textAt(status, 2),
  }
}

const attributesAt = (fields: Fields, number: number): Record<string, Value> =>
  Object.fromEntries(messagesAt(fields, number).map((pair) => [textAt(pair, 1), anyValue(messagesAt(pair, 2)[0])]))

function anyValue(value: Fields | undefined): Value {
  if (value?.has(2)) return numberAt(value, 2) === 1n
  if (value?.has(3)) return Number(BigInt.asIntN(64, numberAt(value, 3)))
  if (value?.has(4)) return double(numberAt(value, 4))
  if (value?.has(5)) return messagesAt(messagesAt(value, 5)[0]!, 1).map(anyValue)
  return value === undefined ? '' : textAt(value, 1)
}

function double(bits: bigint): number {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(bits)
  return bytes.readDoubleLE()
}
