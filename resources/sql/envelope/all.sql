SELECT generation, version, cms, signing_public_key, created_at, retired_at FROM envelopes ORDER BY generation
