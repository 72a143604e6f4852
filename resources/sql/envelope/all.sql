SELECT generation, version, cms, signing_public_key, created_at, retired_at, linked FROM envelopes ORDER BY generation
