from __future__ import annotations

import logging
import os
import re
from typing import Mapping, Optional, Tuple
from urllib.parse import urlsplit

from .bearer import Bearer
from .errors import InvortoError
from .log import Log
from .request import Settings, user_agent

API = "https://api.invortoai.com"
_GIVE = "give base_url, or set API_BASE_URL"


def settled(
    manner: str,
    api_key: Optional[str],
    base_url: Optional[str],
    timeout_ms: float,
    max_retries: int,
    headers: Optional[Mapping[str, str]],
    logger: Optional[logging.Logger],
    log_level: Optional[str],
) -> Tuple[Settings, Bearer]:
    """What was given, then what the environment says, then what is so by default."""
    key = api_key if api_key is not None else os.environ.get("INVORTO_API_KEY")
    if not key:
        raise InvortoError("An API key is needed: InvortoClient(key), or set INVORTO_API_KEY.")
    # Who sends it would show it in the error.
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise InvortoError("The API key has a space, a line break or another sign that no key has: is there more than the key?")
    url = _address(base_url or os.environ.get("API_BASE_URL") or API).rstrip("/")
    url = url[:-3] if url.endswith("/v1") else url
    sent = {"User-Agent": user_agent(manner), **(headers or {})}
    log = Log(logger, log_level or os.environ.get("INVORTO_LOG"))
    return Settings(url.rstrip("/"), timeout_ms, max_retries, sent, log), Bearer(key)


def _address(text: str) -> str:
    # What is not repeated here may be a password or a key.
    if "@" in text:
        raise InvortoError(f"The base address must have no user and no password in it: {_GIVE}.")
    bare = re.split("[?#]", text, maxsplit=1)[0]
    if not _is_address(bare):
        told = f'"{bare}" is no address like https://api.example.com: {_GIVE}.'
        likely = f"http://{bare}"
        raise InvortoError(f'{told} Did you mean "{likely}"?' if "//" not in bare and _is_address(likely) else told)
    if bare != text:
        raise InvortoError(f'The base address must have no "?" and no "#" in it: {_GIVE}.')
    return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        # A port that is none is found when it is asked for.
        return parts.port != 0 and parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        return False
