"""What pkilint finds in certificates, by those of its checks that Mingzheng makes as well.

    python with_pkilint.py FILE

In the environment that bench_content.py makes for it. FILE holds certificates, each as four
octets of its length and its DER. Prints one JSON object: processor seconds, and per rule of ours
the places of the certificates that pkilint's checks find fault with.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pkilint import loader, pkix
from pkilint.pkix import certificate, extension, name
from pkilint.pkix.certificate import (
    certificate_extension,
    certificate_validator,
    certificate_validity,
)

RULES = {
    "pkix.certificate_serial_number_out_of_range": "content.serial_invalid",
    "pkix.certificate_signature_algorithm_mismatch": "content.algorithm_mismatch",
    "pkix.certificate_negative_validity_period": "content.validity_invalid",
    "pkix.certificate_version_is_not_v3": "content.profile_incomplete",
    "pkix.certificate_skid_end_entity_missing": "content.profile_incomplete",
    "pkix.authority_key_identifier_extension_absent": "content.profile_incomplete",
}
"""pkilint's finding → the rule that says the same."""


def checks() -> object:
    """Decoding of extensions, and the six checks that both make."""
    return certificate.create_pkix_certificate_validator_container(
        certificate.create_decoding_validators(
            name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS
        ),
        [],
    )


def only(container: object) -> None:
    """Leave of the outermost checks those that both make, and the decoding."""
    wanted = (
        certificate_validator.CorrectVersionValidator,
        certificate_validator.SignatureAlgorithmMatchValidator,
        certificate_extension.SubjectKeyIdentifierPresenceValidator,
        certificate_extension.AuthorityKeyIdentifierPresenceValidator,
        pkix.CertificateSerialNumberValidator,
    )
    decoding, *others = container.validators
    container.validators = [
        decoding,
        *(each for each in others if isinstance(each, wanted)),
        certificate_validity.CertificateSaneValidityPeriodValidator(),
    ]


def certificates(octets: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(octets):
        size = int.from_bytes(octets[at : at + 4], "big")
        found.append(octets[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def main() -> None:
    ders = certificates(Path(sys.argv[1]).read_bytes())
    container = checks()
    only(container)
    found: dict[str, set[int]] = {rule: set() for rule in RULES.values()}
    began = time.process_time()
    for place, der in enumerate(ders):
        results = container.validate(loader.load_certificate(der, str(place)).root)
        for result in results:
            for finding in result.finding_descriptions:
                if finding.finding.code in RULES:
                    found[RULES[finding.finding.code]].add(place)
    seconds = time.process_time() - began
    faults = {rule: sorted(places) for rule, places in found.items()}
    print(json.dumps({"seconds": seconds, "checks": len(RULES), "faults": faults}))


if __name__ == "__main__":
    main()
