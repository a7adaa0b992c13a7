"""Recorded conversations, played through running servers from the outside.

`conductor` starts one `citizen` per dialogue and the demo's volunteers (`volunteer`); a `voice`
decides from the transcript so far what its side says next; the `ledger` keeps what each
connection really brought; `report` compares it all with the stored transcripts. Nothing here
knows the models: only the public sockets and HTTP.
"""
