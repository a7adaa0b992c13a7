"""The real servers tests and benchmarks run against, on 127.0.0.1 with ports of their own.

with Postgres(fsync=False) as postgres, Redis() as redis:
    shape = {"DATABASE_URL": postgres.create_database("night"), "REDIS_URL": redis.url}
    with KrisechatServer(shape) as server:
        ...
        postgres.kill()
        postgres.start()
"""

from tests.support.krisechat_server import KrisechatServer
from tests.support.postgres import Postgres
from tests.support.processes import DidNotStart, MissingPackage, free_port
from tests.support.redis import Redis

__all__ = ["DidNotStart", "KrisechatServer", "MissingPackage", "Postgres", "Redis", "free_port"]
