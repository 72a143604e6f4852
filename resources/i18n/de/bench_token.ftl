error-bench-token-state = Die Datei des simulierten Tokens lässt sich nicht lesen oder schreiben.
error-bench-token-state-remedy = Prüfen Sie, dass das Verzeichnis des Prüfstands besteht, dass Sie dort schreiben dürfen und dass der Datenträger nicht voll ist.
error-bench-token-unreadable = Die Datei des simulierten Tokens ist beschädigt.
error-bench-token-unreadable-remedy = Entfernen Sie die Datei und legen Sie einen neuen Token an.
error-bench-token-exists = Einen simulierten Token dieses Namens gibt es schon.
error-bench-token-exists-remedy = Wählen Sie einen anderen Namen.
error-bench-token-unknown = Einen simulierten Programmierschlüssel dieses Namens gibt es nicht.
error-bench-token-unknown-remedy = Legen Sie ihn an mit: keywright bench DIR new token NAME
