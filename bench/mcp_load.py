"""What `bench.mcp` asks: one call of a tool in the newer era of the protocol."""

from bench.http_load import Asking

TOOL = "get_market_data"
VERSION = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": VERSION,
    "io.modelcontextprotocol/clientCapabilities": {},
}
BODY = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": TOOL, "arguments": {"symbol": "BTC/USD"}, "_meta": META},
}


def calling(port: int, key: str) -> Asking:
    """The request to a server."""
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": VERSION,
        "Mcp-Method": "tools/call",
        "Mcp-Name": TOOL,
    }
    return Asking(port, "POST", "/mcp", headers, BODY, b'"structuredContent"', b'"isError":true')
