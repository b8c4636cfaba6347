"""The server: the page, the API and MCP tools, sign-in, and background jobs."""
