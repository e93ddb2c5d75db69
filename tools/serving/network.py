"""The addresses of this machine in its network, for the links that a phone needs."""
import array
import fcntl
import socket
import struct

kGetAddress = 0x8915  # SIOCGIFADDR
kNameBytes = 16


def interface_address(probe, name):
    """The IPv4 address of a network interface, or None."""
    request = array.array("B", struct.pack("256s", name.encode()[:kNameBytes - 1]))
    try:
        fcntl.ioctl(probe.fileno(), kGetAddress, request)
    except OSError:
        return None
    return socket.inet_ntoa(request.tobytes()[20:24])


def own_addresses():
    """All IPv4 addresses but this machine's own loop, in the order of its interfaces."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            found = [interface_address(probe, name) for _, name in socket.if_nameindex()]
        except OSError:
            return []  # a system that tells none
    return [address for address in found if address and not address.startswith("127.")]
