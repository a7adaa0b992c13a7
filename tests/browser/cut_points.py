"""The points at which a line is cut: each prepares, and cuts when all are ready."""

from collections.abc import Callable, Iterator

from tests.browser import pages
from tests.browser.cut_phone import Phone
from tests.browser.lines import PHONE, SERVER

Steps = Iterator[None]


def before_the_socket_opens(one: Phone) -> Steps:
    yield
    one.line.trap(b"GET /ws/citizen", by=PHONE)
    pages.come_in(one.page)
    one.line.until_sprung()
    one.write("et")


def after_the_open_before_welcome(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.trap(b'"type":"welcome"', by=SERVER)
    one.page.reload()
    one.line.until_sprung()
    one.write("to")


def between_welcome_and_synced(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.trap(b'"type":"synced"', by=SERVER)
    one.page.reload()
    one.line.until_sprung()
    one.write("tre")


def before_the_message_leaves(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.mode = "cut"
    one.write("fire")


def before_it_reaches_the_server(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.trap(b'"type":"message.send"', by=PHONE)
    one.write("fem")
    one.line.until_sprung()


def stored_before_the_ack(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.trap(b'"type":"message.ack"', by=SERVER)
    one.write("seks")
    one.line.until_sprung()
    one.hear("jeg har set seks")


def midway_in_a_frame(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.trap(b'"type":"message.send"', by=PHONE, midway=True)
    one.write("syv")
    one.line.until_sprung()


def an_answer_on_its_way(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.trap(b'"body":"svar"', by=SERVER)
    one.hear("svar")
    one.line.until_sprung()
    one.write("otte")


def during_a_long_poll(one: Phone) -> Steps:
    one.talk()
    one.line.mode = "no sockets"
    one.page.reload()
    yield
    one.line.until(b"&wait=8", by=PHONE)
    one.line.mode = "cut"
    one.write("ni")
    one.hear("svar til ni")


def between_post_and_its_answer(one: Phone) -> Steps:
    one.talk()
    one.line.mode = "no sockets"
    one.page.reload()
    yield
    one.line.until(b"&wait=8", by=PHONE)
    one.line.trap(b'"seq"', by=SERVER)
    one.write("ti")
    one.line.until_sprung()


def while_it_ends(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.trap(b'"type":"message.ack"', by=SERVER)
    one.write("elleve")
    one.line.until_sprung()
    one.write("aldrig gemt")
    one.hear("pas godt paa dig")
    one.read()  # whoever has closed it reads it no more
    one.console.close(one.conversation)


def during_the_resume(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.mode = "cut"
    for words in ("svar a", "svar b", "svar c"):
        one.hear(words)
    one.line.trap(b'"body":"svar b"', by=SERVER)
    one.back()
    one.line.until_sprung()
    one.write("tolv")


def accepted_and_mute(one: Phone) -> Steps:
    one.talk()
    yield
    one.line.mode = "frozen"
    one.write("tretten")


POINTS: list[Callable[[Phone], Steps]] = [
    during_a_long_poll,
    between_post_and_its_answer,
    after_the_open_before_welcome,
    between_welcome_and_synced,
    before_the_message_leaves,
    before_it_reaches_the_server,
    stored_before_the_ack,
    midway_in_a_frame,
    an_answer_on_its_way,
    while_it_ends,
    during_the_resume,
    accepted_and_mute,
    before_the_socket_opens,
]
POLLING = {"during_a_long_poll", "between_post_and_its_answer"}
