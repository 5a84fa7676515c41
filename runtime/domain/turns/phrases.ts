/** Case, punctuation and spacing do not matter. */
const plain = (text: string): string =>
  ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `

/** Finds whole phrases in what is said; of none nothing is found. */
export function phraseFinder(phrases: readonly string[]): (text: string) => boolean {
  const wanted = phrases.map(plain)
  if (wanted.length === 0) return () => false
  return (text) => {
    const said = plain(text)
    return wanted.some((phrase) => said.includes(phrase))
  }
}
