"""A chat as the tutorials build it: Django, Channels, one ORM create and one group_send a message.

Kept as good as that way allows: persistent database connections, the pub/sub layer, the timeouts
that redis-py 8 needs, no log-in and no extra query. Nothing is encrypted, sent again, authorised
or numbered.
"""
