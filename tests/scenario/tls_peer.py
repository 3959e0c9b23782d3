"""The other end of TLS: certificates made for a test, and a client that decides what goes into which record and
which packet."""

import os
import socket
import ssl
import subprocess

from house import PATIENCE


def make_pair(folder, name="first", key="ec"):
    """Certificate and key in files of that name; handed back as their paths."""
    certificate, private = folder / f"{name}.crt", folder / f"{name}.key"
    kind = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "rsa": ["rsa:2048"]}[key]
    subprocess.run(["openssl", "req", "-x509", "-newkey", *kind, "-nodes", "-days", "30", "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", private, "-out", certificate],
                   check=True, capture_output=True)
    return certificate, private


def let_expire(pair):
    subprocess.run(["openssl", "x509", "-in", pair[0], "-signkey", pair[1], "-days", "-1", "-out", pair[0]],
                   check=True, capture_output=True)


def lock(pair, into):
    """The key behind a passphrase."""
    subprocess.run(["openssl", "pkey", "-in", pair[1], "-aes256", "-passout", "pass:secret", "-out", into],
                   check=True, capture_output=True)


def put(folder, pair, name="shown"):
    """Lays the pair where the program reads it, each file swapped in one step; handed back as configuration."""
    for source, end in zip(pair, ("crt", "key")):
        beside = folder / f"{name}.{end}.new"
        beside.write_bytes(source.read_bytes())
        os.rename(beside, folder / f"{name}.{end}")
    return f"{{certificate: {folder}/{name}.crt, key: {folder}/{name}.key}}"


def trusting(*pairs, **settings):
    """How a client speaks that trusts these certificates and no others."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for certificate, _ in pairs:
        context.load_verify_locations(certificate)
    for name, value in settings.items():
        setattr(context, name, value)
    return context


class Peer:
    """A client of TLS over a plain socket: nothing leaves before it is told to."""

    def __init__(self, port, context, name="localhost"):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.come, self.go = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.come, self.go, server_hostname=name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _pump(self, step):
        """What the step gives, once enough has come for it; None where the server ends instead."""
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self.flush()
                more = self.socket.recv(65536)
                if not more:
                    return None
                self.come.write(more)

    def greet(self, size=None):
        """The handshake, its bytes sent in pieces of that size."""
        while True:
            try:
                self.tls.do_handshake()
                return self.flush(size)
            except ssl.SSLWantReadError:
                self.flush(size)
                more = self.socket.recv(65536)
                if not more:
                    raise ConnectionError("ended in the handshake")
                self.come.write(more)

    def flush(self, size=None):
        waiting = self.go.read()
        for at in range(0, len(waiting), size or len(waiting) or 1):
            self.socket.sendall(waiting[at:at + (size or len(waiting))])

    def put(self, *records):
        """Each in a record of its own (or several, beyond 16 KiB); sends nothing."""
        for record in records:
            while record:
                record = record[self.tls.write(record):]

    def send(self, *records, size=None):
        self.put(*records)
        self.flush(size)

    def say_last(self):
        """That nothing more will come; the way back stays open."""
        try:
            self.tls.unwrap()
        except ssl.SSLWantReadError:
            pass
        self.flush()

    def read_all(self):
        """All that comes until the server ends, and whether it said so."""
        received, said = b"", False
        while True:
            try:
                more = self._pump(lambda: self.tls.read(65536))
            except ssl.SSLZeroReturnError:
                more, said = b"", True
            if not more:
                return received, said or more == b""
            received += more
