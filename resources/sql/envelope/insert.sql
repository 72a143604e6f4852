INSERT INTO envelopes (generation, version, cms, signing_public_key, created_at) VALUES ($1, 1, $2, $3, $4)
