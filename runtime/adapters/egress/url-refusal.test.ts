import { expect, test } from 'vitest'
import { parseAllowList } from './allow-list.ts'
import { urlRefusal } from './url-refusal.ts'

const none = parseAllowList('')
const refused = [
  // Loopback in every spelling that WHATWG URL knows.
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.0.1/',
  'https://127.255.255.254/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.1/',
  'https://0x7f.0x0.0x0.0x1/',
  'https://017700000001/',
  'https://0177.0.0.1/',
  'https://0177.1/',
  'https://127.0.0.1./',
  'https://①②⑦.⓪.⓪.①/',
  'https://127。0。0。1/',
  'https://%31%32%37.0.0.1/',
  'https://localhost/',
  'https://localhost./',
  'https://LOCALHOST/',
  'https://a.localhost/',
  // Unspecified, private, link-local, carrier NAT, benchmarks, documentation, multicast, reserved, broadcast.
  'https://0.0.0.0/',
  'https://0/',
  'https://0.1.2.3/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://3232235777/',
  'https://169.254.0.1/',
  'https://100.64.0.1/',
  'https://100.127.255.255/',
  'https://198.18.0.1/',
  'https://192.0.2.1/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  // Where clouds tell their machines secrets.
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://[::ffff:169.254.169.254]/',
  'https://[fd00:ec2::254]/',
  'https://100.100.100.200/',
  'https://168.63.129.16/',
  'https://192.0.0.192/',
  'https://metadata/',
  'https://metadata.google.internal/',
  // IPv6, and IPv4 inside it.
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[::7f00:1]/',
  'https://[::a9fe:a9fe]/',
  'https://[::ffff:0:127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::1]/',
  'https://[2002:7f00:1::]/',
  'https://[2002:a9fe:a9fe::1]/',
  'https://[2001::1]/',
  'https://[2001:0:7f00:1::]/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[fc00::1]/',
  'https://[fdff::1]/',
  'https://[ff02::1]/',
  'https://[4000::1]/',
  'https://[1::1]/',
  'https://[5f00::1]/',
  'https://[100::1]/',
  'https://[2606:4700::5efe:7f00:1]/',
  'https://[2606:4700::200:5efe:a00:1]/',
  // Schemes, ports, credentials, names of the inside, ourselves.
  'http://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'gopher://example.com/',
  'javascript:alert(1)',
  'https://example.com:22/',
  'https://example.com:6379/',
  'https://example.com:80/',
  'https://user@example.com/',
  'https://user:password@example.com/',
  'https://:password@example.com/',
  'https://crm/',
  'https://crm.internal/',
  'https://printer.local/',
  'https://voice.invorto.example/',
  'https://voice.invorto.example./',
  'https://VOICE.invorto.example/',
  '//example.com/',
  '/path',
  '',
  'https://',
  'https://[::1',
  'https://[fe80::1%25eth0]/',
  'https://999.1.1.1/',
]

test.each(refused)('%s is refused as it stands', (url) => {
  expect(urlRefusal(url, none, ['voice.invorto.example'])).toMatch(/\.$/)
})

test('a URL without end is refused', () => {
  expect(urlRefusal(`https://example.com/${'a'.repeat(9000)}`, none, [])).toBe('This is no URL.')
})

test.each([
  'https://example.com/orders/1?x=2#y',
  'https://example.com:443/',
  'https://example.com:8443/',
  'https://8.8.8.8/',
  'https://[2606:4700:4700::1111]/',
  'https://münchen.example/',
  'HTTPS://EXAMPLE.COM/',
])('%s may be tried', (url) => {
  expect(urlRefusal(url, none, [])).toBeNull()
})

test('what was allowed by hand may be tried, over http and on any port, and its neighbours may not', () => {
  const allowed = parseAllowList(' 127.0.0.1/32, 10.1.0.0/16,::1, crm.Internal ,')
  const refusal = (url: string): string | null => urlRefusal(url, allowed, [])
  expect(refusal('http://127.0.0.1:3000/')).toBeNull()
  expect(refusal('http://0x7f.1:3000/')).toBeNull()
  expect(refusal('http://10.1.2.3/')).toBeNull()
  expect(refusal('http://[::1]:9/')).toBeNull()
  expect(refusal('http://crm.internal:8080/')).toBeNull()
  expect(refusal('http://127.0.0.2/')).not.toBeNull()
  expect(refusal('http://10.2.0.1/')).not.toBeNull()
  expect(refusal('http://[::ffff:127.0.0.1]/')).not.toBeNull()
  expect(refusal('http://a.crm.internal/')).not.toBeNull()
  expect(refusal('http://user@127.0.0.1/')).not.toBeNull()
  expect(refusal('ftp://127.0.0.1/')).not.toBeNull()
})
