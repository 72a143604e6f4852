INSERT INTO search_terms (term, user_id, origin) VALUES ($1, $2, $3) ON CONFLICT (term, user_id, origin) DO NOTHING
