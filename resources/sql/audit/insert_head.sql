INSERT INTO audit_heads (sequence, hash, signature, signer_generation, signed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (sequence) DO UPDATE SET signature = excluded.signature, signer_generation = excluded.signer_generation, signed_at = excluded.signed_at
