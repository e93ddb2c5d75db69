"""Ringing somebody who does not answer, again and again."""

import pytest
from harness import Server, eventually, new_folder

from server.patience import Patience


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def patience(clock, scale: float = 1.0) -> Patience:
    return Patience(30.0, 600.0, scale, clock)


def test_three_unanswered_calls_are_free_and_then_the_waits_grow():
    clock = Clock()
    box, waits = patience(clock), []
    for _ in range(10):
        waits.append(box.wait_seconds("a", "b"))
        clock.now += waits[-1]
        assert box.wait_seconds("a", "b") == 0
        box.unanswered("a", "b", was_brief=False)
    assert waits[:7] == [0, 0, 0, 30, 60, 120, 240] and 480 <= waits[-1] <= 600
    assert waits == sorted(waits)
    assert box.wait_seconds("b", "a") == box.wait_seconds("a", "c") == 0


def test_an_unanswered_call_is_forgotten_in_time():
    clock = Clock()
    box = patience(clock)
    for _ in range(20):
        clock.now += 300
        assert box.wait_seconds("a", "b") == 0
        box.unanswered("a", "b", was_brief=True)
    for _ in range(3):
        box.unanswered("a", "b", was_brief=False)
    assert box.wait_seconds("a", "b") > 0
    clock.now += 6000
    assert box.wait_seconds("a", "b") == 0


def test_a_call_taken_back_at_once_counts_a_third():
    box = patience(Clock())
    for _ in range(7):
        box.unanswered("a", "b", was_brief=True)
    assert box.wait_seconds("a", "b") == 0
    for _ in range(2):
        box.unanswered("a", "b", was_brief=True)
    assert box.wait_seconds("a", "b") == 30


def test_pairs_are_bounded(monkeypatch):
    monkeypatch.setattr("server.patience.MOST_PAIRS", 10)
    box = patience(Clock())
    for number in range(50):
        box.unanswered("a", str(number), was_brief=False)
    assert len(box._pairs) == 10


@pytest.fixture(scope="module")
def patient():
    server = Server(new_folder(), timing="ring_again=600 ring_again_most=6000 offline_delay=0.05", scale="1")
    yield server
    server.stop()


def declined(anna, boris, chat, times: int) -> None:
    for _ in range(times):
        assert boris.post(f"/api/calls/decline/{anna.ring(chat)}").status == 200


def test_s5_who_declines_is_left_in_peace(patient, sockets):
    anna, boris, chat = patient.friends()
    sockets(boris)
    declined(anna, boris, chat, 3)
    answer = anna.post("/api/calls/initiate", {"chatId": chat})
    assert answer.status == 429 and 590 <= answer.body["retryAfter"] <= 600
    assert answer.body["message"] == "Слишком много звонков без ответа. Попробуйте позже"
    assert answer.headers["Retry-After"] == str(answer.body["retryAfter"])
    # Somebody else may ring him, and she may ring somebody else.
    carol = patient.user("carol")
    for caller, other in ((carol, boris), (anna, carol)):
        boris.post(f"/api/calls/end/{caller.ring(caller.chat_with(other))}")
        caller.post("/api/calls/cleanup")


@pytest.mark.parametrize("sign", ["writes", "calls back", "accepts"])
def test_a_sign_of_the_callee_makes_it_good(patient, sockets, sign):
    anna, boris, chat = patient.friends()
    sockets(boris)
    declined(anna, boris, chat, 2 if sign == "accepts" else 3)
    if sign == "writes":
        boris.post(f"/api/messages/chats/{chat}/messages", {"content": "call me"})
    elif sign == "calls back":
        boris.post(f"/api/calls/end/{boris.ring(chat)}")
    else:
        call_id = anna.ring(chat)
        boris.post(f"/api/calls/accept/{call_id}")
        anna.post(f"/api/calls/end/{call_id}")
    declined(anna, boris, chat, 3)
    assert anna.post("/api/calls/initiate", {"chatId": chat}).status == 429


def test_what_the_caller_says_himself_does_not_make_it_good(patient, sockets):
    anna, boris, chat = patient.friends()
    sockets(boris)
    declined(anna, boris, chat, 3)
    anna.post(f"/api/messages/chats/{chat}/messages", {"content": "answer me"})
    assert anna.post("/api/calls/initiate", {"chatId": chat}).status == 429


def test_calls_taken_back_at_once_and_calls_to_nobody_count_less(patient, sockets):
    for connect in (True, False):
        anna, boris, chat = patient.friends()
        if connect:
            sockets(boris)
        for _ in range(5):
            call_id = anna.ring(chat)
            (anna.post if connect else boris.post)(f"/api/calls/end/{call_id}")
        assert anna.ring(chat)
        anna.post("/api/calls/cleanup")


def test_a_call_that_rang_out_counts_and_the_wait_ends(sockets):
    server = Server(new_folder(), timing="ring=0.2 ring_again=1 ring_again_most=600 offline_delay=0.05", scale="1")
    try:
        anna, boris, chat = server.friends()
        a = sockets(anna)
        sockets(boris)
        for number in (1, 2, 3):
            anna.ring(chat)
            a.expect("callEnded", number)
        assert anna.post("/api/calls/initiate", {"chatId": chat}).status == 429
        eventually(lambda: anna.post("/api/calls/initiate", {"chatId": chat}).status == 201, "the end of the wait")
    finally:
        server.stop()
