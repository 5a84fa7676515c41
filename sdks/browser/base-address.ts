export const HTTP = ['http:', 'https:']
export const SOCKET = ['ws:', 'wss:', ...HTTP]

/**
 * Why nothing can be reached under an address that somebody gave, and what to write; null where all is right. A password or a key in it
 * is not repeated: nothing behind "?" or "#" is, and nothing at all where there is an "@".
 */
export function addressFault(name: string, given: string, schemes: readonly string[]): string | null {
  const url = parsed(given)
  if (url !== null && schemes.includes(url.protocol)) {
    if (url.username !== '' || url.password !== '') return `"${name}" must have no user and no password in it.`
    return /[?#]/.test(given) ? `"${name}" must have no "?" and no "#" in it.` : null
  }
  const meant = `${schemes[0]}//${given.replace(/[?#].*$/s, '')}`
  const example = !/\/\/|:$|@/.test(given) && parsed(meant) !== null ? meant : `${schemes[0]}//localhost:8080`
  return `"${name}" must begin with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}: write "${example}".`
}

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
