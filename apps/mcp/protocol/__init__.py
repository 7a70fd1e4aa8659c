"""The Model Context Protocol at `/mcp`: translates in, calls the gateway or a selector, translates out."""
