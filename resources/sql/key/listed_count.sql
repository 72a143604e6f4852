SELECT count(*) FROM keys WHERE state <> 'deleted'
