SELECT generation_due FROM system WHERE one = 1
