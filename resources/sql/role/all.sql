SELECT id, version, name, access_times, expiry, features, premises_id FROM roles ORDER BY name_folded
