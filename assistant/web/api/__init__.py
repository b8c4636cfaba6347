"""What other programs get: the HTTP API and the MCP tools, from the functions of the command."""
