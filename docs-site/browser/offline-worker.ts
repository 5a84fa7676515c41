/** What the build puts before this program: the site's version, and the files that it is made of. */
declare const siteVersion: string
declare const siteFiles: readonly string[]

interface Worker {
  addEventListener(
    type: 'install' | 'activate',
    listen: (event: { waitUntil(done: Promise<unknown>): void }) => void,
  ): void
  addEventListener(type: 'fetch', listen: (event: FetchEvent) => void): void
}
interface FetchEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

const worker = globalThis as unknown as Worker
const kept = `docs-${siteVersion}`
const folder = new URL('./', location.href)
/** Names with a hash hold the same content for ever. */
const FOR_EVER = /-[0-9a-f]{10}\.\w+$/

// The pages are read without a network once they were visited; with one, the server has the first word.
worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll(siteFiles.map((file) => new URL(file, folder).href))))
})
worker.addEventListener('activate', (event) => {
  const drop = async (): Promise<void> => {
    const old = (await caches.keys()).filter((name) => name.startsWith('docs-') && name !== kept)
    await Promise.all(old.map((name) => caches.delete(name)))
  }
  event.waitUntil(drop())
})
worker.addEventListener('fetch', (event) => {
  const { method, url } = event.request
  if (method !== 'GET' || !url.startsWith(folder.href)) return
  event.respondWith(FOR_EVER.test(url) ? cachedFirst(event.request) : serverFirst(event.request))
})

async function cachedFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

async function serverFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    const known = await caches.match(request, { ignoreSearch: true })
    if (known === undefined) throw error
    return known
  }
}
