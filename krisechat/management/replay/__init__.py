"""Recorded conversations, played through running servers from the outside.

`conductor` starts one `citizen` per dialogue (a `texter` where it goes by text message) and the
demo's volunteers (`volunteer`); a `voice` decides from the transcript so far what its side says
next; the `ledger` keeps what each connection really brought, the `inbox` what came to a phone;
`report` compares it all with the stored transcripts. Nothing here knows the models: only the
public sockets, HTTP, and Twilio's API.
"""
