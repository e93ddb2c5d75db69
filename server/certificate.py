"""A self-signed certificate, for trying a phone in the local network: browsers want https for cameras.

Made once with the openssl program and kept beside the database.
"""

import os
import ssl
import subprocess
from pathlib import Path

from .config import SetupError

DAYS = 825


def tls_context(database: Path, host: str) -> ssl.SSLContext:
    key, certificate = database.with_name(database.name + ".key.pem"), database.with_name(database.name + ".cert.pem")
    if not key.exists() or not certificate.exists():
        _make(key, certificate, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as problem:
        raise SetupError(f"The certificate {certificate} cannot be used: delete it and {key.name}, "
                         "and start again.") from problem
    return context


def _make(key: Path, certificate: Path, host: str) -> None:
    names = "DNS:localhost,IP:127.0.0.1"
    if host.replace(".", "").isdigit() and host not in ("127.0.0.1", "0.0.0.0"):
        names += f",IP:{host}"
    old_mask = os.umask(0o077)
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", str(key), "-out", str(certificate), "-days", str(DAYS), "-subj", "/CN=SocialSpace Call",
             "-addext", f"subjectAltName={names}"], check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as problem:
        raise SetupError("No certificate could be made: install the openssl program, or leave --tls out.") from problem
    finally:
        os.umask(old_mask)
