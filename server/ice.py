"""The ICE servers a client should use, with TURN credentials that expire.

The credentials follow the shared-secret scheme of coturn (use-auth-secret): the name is
"<expiry>:<user>", the credential the base64 of HMAC-SHA1(secret, name).
"""

import base64
import hashlib
import hmac
import time


def turn_credentials(secret: str, user_id: str, expiry: int) -> dict:
    name = f"{expiry}:{user_id}"
    digest = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return {"username": name, "credential": base64.b64encode(digest).decode()}


def ice_servers(settings, user_id: str) -> dict:
    ttl = int(settings.timing.turn_credentials)
    servers = []
    if settings.stun_urls:
        servers.append({"urls": list(settings.stun_urls)})
    if settings.turn_urls:
        servers.append({"urls": list(settings.turn_urls),
                        **turn_credentials(settings.turn_secret, user_id, int(time.time()) + ttl)})
    return {"iceServers": servers, "ttl": ttl}
