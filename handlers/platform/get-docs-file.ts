import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  yaml: 'application/yaml; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  wav: 'audio/wav',
  woff2: 'font/woff2',
}
/** Files that are named by what they hold never change. */
const NAMED_BY_HASH = /-[0-9a-f]{10}\.\w+$/
const FOR_EVER = 'public, max-age=31536000, immutable'

/** A page loads this server's own files and speaks to this server alone; nothing in it is script. */
const POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export const getDocsFile: Handler<'getDocsFile'> = async ({ path: { file } }, { documents }) => {
  const body = documents.docs.get(file)
  if (body === undefined)
    throw new Problem('not_found', `The documentation has no file ${file}. \`make docs\` builds it.`)
  return {
    status: 200,
    body,
    headers: {
      'content-type': types[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      'cache-control': NAMED_BY_HASH.test(file) ? FOR_EVER : 'no-cache',
      'content-security-policy': POLICY,
      'permissions-policy': `microphone=(${file === 'console.html' ? 'self' : ''}), camera=(), geolocation=()`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  }
}
