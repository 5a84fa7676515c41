/** The fields of a message of Protocol Buffers by their number, in the order in which they came (encoding of proto3). */
export type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>

/** Reads a message; throws RangeError for what is none. Groups, which proto3 does not have, are refused. */
export function readFields(bytes: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>()
  let at = 0
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > bytes.length) throw new RangeError(`the message ends within a field at byte ${at}`)
    at += length
    return bytes.subarray(at - length, at)
  }
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = take(1)[0]!
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw new RangeError(`the number at byte ${at} has no end`)
  }
  const value = (type: number): bigint | Buffer => {
    if (type === 0) return varint()
    if (type === 1) return take(8).readBigUInt64LE()
    if (type === 2) return take(Number(varint()))
    if (type === 5) return BigInt(take(4).readUInt32LE())
    throw new RangeError(`the field at byte ${at} has the wire type ${type}`)
  }
  while (at < bytes.length) {
    const tag = Number(varint())
    const number = tag >> 3
    fields.set(number, [...(fields.get(number) ?? []), value(tag & 7)])
  }
  return fields
}

export const messagesAt = (fields: Fields, number: number): Fields[] =>
  (fields.get(number) ?? []).map((field) => readFields(asBytes(field)))

export const textAt = (fields: Fields, number: number): string =>
  asBytes(fields.get(number)?.at(-1) ?? Buffer.alloc(0)).toString('utf8')

export const hexAt = (fields: Fields, number: number): string =>
  asBytes(fields.get(number)?.at(-1) ?? Buffer.alloc(0)).toString('hex')

export const numberAt = (fields: Fields, number: number): bigint => {
  const field = fields.get(number)?.at(-1) ?? 0n
  if (typeof field !== 'bigint') throw new RangeError(`the field ${number} is no number`)
  return field
}

function asBytes(field: bigint | Buffer): Buffer {
  if (typeof field === 'bigint') throw new RangeError('a number stands where bytes belong')
  return field
}
