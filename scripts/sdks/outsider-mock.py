"""Calls every method of the Python client once: `ASKS` says which and with what."""

import asyncio
import json
import os
import sys
from functools import reduce

from invorto import AsyncInvortoClient, InvortoClient

manner, url = sys.argv[1:]
settings = {"base_url": url, "max_retries": 0, "log_level": "off"}


def asked(client, ask):
    method = reduce(getattr, ask["path"], client)
    return method(*ask["args"], **ask["query"])


def blocking(asks):
    with InvortoClient("key-of-a-tenant", **settings) as client:
        for ask in asks:
            answer = asked(client, ask)
            if ask["stream"]:
                next(iter(answer))


async def asynchronous(asks):
    async with AsyncInvortoClient("key-of-a-tenant", **settings) as client:
        for ask in asks:
            answer = asked(client, ask)
            if ask["stream"]:
                await answer.__anext__()
            else:
                await answer


asks = json.loads(os.environ["ASKS"])
blocking(asks) if manner == "blocking" else asyncio.run(asynchronous(asks))
