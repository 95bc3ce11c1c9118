"""Where tokens come from. Floor 2: each file is one engine behind :class:`husky_kernel.agent.protocols.Engine`."""
