/** How `changeset version` writes a fragment into CHANGELOG.md: its own words, without commit or author. */
export async function getReleaseLine({ summary }: { readonly summary: string }): Promise<string> {
  const [first = '', ...more] = summary.split('\n').map((line) => line.trimEnd())
  return [`- ${first}`, ...more.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')
}

/** There is one package, so nothing is released because of another. */
export async function getDependencyReleaseLine(): Promise<string> {
  return ''
}
