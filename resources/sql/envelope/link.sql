UPDATE envelopes SET linked = $2 WHERE generation = $1
