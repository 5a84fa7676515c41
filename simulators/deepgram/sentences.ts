/** Cuts the complete sentences off the front of a text. What is left has no end yet. */
export function takeSentences(text: string): { sentences: string[]; rest: string } {
  const sentences: string[] = []
  let rest = text
  for (let match = sentence.exec(rest); match; match = sentence.exec(rest)) {
    if (match[0].trim()) sentences.push(match[0].trim())
    rest = rest.slice(match[0].length)
  }
  return { sentences, rest }
}

const sentence = /^[\s\S]*?[.!?।]["')\]]*(?=\s|$)/

const longestBreath = 160

/** A long sentence in parts that end at a space, so that saying one takes the process some milliseconds at most. */
export const breathsOf = (sentence: string): string[] =>
  sentence.match(new RegExp(`\\S[\\s\\S]{0,${longestBreath - 1}}(?=\\s|$)|\\S{1,${longestBreath}}`, 'gu')) ?? []
