from __future__ import annotations

from typing import TYPE_CHECKING, Any, AsyncIterator, Awaitable, Callable, Generator, Generic, Iterator, List, Optional, TypeVar

if TYPE_CHECKING:
    from .model import Answer

Item = TypeVar("Item")


class Page(Generic[Item]):
    """One page of a list; `for` goes over its entries and those of all pages after it, each asked for when it is needed."""

    body: Any
    """The page as the API answered it."""

    def __init__(self, body: Any, ask: Callable[[Optional[str]], Page[Item]]) -> None:
        self.body = body
        self._ask = ask

    @property
    def data(self) -> List[Item]:
        return self.body.data

    @property
    def next_cursor(self) -> Optional[str]:
        return self.body.next_cursor

    @property
    def last_response(self) -> Optional[Answer]:
        return self.body.last_response

    def next_page(self) -> Optional[Page[Item]]:
        """The page after this one, or None."""
        return None if self.next_cursor is None else self._ask(self.next_cursor)

    def __iter__(self) -> Iterator[Item]:
        page: Optional[Page[Item]] = self
        while page is not None:
            yield from page.data
            page = page.next_page()

    def __repr__(self) -> str:
        return f"Page({len(self.data)} entries, next_cursor={self.next_cursor!r})"


class AsyncPage(Generic[Item]):
    """One page of a list; `async for` goes over its entries and those of all pages after it."""

    body: Any
    """The page as the API answered it."""

    def __init__(self, body: Any, ask: Callable[[Optional[str]], Awaitable[AsyncPage[Item]]]) -> None:
        self.body = body
        self._ask = ask

    @property
    def data(self) -> List[Item]:
        return self.body.data

    @property
    def next_cursor(self) -> Optional[str]:
        return self.body.next_cursor

    @property
    def last_response(self) -> Optional[Answer]:
        return self.body.last_response

    async def next_page(self) -> Optional[AsyncPage[Item]]:
        """The page after this one, or None."""
        return None if self.next_cursor is None else await self._ask(self.next_cursor)

    async def __aiter__(self) -> AsyncIterator[Item]:
        page: Optional[AsyncPage[Item]] = self
        while page is not None:
            for item in page.data:
                yield item
            page = await page.next_page()

    def __repr__(self) -> str:
        return f"AsyncPage({len(self.data)} entries, next_cursor={self.next_cursor!r})"


class AsyncPaginator(Generic[Item]):
    """`await` is the first page; `async for` goes over the entries of all pages, each asked for when it is needed."""

    def __init__(self, ask: Callable[[Optional[str]], Awaitable[AsyncPage[Item]]]) -> None:
        self._ask = ask

    def __await__(self) -> Generator[Any, Any, AsyncPage[Item]]:
        return self._ask(None).__await__()

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for item in await self:
            yield item
