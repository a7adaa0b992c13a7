"""The demo phone's API inside an engine that runs alone and was not told where a server is.

Every process of one demo has the same file, so it is the same telephone company whichever of them
takes a text in; what is to be done about it is done by the servers.
"""

import threading

from krisechat.twilio.phone import machine
from krisechat.twilio.phone.serving import PhoneServer


def serve() -> str:
    """Serves on any free port of this machine until the process ends; its address."""
    server = PhoneServer(machine.current().answer, port=0)
    threading.Thread(target=server.serve_forever, name="demo phone", daemon=True).start()
    return server.url
