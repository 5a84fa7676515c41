import { expect, test } from 'vitest'
import { clientAddress } from './client-address.ts'

const seen = (trusted: string, remoteAddress: string | undefined, forwarded?: string): string =>
  clientAddress(trusted)({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress } as never,
  })
const proxies = '10.0.0.0/8, 192.0.2.7,2001:db8::/32'

test.each([
  ['who comes directly is believed nothing', '203.0.113.1', '198.51.100.1', '203.0.113.1'],
  ['a proxy is believed', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['a proxy on a socket for both families, too', '::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
  ['what the client wrote itself is not read', '10.1.2.3', '1.1.1.1, 10.9.9.9, 198.51.100.1', '198.51.100.1'],
  ['a row of proxies is passed', '10.1.2.3', '198.51.100.1,192.0.2.7 , 10.0.0.1', '198.51.100.1'],
  ['ports are left out', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
  ['IPv6 is read', '2001:db8::9', '[2a00::1]:4711', '2a00::1'],
  ['what is no address ends it', '10.1.2.3', '198.51.100.1, unknown', '10.1.2.3'],
  ['an empty list is the proxy itself', '10.1.2.3', '', '10.1.2.3'],
  ['only proxies are the first of them', '10.1.2.3', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
])('%s', (_what, remote, forwarded, address) => {
  expect(seen(proxies, remote, forwarded)).toBe(address)
})

test('nobody is believed where no proxy is trusted, and a socket that is gone has no address', () => {
  expect(seen('', '127.0.0.1', '198.51.100.1')).toBe('127.0.0.1')
  expect(seen(proxies, undefined, '198.51.100.1')).toBe('')
})

test.each(['proxy.local', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0/8', '::/129', '*'])(
  '%s is refused',
  (entry) => {
    expect(() => clientAddress(`10.0.0.1, ${entry}`)).toThrow(RangeError)
  },
)
