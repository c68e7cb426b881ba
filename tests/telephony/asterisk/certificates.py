"""An authority of the tests and a certificate for this machine, as files that a switch reads."""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Papers:
    """Files in PEM: a certificate for localhost, its key, and whom to believe."""

    certificate: Path
    key: Path
    authorities: Path


def make_papers(folder: Path) -> Papers:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name("An authority of the tests"), _name("localhost")
    root = (
        _begin(root_name, root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    places = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        _begin(name, root_name, key.public_key())
        .add_extension(x509.SubjectAlternativeName(places), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    papers = Papers(certificate=folder / "switch.crt", key=folder / "switch.key", authorities=folder / "root.crt")
    papers.authorities.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    papers.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    papers.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return papers


def _begin(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
