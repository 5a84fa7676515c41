import { createHmac } from 'node:crypto'

/**
 * What is stored of an API key: HMAC-SHA256 under the pepper. Keys have at least 96 bits of chance, so a slow hash would
 * protect nothing more.
 */
export const keyHash = (pepper: string, apiKey: string): Buffer => createHmac('sha256', pepper).update(apiKey).digest()
