"""What the CA declares about its evidence: evidence.toml and the parameters of the audit."""
