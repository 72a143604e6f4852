UPDATE envelopes SET retired_at = $2 WHERE generation = $1 AND retired_at IS NULL
