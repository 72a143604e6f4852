DELETE FROM drafts WHERE owner_id = $1
