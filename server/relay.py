"""Signalling between the two participants of a live call, and to nobody else.

Each event is checked for shape and size, then rebuilt: only the listed keys survive, while the values of
offer, answer and candidate pass untouched, with extra members. Knows nothing of sockets or HTTP.
"""

import json

from .ringing import GUARDED, is_note, is_of_our_client, is_warm, without_addresses

MOST_SDP_CHARACTERS = 200_000
MOST_EXTRA_BYTES = 16_384
MOST_CANDIDATE_BYTES = 4096
MOST_SERVER_KEY_CHARACTERS = 64


def size_of(value) -> int:
    return len(json.dumps(value, separators=(",", ":")))


def _is_description(value, kinds: tuple[str, ...]) -> bool:
    return (isinstance(value, dict) and value.get("type") in kinds and isinstance(value.get("sdp"), str)
            and len(value["sdp"]) <= MOST_SDP_CHARACTERS
            and size_of({**value, "sdp": ""}) <= MOST_EXTRA_BYTES)


def _is_index(value) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 65536)


def _is_candidate(value) -> bool:
    return (isinstance(value, dict) and isinstance(value.get("candidate"), str)
            and isinstance(value.get("sdpMid"), str | None) and _is_index(value.get("sdpMLineIndex"))
            and size_of(value) <= MOST_CANDIDATE_BYTES)


def _is_server_key(value) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MOST_SERVER_KEY_CHARACTERS


# event -> (key of its value or None, check of the value)
EVENTS = {
    "webrtc-offer": ("offer", lambda value: _is_description(value, ("offer",))),
    "webrtc-answer": ("answer", lambda value: _is_description(value, ("answer", "pranswer"))),
    "webrtc-ice-candidate": ("candidate", _is_candidate),
    "webrtc-change-server": ("serverKey", _is_server_key),
    "call-audio-toggle": ("isAudioEnabled", lambda value: isinstance(value, bool)),
    "call-video-toggle": ("isVideoEnabled", lambda value: isinstance(value, bool)),
    "call-video-upgrade": (None, lambda value: True),
}


class Relay:
    def __init__(self, hub):
        self._calls = hub.calls
        self._limits = hub.limits
        self._outbox = hub.outbox
        self._presence = hub.presence

    def pass_on(self, event: str, connection, payload) -> dict:
        """The acknowledgement for the sender."""
        if not self._limits.allow("signal", connection.user_id):
            return {"ok": False, "error": "rate_limited"}
        key, is_good = EVENTS[event]
        if not isinstance(payload, dict) or not is_good(payload.get(key) if key else None):
            return {"ok": False, "error": "bad_payload"}
        if not self._limits.allow("signal_bytes", connection.user_id, cost=size_of(payload)):
            return {"ok": False, "error": "rate_limited"}
        call = self._calls.live(payload.get("callId"))
        target = call and call.other(connection.user_id)
        if target is None or payload.get("targetUserId") != target:
            return {"ok": False, "error": "not_in_call"}
        if is_of_our_client(payload.get(key)):
            self._calls.will_tell(call, connection.user_id)
        rebuilt = {"callId": call.id, **({key: payload[key]} if key else {}), **_sender(event, connection)}
        return self._deliver(event, call, connection, target, rebuilt)

    def _deliver(self, event: str, call, connection, target: str, rebuilt: dict) -> dict:
        if call.status == "pending" and event in GUARDED and not is_note(event, rebuilt):
            if connection.user_id == call.callee_id:
                return self._from_callee(event, call, rebuilt)
            return self._offered(call, rebuilt) if event == "webrtc-offer" else self._from_caller(event, call, rebuilt)
        return self._pass(event, call, target, rebuilt)

    def _pass(self, event: str, call, target: str, rebuilt: dict) -> dict:
        if self._presence.is_connected(target):
            self._outbox.to_user(target, event, rebuilt)
            return {"ok": True}
        return self._kept(self._calls.keep(call, target, event, rebuilt))

    def _offered(self, call, rebuilt: dict) -> dict:
        """The caller's offer is kept for devices that come later; a warm one lets go what waited for it."""
        was_warm = call.is_warm
        if not is_warm(rebuilt["offer"]):
            sdp, candidates = without_addresses(rebuilt["offer"]["sdp"])
            for candidate in candidates:
                self._calls.hold(call, call.callee_id, "webrtc-ice-candidate", {
                    **{key: value for key, value in rebuilt.items() if key != "offer"}, "candidate": candidate})
            rebuilt = {**rebuilt, "offer": {**rebuilt["offer"], "sdp": sdp}}
        call.offer = rebuilt
        self._outbox.to_user(call.callee_id, "webrtc-offer", rebuilt)
        if call.is_warm and not was_warm:
            self._calls.release(call)
        return {"ok": True}

    def _from_caller(self, event: str, call, rebuilt: dict) -> dict:
        """Kept in either case: a device that comes later needs it too."""
        if not self._calls.hold(call, call.callee_id, event, rebuilt):
            return self._kept(False)
        if not call.is_warm:
            return self._kept(True)
        self._outbox.to_user(call.callee_id, event, rebuilt)
        return {"ok": True}

    def _from_callee(self, event: str, call, rebuilt: dict) -> dict:
        if call.is_warm:
            return self._pass(event, call, call.caller_id, rebuilt)
        return self._kept(self._calls.hold(call, call.caller_id, event, rebuilt))

    @staticmethod
    def _kept(has_room: bool) -> dict:
        return {"ok": True, "held": True} if has_room else {"ok": False, "error": "rate_limited"}


def _sender(event: str, connection) -> dict:
    if event.startswith("webrtc-"):
        return {"fromUserId": connection.user_id, "fromUsername": connection.username}
    return {"userId": connection.user_id, "username": connection.username}
