import { randomBytes } from 'node:crypto'

const LONGEST = 64

/** Tells what one run makes from what is there, and from what another run makes in the same tenant. */
const prefix = `fuzz_${randomBytes(4).toString('hex')}_`
let made = 0

/** A name that nothing has. */
export function newName(): string {
  made += 1
  return `${prefix}${made}`
}

/** The name as this run alone may have it: whatever is made, changed or taken away by it was never anybody else's. */
export const ownName = (name: string): string => (isOwnName(name) ? name : `${prefix}${name}`.slice(0, LONGEST))

export const isOwnName = (name: string): boolean => name.startsWith(prefix)
