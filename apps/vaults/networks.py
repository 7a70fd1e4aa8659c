"""The networks that every vault has an address on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Network:
    """One chain; `index` is the last number of the derivation path, so it never changes once given."""

    name: str
    title: str
    chain_id: int
    index: int


NETWORKS = (
    Network("ethereum", "Ethereum", 1, 0),
    Network("arbitrum", "Arbitrum One", 42161, 1),
    Network("base", "Base", 8453, 2),
    Network("polygon", "Polygon PoS", 137, 3),
)
PRIMARY = NETWORKS[0]
BY_NAME = {network.name: network for network in NETWORKS}
