SELECT generations_seen FROM system WHERE one = 1
