"""The official conformance suite and the official clients, against a server process of ours."""
