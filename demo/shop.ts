import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Shop {
  readonly url: string
  close(): void
}

/** A tenant's own service, which the agent's tool asks: `POST /orders/{order_id}`. */
export async function openShop(asked: (path: string) => void): Promise<Shop> {
  const server = createServer((request, response) => {
    asked(`${request.method} ${request.url}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('"shipped, with you on Friday"')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** The tool as the tenant describes it; the name is the one that the sandbox model knows. */
export const orderTool = (shop: Shop) => ({
  name: 'lookup_order',
  description: 'Says where an order is.',
  method: 'POST',
  url: `${shop.url}/orders/{order_id}`,
  inputSchema: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
})
