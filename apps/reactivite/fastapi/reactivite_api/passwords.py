"""Hashes of passwords: argon2id."""

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .problems import Refused

# RFC 9106's recommendation where memory is scarce: 64 MiB, three passes.
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)

# Hashes at once: what a pod's memory limit has room for.
AT_ONCE = 2

# Who comes when so many wait would wait longer than a proxy does.
QUEUE = 40


class Passwords:
    """Hashes in threads of its own, so that waiting for one holds neither a connection nor another request's thread."""

    def __init__(self, hasher: PasswordHasher = HASHER):
        self.hasher = hasher
        self.limiter = CapacityLimiter(AT_ONCE)
        # Compared where there is no account: its absence must not show in the time.
        self.nobody = hasher.hash("no account has this password")

    def waiting(self) -> int:
        return self.limiter.statistics().tasks_waiting

    async def hash(self, password: str) -> str:
        self.refuse_queue()
        return await to_thread.run_sync(self.hasher.hash, password, limiter=self.limiter)

    async def matches(self, password: str, known: str | None) -> bool:
        """@param known: hash of the account's password, None where there is no account."""
        self.refuse_queue()
        same = await to_thread.run_sync(self.verify, password, known or self.nobody, limiter=self.limiter)
        return same and known is not None

    def verify(self, password: str, known: str) -> bool:
        try:
            return self.hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False

    def refuse_queue(self) -> None:
        if self.waiting() >= QUEUE:
            raise Refused(503, headers={"Retry-After": "5"})
