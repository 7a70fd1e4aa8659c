"""Addresses against published vectors and the library's own derivation."""

import pytest
from eth_account import Account
from eth_account.hdaccount import key_from_seed, seed_from_mnemonic
from hypothesis import given, settings
from hypothesis import strategies as some

from apps.vaults.derivation import derive_address, path_of, read_seed

DEVELOPMENT_WORDS = "test test test test test test test test test test test junk"
"""The published words of the Hardhat and Anvil development networks."""


def test_the_first_addresses_of_the_development_words_are_the_published_ones() -> None:
    seed = seed_from_mnemonic(DEVELOPMENT_WORDS, "")
    assert derive_address(seed, 0, 0) == "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    assert derive_address(seed, 0, 1) == "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
    assert derive_address(seed, 0, 2) == "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"


def test_the_derivation_beneath_follows_the_first_vector_of_bip_32() -> None:
    seed = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
    key = key_from_seed(seed, "m/0'/1/2'/2/1000000000")
    assert key.hex() == "471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8"


def test_an_address_is_that_of_the_librarys_account_at_the_same_path() -> None:
    Account.enable_unaudited_hdwallet_features()
    expected = Account.from_mnemonic(DEVELOPMENT_WORDS, account_path=path_of(7, 3)).address
    assert derive_address(seed_from_mnemonic(DEVELOPMENT_WORDS, ""), 7, 3) == expected


@settings(max_examples=20, deadline=None)
@given(some.integers(0, 2**31 - 1), some.integers(0, 2**31 - 1))
def test_two_vaults_share_no_address(one: int, other: int) -> None:
    seed = b"\x07" * 64
    same = derive_address(seed, one, 0) == derive_address(seed, other, 0)
    assert same == (one == other)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "not set"), ("zz" * 32, "not hexadecimal"), ("ab" * 31, "31 bytes"), ("ab" * 65, "65 bytes")],
)
def test_a_bad_seed_is_refused_without_being_shown(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        read_seed(text)
    assert not text or text not in str(caught.value)


def test_a_seed_may_carry_the_hexadecimal_prefix() -> None:
    assert read_seed("0x" + "ab" * 32) == read_seed("ab" * 32)
