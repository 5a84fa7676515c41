/** A certificate for `api.example.com` that nobody trusts, and its key: known to everybody, worth nothing. */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3hUKHDL7z0gxmlYA
c1YAWmkRvNzqESRreQBjwv6zbIuhRANCAAT2WeQs7Ft3kFxzeHfRhuQKmJqs1hye
sn8EDAarDc/rlzghYoAbYXrIDbuKqzV59A05aew7OFGttipWdVSnnn+C
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBpzCCAU2gAwIBAgIUTUu4OTzfrw91UnTjwGfrxVxLrfkwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPYXBpLmV4YW1wbGUuY29tMCAXDTI2MTEyMTEyNDIzOFoYDzIx
MjYxMDI4MTI0MjM4WjAaMRgwFgYDVQQDDA9hcGkuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAT2WeQs7Ft3kFxzeHfRhuQKmJqs1hyesn8EDAar
Dc/rlzghYoAbYXrIDbuKqzV59A05aew7OFGttipWdVSnnn+Co28wbTAdBgNVHQ4E
FgQUZQFl0gxxreYp2XzGtZqxsvbexjswHwYDVR0jBBgwFoAUZQFl0gxxreYp2XzG
tZqxsvbexjswDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg9hcGkuZXhhbXBs
ZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgTlgyhvqCx0kJCZdU8k1kqvC2oqq6/upn
ZckG32NWaYUCIQCD7wr2nkgBn0HiO5bA2OEZTY9GQzYcGiOj18Q4hQyHTg==
-----END CERTIFICATE-----`,
}
