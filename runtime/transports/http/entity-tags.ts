import { hash } from 'node:crypto'
import { canonicalJson } from '#runtime/core/canonical-json.ts'
import { Problem } from '#runtime/core/problem.ts'

const TAG_LENGTH = 22

/**
 * The ETag of a resource as it is answered (RFC 9110 8.8.3): it changes with any member, and with no order of them.
 * `lastUsedAt` and `lastEventAt` do not count: they change because somebody asks, and no change could ever name a key that is in use.
 */
export function entityTag(body: unknown): string {
  const used = typeof body === 'object' && body !== null && ('lastUsedAt' in body || 'lastEventAt' in body)
  const text = canonicalJson(used ? { ...body, lastUsedAt: undefined, lastEventAt: undefined } : body)
  return `"${hash('sha256', text, 'base64url').slice(0, TAG_LENGTH)}"`
}

/** Whether `If-None-Match` names the tag: then the client has it. Compared weakly (RFC 9110 13.1.2). */
export const isNamed = (header: string, tag: string): boolean =>
  header === '*' || tagsOf(header).some((named) => named === tag || named === `W/${tag}`)

/** Throws `precondition_failed` unless `If-Match` names the tag. Compared strongly: a weak one never matches (13.1.1). */
export function requireNamed(header: string, tag: string): void {
  if (header === '*' || tagsOf(header).includes(tag)) return
  throw new Problem('precondition_failed', 'The resource is not as If-Match says. Read it again, then change it.', {
    errors: [{ header: 'If-Match', message: `must name ${tag}, or be left out`, keyword: 'ifMatch' }],
  })
}

/** The tags of a header that fits the contract. */
const tagsOf = (header: string): string[] => header.match(/(?:W\/)?"[^"]*"/g) ?? []
