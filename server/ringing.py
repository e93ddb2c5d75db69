"""What may pass between the two of a ringing call: no network address before both have agreed to it.

The callee agrees by accepting, the caller by the mark `ssc.warm` in his latest offer. Without it the
candidates of both, and whatever the callee's devices answer, wait for the accept, and the caller's offer
goes on without the addresses that browsers write into it. Pure: values in, values out.
"""

# What browsers write where an address is asked for and they tell none.
NOBODY = ("127.0.0.1", "0.0.0.0", "::1", "::")
# The events whose values can name addresses.
GUARDED = ("webrtc-offer", "webrtc-answer", "webrtc-ice-candidate")


def is_of_our_client(value) -> bool:
    return isinstance(value, dict) and isinstance(value.get("ssc"), dict)


def is_warm(offer) -> bool:
    """The caller lets the path be built while it rings."""
    return is_of_our_client(offer) and offer["ssc"].get("warm") is True


def is_note(event: str, payload: dict) -> bool:
    """A word between two clients of one kind, in the shape of a candidate that names nothing."""
    candidate = payload.get("candidate")
    if event != "webrtc-ice-candidate" or candidate.get("candidate") != "":
        return False
    return isinstance(candidate.get("ssc"), dict) and isinstance(candidate["ssc"].get("note"), str)


def without_addresses(sdp: str) -> tuple[str, list[dict]]:
    """The description with no address in it, and its candidates as they would have come one by one."""
    kept, candidates, mids, fragments = [], [], {}, {}
    section = -1
    for line in sdp.split("\n"):
        if line.startswith("m="):
            section += 1
        elif line.startswith("a=mid:"):
            mids[section] = line[6:].strip()
        elif line.startswith("a=ice-ufrag:"):
            fragments[section] = line[12:].strip()
        elif line.startswith("a=candidate:"):
            candidates.append((section, line[2:].strip()))
            continue
        elif line.startswith("a=end-of-candidates"):
            continue
        ending = "\r" if line.endswith("\r") else ""
        # Browsers name nobody in the origin, and clients know a connection again by it: it stays as it is then.
        if line.startswith("o=") and line.split()[-1] not in NOBODY:
            line = " ".join([*line.split()[:-1], "0.0.0.0"]) + ending
            line = line.replace(" IP6 ", " IP4 ")
        elif line.startswith("c="):
            line = "c=IN IP4 0.0.0.0" + ending
        elif line.startswith("a=rtcp:"):
            line = "a=rtcp:9 IN IP4 0.0.0.0" + ending
        kept.append(line)
    return "\n".join(kept), [_trickled(text, at, mids, fragments) for at, text in candidates]


def _trickled(text: str, section: int, mids: dict, fragments: dict) -> dict:
    out = {"candidate": text, "sdpMid": mids.get(section, str(max(section, 0))), "sdpMLineIndex": max(section, 0)}
    fragment = fragments.get(section, fragments.get(-1))
    return {**out, "usernameFragment": fragment} if fragment else out
