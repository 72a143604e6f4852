UPDATE system SET next_blocking_group = next_blocking_group + 1 WHERE one = 1 RETURNING next_blocking_group - 1
