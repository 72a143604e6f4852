INSERT INTO envelopes (generation, version, cms, signing_public_key, created_at, retired_at) VALUES ($1, 1, $2, $3, $4, $5)
ON CONFLICT (generation) DO UPDATE SET cms = excluded.cms, retired_at = coalesce(envelopes.retired_at, excluded.retired_at), version = envelopes.version + 1
