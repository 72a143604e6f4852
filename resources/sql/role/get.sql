SELECT id, version, name, access_times, expiry, features, premises_id FROM roles WHERE id = $1
