"""Whatever anybody sends to any address or event: a clear answer, and the server lives on.

Hypothesis prints the failing example and its seed; `--hypothesis-seed=N` replays a run.
"""

import json
import string
import urllib.parse

import pytest
from harness import Socket
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.basics import is_clean_text, is_id, iso, page_number, seconds_of
from server.config import Timing
from server.limits import Limits, Rate
from server.relay import EVENTS as RELAYED
from server.socket_guard import StrictJson, StrictPacket, is_good_frame

BOUNDS = settings(max_examples=20, deadline=None, derandomize=False, print_blob=True,
                  suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                                         HealthCheck.data_too_large, HealthCheck.filter_too_much])
texts = st.text(max_size=40)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12)
CLEAR = {200, 201, 400, 401, 403, 404, 409, 413}


class World:
    """One set of people for all examples: what they send differs, not who they are."""

    def __init__(self, server):
        self.server = server
        self.anna, self.boris, self.chat = server.friends()
        self.eve = server.user("eve")
        self.a = Socket(self.anna)
        self.b = Socket(self.boris)
        self.known = [self.anna.id, self.boris.id, self.eve.id, self.chat, "0" * 24]

    def ids(self):
        return st.sampled_from(self.known) | st.text(string.hexdigits, min_size=24, max_size=24) | texts


@pytest.fixture(scope="module")
def world(server):
    made = World(server)
    yield made
    made.a.close()
    made.b.close()


POSTS = {
    "/api/auth/login": ("email", "password"), "/api/auth/register": ("username", "email", "password", "displayName"),
    "/api/auth/refresh": ("refreshToken",), "/api/auth/verify-email": ("userId", "code"),
    "/api/auth/resend-verification": ("userId",), "/api/auth/change-email": ("userId", "newEmail"),
    "/api/messages/chats": ("participantId",), "/api/messages/chats/{id}/messages": ("content", "type", "callData"),
    "/api/messages/chats/{id}/typing": ("isTyping",), "/api/calls/initiate": ("chatId", "type"),
    "/api/calls/accept/{id}": (), "/api/calls/decline/{id}": (), "/api/calls/end/{id}": (), "/api/calls/cleanup": (),
    "/api/auth/logout": ("refreshToken",), "/api/logout": ("refreshToken",),
}
GETS = ("/api/messages/chats", "/api/messages/chats/{id}/messages", "/api/messages/unread-count",
        "/api/messages/users/{id}/status", "/api/users/search", "/api/users/suggestions", "/api/users/online-status",
        "/api/users/{id}", "/api/calls/active", "/api/calls/history/{id}", "/api/calls/ice-servers", "/api/me",
        "/api/auth/status", "/api/config", "/api/time", "/api/health", "/api/points/balance", "/api/posts",
        "/api/{id}", "/{id}")


def fill(path: str, name: str) -> str:
    return path.replace("{id}", urllib.parse.quote(name, safe="", errors="surrogatepass"))


def check(answer):
    assert answer.status in CLEAR, answer
    if answer.status >= 400 and "json" in answer.headers["Content-Type"]:
        assert isinstance(answer.body.get("message", answer.body.get("error")), str)


@pytest.mark.parametrize("path", POSTS)
def test_any_json_to_any_post_gets_a_clear_answer(world, path):
    keys = POSTS[path]
    values = st.fixed_dictionaries({}, optional={key: json_values | world.ids() for key in keys})
    token = world.eve.token if "logout" not in path else None

    @BOUNDS
    @given(name=world.ids(), body=values | json_values)
    def attack(name, body):
        check(world.server.call("POST", fill(path, name), raw=json.dumps(body).encode(), token=token))

    attack()
    assert world.eve.get("/api/me").status == 200


@pytest.mark.parametrize("path", POSTS)
def test_any_bytes_to_any_post_get_a_clear_answer(world, path):
    @BOUNDS
    @given(raw=st.binary(max_size=60), kind=st.sampled_from([
        "application/json", "application/x-www-form-urlencoded", "text/plain", "application/json; charset=klingon"]))
    def attack(raw, kind):
        token = world.eve.token if "logout" not in path else None
        check(world.server.call("POST", fill(path, "0" * 24), raw=raw, token=token, headers={"Content-Type": kind}))

    attack()


