DELETE FROM blocklist_strangers WHERE blocking_group_id = $1 AND number = $2
