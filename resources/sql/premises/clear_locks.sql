DELETE FROM premises_locks WHERE premises_id = $1
