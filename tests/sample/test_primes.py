from __future__ import annotations

import subprocess

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from mingzheng.sample.primes import prime, rsa_key


def test_openssl_calls_them_prime() -> None:
    numbers = [prime(f"test {i}", 512) for i in range(20)] + [prime("test", 1024)]
    arguments = ["openssl", "prime", *map(str, numbers)]
    answer = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    lines = answer.splitlines()
    assert len(lines) == len(numbers)
    assert all(line.endswith(") is prime") for line in lines)
    assert [number.bit_length() for number in numbers] == [512] * 20 + [1024]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("bits", [1024, 2048])
def test_keys_sign(bits: int) -> None:
    numbers = rsa_key("test", bits)
    assert numbers.public_numbers.n.bit_length() == bits
    key = numbers.private_key()
    scheme, hashed = padding.PKCS1v15(), hashes.SHA256()
    key.public_key().verify(key.sign(b"text", scheme, hashed), b"text", scheme, hashed)


def test_a_label_gives_one_key() -> None:
    one = rsa_key("same", 1024).public_numbers.n
    rsa_key.cache_clear()
    assert rsa_key("same", 1024).public_numbers.n == one
    assert rsa_key("other", 1024).public_numbers.n != one
