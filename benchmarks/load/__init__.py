"""The load generator: hand-rolled web sockets, so that its core is never the limit."""
