SELECT id, version, owner_id, wizard, document, changed_at FROM drafts WHERE id = $1
