SELECT id, version, owner_id, wizard, document, changed_at FROM drafts ORDER BY changed_at DESC, id
