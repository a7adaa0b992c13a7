"""The event loop of the server: uvloop. Imported before anything makes a loop."""

import asyncio

import uvloop

asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
