UPDATE envelopes SET cms = $3, version = version + 1 WHERE generation = $1 AND version = $2 RETURNING version
