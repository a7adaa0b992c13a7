"""The demo phone: a small server that speaks Twilio's API, and a page that looks like a phone.

Somebody else's machine, so it has a file of its own (`store`) and knows nothing of ours: texts sent
through its API arrive on its phones, texts typed on its phones come to our webhooks, signed. What
it still has to do is a row with a due time, so that one that was killed goes on after its restart.
It exists in the demo and in tests only.
"""
