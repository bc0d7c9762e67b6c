"""A real SMTP server on loopback for tests: aiosmtpd in a thread, with the failures a test asks for."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class Box:
    """What arrived, and how the server shall answer ("" = accept; "drop" = hang up)."""

    received: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    mail_answer: str = ""
    rcpt_answer: str = ""
    data_answer: str = ""
    port: int = 0

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.mail_answer:
            return self.mail_answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_answer == "drop":
            server.transport.abort()
            return "421 never seen"
        if self.data_answer:
            return self.data_answer
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 queued as DEMO"


@contextmanager
def smtp_server(
    box: Box,
    *,
    context: ssl.SSLContext | None = None,
    starttls: bool = False,
    password: bytes | None = None,
    without_login: bool = False,
) -> Iterator[Box]:
    """Serves until the block ends; `box.port` is where. `context` alone means TLS from the first byte."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        box.logins.append(data.password)
        return AuthResult(success=data.password == password, handled=False)

    def protocol() -> SMTP:
        options: dict[str, Any] = {"hostname": "mail.test", "ident": "test"}
        if starttls:
            options.update(tls_context=context, require_starttls=True)
        if without_login:
            options.update(auth_exclude_mechanism=["LOGIN", "PLAIN"])
        if password is not None:
            options.update(authenticator=check, auth_required=True, auth_require_tls=starttls)
        return SMTP(box, loop=loop, **options)

    loop = asyncio.new_event_loop()
    with _serving(loop, protocol, None if starttls else context, box):
        yield box


@contextmanager
def _serving(
    loop: asyncio.AbstractEventLoop, protocol: Callable[[], SMTP], context: ssl.SSLContext | None, box: Box
) -> Iterator[None]:
    loop.set_exception_handler(lambda *_: None)  # connections the test breaks on purpose
    server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0, ssl=context))
    box.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:

        async def stop() -> None:
            server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
