SELECT sequence, hash, signature, signer_generation, signed_at FROM audit_heads ORDER BY sequence
