import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AccessToken } from 'livekit-server-sdk'
import type { Answer } from './rest.ts'

/** What a real LiveKit server posted (`server` says which), raw bytes and all. */
export const recording = JSON.parse(
  readFileSync(new URL('../simulators/livekit/recording.json', import.meta.url), 'utf8'),
) as Recording

interface Recording {
  readonly server: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly hooks: readonly { readonly event: string; readonly authorization: string; readonly body: string }[]
}

export interface Project {
  readonly apiKey: string
  readonly apiSecret: string
}

/** The token that a LiveKit server would sign for the body, made by LiveKit's own library. */
export function signed(
  body: string | Buffer,
  { apiKey, apiSecret }: Project,
  ttl: string | number = 300,
): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { ttl })
  token.sha256 = hash('sha256', body, 'base64')
  return token.toJwt()
}

/** Posts as LiveKit does: the token without a scheme. */
export async function post(
  url: string,
  body: string | Buffer,
  authorization: string | undefined,
  contentType = 'application/webhook+json',
): Promise<Answer> {
  const headers = { 'content-type': contentType, ...(authorization !== undefined && { authorization }) }
  const answer = await fetch(new URL('/webhooks/livekit', url), { method: 'POST', headers, body })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

/** Signs and posts. */
export const tell = async (url: string, project: Project, event: object | string): Promise<Answer> => {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  return post(url, body, await signed(body, project))
}
