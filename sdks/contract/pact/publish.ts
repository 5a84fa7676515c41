import type { Pact } from './compare.ts'

/** Where a pact goes, and as what. */
export interface Publication {
  readonly url: URL
  readonly version: string
  readonly branch: string | undefined
  readonly token: string | undefined
}

const PATIENCE_MS = 30_000

/** PUTs the pact as the Pact Broker's API has it, and says of which branch the version is. Throws with what the broker answers. */
export async function publish(
  pact: Pact & { readonly provider: { readonly name: string } },
  { url, version, branch, token }: Publication,
): Promise<void> {
  const consumer = encodeURIComponent(pact.consumer.name)
  const at = encodeURIComponent(version)
  const provider = encodeURIComponent(pact.provider.name)
  await put(place(url, `pacts/provider/${provider}/consumer/${consumer}/version/${at}`), pact, token)
  if (branch === undefined) return
  await put(place(url, `pacticipants/${consumer}/branches/${encodeURIComponent(branch)}/versions/${at}`), {}, token)
}

/** Below the broker's own address, whether or not that ends in a slash. */
const place = (url: URL, path: string): URL => new URL(path, url.href.replace(/\/?$/, '/'))

async function put(url: URL, body: object, token: string | undefined): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      accept: 'application/hal+json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`The broker answered ${response.status}: ${text.slice(0, 500)}`)
}
