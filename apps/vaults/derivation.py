"""Vault addresses from one seed (BIP-32, BIP-44). Keys exist only while an address is worked out.

The vault's index is hardened: whoever learns one of its keys learns nothing about another vault.
"""

LEAST_SEED_BYTES = 32
MOST_SEED_BYTES = 64


def read_seed(text: str) -> bytes:
    """The seed of its hexadecimal spelling, 32 to 64 bytes. ValueError says what is wrong, never the text."""
    if not text:
        raise ValueError("VAULT_SEED is not set")
    try:
        seed = bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        raise ValueError("VAULT_SEED is not hexadecimal") from None
    if not LEAST_SEED_BYTES <= len(seed) <= MOST_SEED_BYTES:
        raise ValueError(
            f"VAULT_SEED has {len(seed)} bytes; it needs {LEAST_SEED_BYTES} to {MOST_SEED_BYTES}"
        )
    return seed


def path_of(vault_index: int, network_index: int) -> str:
    """The derivation path of a vault's address on a network."""
    return f"m/44'/60'/{vault_index}'/0/{network_index}"


def derive_address(seed: bytes, vault_index: int, network_index: int) -> str:
    """The checksummed address (EIP-55) at a vault's path.

    Its library works out pairings of curves as it is loaded, half a second that only needs to be spent by a
    process that opens a vault.
    """
    from eth_account import Account  # noqa: PLC0415
    from eth_account.hdaccount import key_from_seed  # noqa: PLC0415

    key = key_from_seed(seed, path_of(vault_index, network_index))
    return str(Account.from_key(key).address)
