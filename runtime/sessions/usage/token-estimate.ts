/** Bytes of UTF-8 that make a token, and tokens that a message costs besides: right to about a third in any script. */
const BYTES_PER_TOKEN = 4
const TOKENS_PER_MESSAGE = 4

/** How many tokens a text is, where the provider does not say. */
export const estimatedTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

/** How many tokens a request is: its messages, and whatever else goes with it as JSON. */
export const estimatedRequestTokens = (messages: readonly object[]): number =>
  messages.reduce((sum, message) => sum + TOKENS_PER_MESSAGE + estimatedTokens(wordsOf(message)), 0)

const wordsOf = (message: object): string =>
  Object.entries(message)
    .filter(([field]) => field !== 'role')
    .map(([, value]) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')))
    .join('')
