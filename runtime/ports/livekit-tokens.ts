/** Reads and checks the token with which a LiveKit server signs what it posts. */
export interface LiveKitTokens {
  /** Whose token it claims to be, unverified; null when it cannot be read. */
  apiKeyOf(token: string): string | null
  /** Throws `invalid_api_key` unless it was signed with one of the secrets, over exactly these bytes, and holds now. */
  verify(token: string, signed: { apiKey: string; secrets: readonly string[]; body: Buffer }): Promise<void>
}