@pytest.mark.parametrize("path", GETS)
def test_any_query_to_any_get_gets_a_clear_answer(world, path):
    names = st.sampled_from(["page", "limit", "query", "query[]", "userIds", "before"]) | texts

    @BOUNDS
    @given(name=world.ids(), query=st.dictionaries(names, st.integers().map(str) | world.ids(), max_size=3))
    def attack(name, query):
        encoded = urllib.parse.urlencode(query, errors="surrogatepass")
        check(world.eve.get(fill(path, name) + "?" + encoded))

    attack()


@pytest.mark.parametrize("method, path", [("PUT", "/api/messages/chats/{id}/read"),
                                          ("DELETE", "/api/messages/messages/{id}"), ("PATCH", "/api/users/{id}")])
def test_any_id_to_the_other_methods_gets_a_clear_answer(world, method, path):
    @BOUNDS
    @given(name=world.ids())
    def attack(name):
        check(world.eve.call(method, fill(path, name)))

    attack()


@pytest.mark.parametrize("event", [*RELAYED, "typing", "user-activity", "client-leaving"])
def test_any_payload_of_any_event_is_acknowledged(world, event):
    payloads = json_values.filter(lambda value: "NaN" not in json.dumps(value) and "Infinity" not in json.dumps(value))
    shaped = st.fixed_dictionaries({}, optional={
        "callId": world.ids(), "targetUserId": world.ids(), "chatId": world.ids(), "isTyping": payloads,
        "offer": payloads, "answer": payloads, "candidate": payloads, "serverKey": payloads,
        "isAudioEnabled": payloads, "isVideoEnabled": payloads})

    @BOUNDS
    @given(payload=payloads | shaped)
    def attack(payload):
        answer = world.a.ask(event, payload)
        assert answer == {"ok": True} or answer["error"] in ("bad_payload", "not_in_call", "not_in_chat")

    attack()
    assert not [name for name in world.b.settled() if name in RELAYED]


def test_any_frame_leaves_the_others_alone(world):
    frames = st.text(max_size=30) | st.builds(
        "".join, st.tuples(st.sampled_from(["42", "40", "41", "43", "45", "4", "2", "3", "5", "1", "0", "6"]), texts))

    @settings(BOUNDS, max_examples=40)
    @given(frames=st.lists(frames, max_size=4))
    def attack(frames):
        culprit = Socket(world.eve)
        for frame in frames:
            if not culprit.closed:
                try:
                    culprit.send(frame.encode("utf-8", "replace").decode())
                except ConnectionError:
                    break
        assert world.b.settled()
        culprit.close()

    attack()


@given(st.text(max_size=60))
def test_a_frame_is_decoded_or_refused_but_never_surprises(text):
    if is_good_frame("4" + text):
        try:
            packet = StrictPacket(encoded_packet=text)
        except (ValueError, RecursionError):
            return
        assert packet.packet_type in (0, 1, 2) and packet.namespace in (None, "/")


@settings(max_examples=60, deadline=None)
@given(json_values)
def test_strict_json_gives_what_browsers_can_read(value):
    text = json.dumps(value)
    if "NaN" in text or "Infinity" in text:
        return
    assert StrictJson.loads(text) == value


@given(st.floats(min_value=0, max_value=4e9))
def test_times_survive_their_text_form_to_the_millisecond(seconds):
    assert abs(seconds_of(iso(seconds)) - seconds) < 0.0011


@given(st.none() | texts | st.integers().map(str), st.integers(1, 50), st.integers(1, 100))
def test_page_numbers_are_positive_and_bounded(text, fallback, most):
    assert 1 <= page_number(text, fallback, most) <= max(fallback, most)


@given(st.text(max_size=30) | st.integers() | st.none())
def test_clean_text_can_always_be_stored(value):
    if is_clean_text(value, 30):
        assert "\0" not in value.encode("utf-8").decode("utf-8")
    assert not is_id(value) or len(value) == 24


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 10), st.floats(0.1, 5))
def test_a_bucket_never_gives_more_than_its_rate(pauses, burst, per_second):
    now = [0.0]
    limits = Limits(clock=lambda: now[0], rates={"x": Rate(burst, per_second)})
    granted = 0
    for pause in pauses:
        now[0] += pause
        granted += limits.allow("x", "somebody")
    assert granted <= burst + now[0] * per_second + 1e-6


def test_every_timing_has_a_positive_default():
    assert all(value > 0 for value in vars(Timing()).values())
