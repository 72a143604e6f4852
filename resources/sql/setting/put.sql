INSERT INTO settings (name, version, document) VALUES ($1, 1, $2) ON CONFLICT (name) DO UPDATE SET document = excluded.document, version = settings.version + 1
