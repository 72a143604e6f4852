# Words of the list screens, the settings and the bench.
window-yes = Ja
window-no = Nein
window-none = Keine
window-nobody = Niemand
window-everywhere = Überall
window-kind = Art
window-state = Zustand
window-column-number = Nummer
window-column-serial = Seriennummer
window-filter-all = Alle
window-list-empty = Hier ist noch nichts.
window-list-none = Nichts passt.
window-rows-count = { $count ->
    [one] { $count } insgesamt
   *[other] { $count } insgesamt
    }
window-rows-newest = Die neuesten { $count }
window-todo-count = { $count ->
    [one] { $count } Aufgabe
   *[other] { $count } Aufgaben
    }
window-count-locks = { $count ->
    [one] { $count } Schloss
   *[other] { $count } Schlösser
    }
window-count-groups = { $count ->
    [one] { $count } Gruppe
   *[other] { $count } Gruppen
    }
window-count-rights = { $count ->
    [one] { $count } Recht
   *[other] { $count } Rechte
    }
window-count-operators = { $count ->
    [one] { $count } Bediener
   *[other] { $count } Bediener
    }
window-count-behind = { $count ->
    [one] { $count } veraltet
   *[other] { $count } veraltet
    }
window-count-carriers = { $count ->
    [one] { $count } Schlüssel
   *[other] { $count } Schlüssel
    }
window-count-version = Version { $count }
window-user-role = Benutzerrolle
window-user-roles = Benutzerrollen
window-administrator-role = Administratorrolle
window-administrator-roles = Administratorrollen
window-rights = Rechte
window-right = { permission }
window-operators = Bediener
window-operator = Bediener
window-operator-user = Benutzer
window-operator-password = Neues Passwort
window-operator-password-hint = Mindestens 8 Zeichen; niemand sonst erfährt es.
window-operator-password-again = Neues Passwort noch einmal
window-operator-own-password = Ihr eigenes Passwort
window-operator-own-password-hint = Nur damit lassen sich die Passwörter der anderen ändern.
window-operator-remove-body = Mit dem Passwort geht das Recht, sich anzumelden. Der Benutzer bleibt, mit Schlüsseln und Zutritt.
window-set-password = Passwort setzen
window-linked-premises = Verknüpfte Räume
window-linked-roles = Verknüpfte Rollen
window-common-premises = Gemeinschaftsbereich
window-premises-inside = Räume darin
window-premises-parent = Liegt in
window-premises-parent-hint = Leer lassen für ein eigenes Gebäude.
window-private-hint = Hier wohnt oder arbeitet jemand für sich; Zutritt darf geteilt werden.
window-lock-groups = Schlossgruppen
window-lock-number = Schloss { $number }
window-group-number = Gruppe { $number }
window-lock-kind-fob = Anhängerschloss
window-lock-kind-hybrid = Hybridschloss
window-lock-kind-pin = PIN-Schloss
window-lock-clock = Hat eine Uhr
window-lock-clock-hint = Ohne Uhr öffnet es nur für unbeschränkte Einträge.
window-lock-not-deployed = Nicht ausgestattet
window-lock-deployed = Ausgestattet
window-lock-pending = Ausstehend
window-blocking-group = Sperrgruppe
window-deployed-at = Ausgestattet am
window-blocklist-version = Version der Sperrliste
window-not-yet-at-door = Noch nicht an der Tür
window-still-at-door = Noch an der Tür
window-blocklist = Sperrliste
window-entries-used = Belegte Einträge
window-spread = Verbreitung
window-carriers = Träger
window-locks-behind = Veraltete Schlösser
window-blocked-keys = Gesperrte Schlüssel
window-entry-removable = Entbehrlich
window-entry-stranger = Unbekannter Schlüssel
window-blocklist-signed = Verteilbar
window-blocklist-unsigned = Noch nicht verteilbar
window-holder = Inhaber
window-holder-none = Niemand; wartet auf Inhaber
window-chip-number = Chipnummer
window-stamp = Prägung
window-written-at = Zuletzt geschrieben
window-generation = Generation
window-written-wanted = Vom Geschriebenen zum Gewollten
window-no-difference = Das Medium enthält, was es soll.
window-title-fob = Schlüsselanhänger { $number }
window-title-phone = Telefonschlüssel { $number }
window-title-k5 = K5-Schlüssel { $number }
window-return-key = Zurücknehmen und leeren
window-block-key = Sperren
window-deploy = Ausstatten
window-deploy-title = Schloss ausstatten
window-deploying-visit = Die Konfiguration wird dem Schloss übergeben. Stehen Sie an der Tür.
window-deploying-done = Das Schloss { $uid } hat seine Konfiguration angenommen und gleich zurückgegeben.
window-emptying-done = Geleert: { $uid }. Die Werksschlüssel öffnen ihn wieder.
window-emptying-known-fob = Ein programmierter Schlüsselanhänger liegt auf dem Kodierer.
window-emptying-lay-fob = Legen Sie den zurückgenommenen Schlüsselanhänger auf den Kodierer.
window-expiry-never = Nie
window-add-role = Rolle hinzufügen
window-add-administrator-role = Administratorrolle hinzufügen
window-add-operator = Bediener hinzufügen
window-add-premises = Räume hinzufügen
window-add-lock = Schloss hinzufügen
window-add-lock-group = Schlossgruppe hinzufügen
window-add-blocking-group = Sperrgruppe hinzufügen
window-edit-title = { $name } ändern
window-role-premises = Gehört zu
window-role-premises-hint = Leer lassen für das ganze System.
window-role-scope = Räume (keine = überall)
window-times-hint = Zum Beispiel Mo-Fr 07:00-18:00, Sa 10:00-14:00. Leer = immer.
window-expiry-hint = Stunden seit dem letzten Programmieren, nach denen der Schlüssel nichts öffnet. Leer = nie.
window-choose-none = Keine
window-saved = Gespeichert.
window-saved-pending = { $count ->
    [one] Gespeichert. { $count } Schlüssel muss neu geschrieben werden.
   *[other] Gespeichert. { $count } Schlüssel müssen neu geschrieben werden.
    }
window-removed = Entfernt.
window-blocked = Gesperrt. Die neue Liste wird bei der nächsten Sitzung mit einem Programmierschlüssel signiert.
window-exported = { $count ->
    [one] { $count } Eintrag wurde in die Datei geschrieben.
   *[other] { $count } Einträge wurden in die Datei geschrieben.
    }
window-remove-title = { $name } entfernen?
window-remove-body = Was noch verknüpft ist, lässt sich nicht entfernen.
window-block-title = { $name } sperren?
window-block-body = Der Schlüssel kommt auf die Sperrliste jeder Gruppe, deren Schlösser er öffnen kann. Eine Tür weist ihn ab, sobald die neue Liste sie erreicht hat.
window-not-blocked = Nicht sperren
window-block-now = Jetzt sperren
window-export = Exportieren
window-export-title = Protokoll in eine Datei schreiben
window-export-file = Datei (CSV)
window-todo-what = Was
window-todo-why = Warum
window-todo-act = Nächster Schritt
window-todo-drafts = Entwürfe
window-todo-tasks = Aufträge
window-todo-pending = Ausstehend
window-todo-doors = Zu besuchende Türen
window-todo-failed = Fehlgeschlagen
window-todo-draft = Er hat noch kein Medium.
window-todo-task = Ein bestätigtes Schreiben ist nicht beendet.
window-todo-pending-why = Sein Medium enthält etwas anderes, als es soll.
window-todo-write-failed = Das letzte Schreiben ist fehlgeschlagen.
window-todo-empty-failed = Das Leeren ist fehlgeschlagen.
window-todo-door = Jemand muss die Tür mit der neuen Konfiguration besuchen.
window-todo-unsigned = Ein gesperrter Schlüssel öffnet, bis die Liste signiert und zu den Türen getragen ist.
window-sign-lists = Listen signieren
window-signing-why = Jede wartende Sperrliste wird mit dem Programmierschlüssel signiert. Danach tragen Anhänger sie zu den Schlössern.
window-signing-done = { $count ->
    [0] Keine Liste wartete auf die Signatur.
    [one] Eine Liste ist signiert. Der nächste Anhänger, der geschrieben oder an eine Tür gehalten wird, trägt sie.
   *[other] { $count } Listen sind signiert. Die nächsten geschriebenen Anhänger tragen sie.
    }
window-log-time = Zeit
window-log-operator = Bediener
window-log-done = Was getan wurde
window-log-subject = Woran
window-log-details = Einzelheiten
window-log-users = Benutzer
window-log-keys = Schlüssel
window-log-locks = Schlösser
window-log-places = Rollen und Räume
window-log-system = System
window-erased = Gelöscht
window-setting-language = Sprache
window-setting-theme = Farben
window-setting-text-size = Schriftgröße
window-setting-scale = Größe des Fensters
window-setting-lock = Fenster von selbst sperren
window-setting-encoder = Kodierer
window-encoder-by-itself = Wird von selbst gefunden
window-encoder-by-itself-detail = Genommen, wenn nur einer antwortet
window-encoder-answers = Ein Kodierer antwortet
window-encoder-silent = Nichts hat geantwortet
window-encoder-unasked = Von einem anderen Programm benutzt oder nicht geprüft
window-settings-hold = Was gewählt ist, gilt sofort, für Sie an diesem Rechner.
window-theme-light = Hell
window-theme-dark = Dunkel
window-theme-high-contrast = Hoher Kontrast
window-text-normal = Normal
window-text-large = Groß
window-text-larger = Größer
window-lock-never = Nie
window-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
    }
window-shortcut-program = Programmieren, was auf dem Kodierer liegt
window-shortcut-lock = Fenster sperren
window-log-action = { $action ->
    [user-added] Benutzer hinzugefügt
    [user-changed] Benutzer geändert
    [user-removed] Benutzer entfernt
    [person-erased] Person gelöscht
    [source-added] Rolle oder Räume gegeben
    [source-changed] Rolle oder Räume geändert
    [source-removed] Rolle oder Räume entzogen
    [key-added] Schlüssel hinzugefügt
    [key-changed] Schlüssel geändert
    [key-task] Schreiben bestätigt
    [key-writing] Schlüssel wird geschrieben
    [key-programmed] Schlüssel programmiert
    [key-handed-over] Schlüssel übergeben
    [key-returned] Schlüssel zurückgenommen
    [key-write-failed] Schreiben fehlgeschlagen
    [key-empty-failed] Leeren fehlgeschlagen
    [key-blocked] Schlüssel gesperrt
    [key-replaced] Schlüssel ersetzt
    [key-deleted] Entwurf entfernt
    [key-written-off] Schlüssel abgeschrieben
    [unknown-fob-emptying] Leeren eines Anhängers eines unbekannten Schlüssels begonnen
    [unknown-fob-emptied] Anhänger eines unbekannten Schlüssels geleert
    [task-queued] Auftrag eingereiht
    [task-done] Auftrag erledigt
    [task-failed] Auftrag fehlgeschlagen
    [task-cancelled] Auftrag abgebrochen
    [write-begun] Schreiben begonnen
    [write-interrupted] Schreiben unterbrochen
    [lock-added] Schloss hinzugefügt
    [lock-changed] Schloss geändert
    [lock-removed] Schloss entfernt
    [lock-deployed] Schloss ausgestattet
    [lock-deployment-begun] Ausstatten begonnen
    [lock-group-added] Schlossgruppe hinzugefügt
    [lock-group-changed] Schlossgruppe geändert
    [lock-group-removed] Schlossgruppe entfernt
    [blocking-group-added] Sperrgruppe hinzugefügt
    [blocking-group-changed] Sperrgruppe geändert
    [blocking-group-removed] Sperrgruppe entfernt
    [blocklist-key-added] Schlüssel auf Sperrliste gesetzt
    [blocklist-key-removed] Schlüssel von Sperrliste genommen
    [blocklist-signed] Sperrliste signiert
    [role-added] Rolle hinzugefügt
    [role-changed] Rolle geändert
    [role-removed] Rolle entfernt
    [administrator-role-added] Administratorrolle hinzugefügt
    [administrator-role-changed] Administratorrolle geändert
    [administrator-role-removed] Administratorrolle entfernt
    [premises-added] Räume hinzugefügt
    [premises-changed] Räume geändert
    [premises-removed] Räume entfernt
    [operator-added] Bediener hinzugefügt
    [operator-changed] Bediener geändert
    [operator-removed] Bediener entfernt
    [programming-key-added] Programmierschlüssel hinzugefügt
    [programming-key-changed] Programmierschlüssel geändert
    [programming-key-removed] Programmierschlüssel entfernt
    [envelope-added] Geheimnisse versiegelt
    [envelope-changed] Geheimnisse neu versiegelt
    [generation-raised] Neue Generation der Geheimnisse
    [invitation-queued] Einladung eingereiht
    [invitation-renewed] Erneut eingeladen
    [invitation-sending] Einladung unterwegs
    [invitation-sent] Einladung gesendet
    [invitation-put-off] Einladung vertagt
    [invitation-failed] Einladung fehlgeschlagen
    [invitation-revoked] Einladung zurückgezogen
    [invitation-accepted] Einladung angenommen
    [invitation-requeued] Einladung wieder eingereiht
    [settings-changed] Einstellungen geändert
    [blocklist-version-raised] Version einer Sperrliste erhöht
    [clock-confirmed] Uhr als richtig bestätigt
    [generation-abandoned] Neue Generation der Geheimnisse aufgegeben
    [generation-due] Neue Generation der Geheimnisse fällig
    [generation-seen] Neuere Generation der Geheimnisse gesehen
    [generations-retired] Alte Generationen der Geheimnisse außer Gebrauch
    [key-home-group-settled] Heimatgruppe festgelegt
    [lists-recounted] Listen neu gezählt
    [lock-stolen] Schloss gestohlen
    [medium-adopted] Stand eines Mediums übernommen
    [password-recovered] Passwort mit dem Wiederherstellungscode gesetzt
    [recovery-code-used] Geheimnisse mit dem Wiederherstellungscode geöffnet
    [recovery-rehearsed] Wiederherstellungscode geprüft
    [recovery-renewed] Wiederherstellungscode erneuert
    [secrets-kept] Neuere Geheimnisse beim Wiederherstellen behalten
    [system-live] System in Betrieb genommen
    [system-restored] System aus einer Sicherung wiederhergestellt
   *[other] { $action }
    }
window-stamp-hint = Die vier Ziffern auf dem Medium. Sie helfen dem Auge und sind nicht einmalig.
window-log-fact = { $name ->
    [before] vorher
    [e-mail] E-Mail
    [failure] Fehler
    [first-name] Vorname
    [from] von
    [generation] Generation
    [key] Schlüssel
    [kind] Art
    [label] Etikett
    [last-name] Nachname
    [name] Name
    [number] Nummer
    [operation] Vorgang
    [reason] Grund
    [revision] Revision
    [rows] Zeilen
    [serial] Seriennummer
    [state] Zustand
    [state-before] vorher
    [uid] Chip
    [until] bis
    [version] Version
    [zone] Zeitzone
   *[other] { $name }
    }
window-log-value = { $value ->
    [phone] Telefonschlüssel
    [fob] Anhänger
    [k5] K5-Schlüssel
    [draft] Entwurf
    [task] wartet auf den Kodierer
    [writing] wird geschrieben
    [programmed] programmiert
    [handed-over] ausgehändigt
    [returned] zurückgegeben
    [write-failed] Schreiben fehlgeschlagen
    [empty-failed] Leeren fehlgeschlagen
    [blocked] gesperrt
    [replaced] ersetzt
    [deleted] gelöscht
    [written-off] abgeschrieben
    [program] Programmieren
    [empty] Leeren
    [lost] verloren
    [stolen] gestohlen
    [broken] defekt
    [moved-out] ausgezogen
    [operator] an der Station
   *[other] { $value }
    }
window-lock-behind = im Rückstand
window-log-kind = { $kind ->
    [user] Benutzer
    [source] Rolle oder Räume
    [key] Schlüssel
    [task] Auftrag
    [lock] Schloss
    [lock-group] Schlossgruppe
    [blocking-group] Sperrgruppe
    [role] Rolle
    [administrator-role] Administratorrolle
    [premises] Räume
    [operator] Bediener
    [programming-key] Programmierschlüssel
    [envelope] Versiegelte Geheimnisse
    [invitation] Einladung
    [system] System
   *[other] { $kind }
    }
window-add-user-save = Ohne Programmieren hinzufügen
window-edit-user = Benutzer ändern
window-remove-user = Benutzer entfernen
window-add-key = Schlüssel hinzufügen
window-step-change-summary = Zusammenfassung der Änderungen
window-to-summary = Zur Zusammenfassung
window-save-and-close = Speichern und schließen
window-action-edit-user = { $name } ändern
window-action-change-basic = Grunddaten ändern: { $fields }
window-action-alter = { $given } ändern
window-action-take = { $given } wegnehmen
window-action-redraft = Entwurf ändern: { $key }
window-action-rewrite = Neu schreiben: { $key }
window-action-take-back = Zurücknehmen: { $key }. Er öffnet nichts mehr.
window-change-nothing = Es ändert sich nichts.
window-change-before-after = Vorher und nachher
window-change-reinvites = Die Adresse ändert sich: eine Einladung geht an die neue.
window-change-rewrites = { $count ->
    [one] { $count } Schlüssel muss neu geschrieben werden, bevor dies an den Türen gilt.
   *[other] { $count } Schlüssel müssen neu geschrieben werden, bevor dies an den Türen gilt.
    }
window-change-rewrites-remedy = Bestätigen bietet an, zu programmieren, was auf dem Kodierer liegt; der Rest wartet unter Aufgaben.
window-change-takes-back = { $count ->
    [one] Der Schlüsselanhänger von { $count } Schlüssel öffnet, was auf ihm steht, bis er geleert ist.
   *[other] Die Schlüsselanhänger von { $count } Schlüsseln öffnen, was auf ihnen steht, bis sie geleert sind.
    }
window-change-takes-back-remedy = Bestätigen bietet an, zu leeren, was auf dem Kodierer liegt; der Rest wartet unter Aufgaben.
window-leave-media = { $count ->
    [one] { $count } Medium braucht zuerst eine Entscheidung
   *[other] { $count } Medien brauchen zuerst eine Entscheidung
    }
window-leave-kept = { $key } wurde geleert. Seine Definition bleibt für den nächsten Inhaber.
window-leave-blocked = { $key } bleibt auf den Sperrlisten.
window-leave-goes = Mit dem Benutzer verschwinden: { $given }
window-return-now = Jetzt zurücknehmen und leeren
window-new-key-for = Neuer Schlüssel für { $name }
window-new-key-for-whom = Wählen Sie, für wen er ist, oder fügen Sie jemanden hinzu.
window-draft-left = Ein Benutzer wurde begonnen und nicht bestätigt: { $name }
window-draft-continue = Fortsetzen
window-draft-resume = Entwurf fortsetzen
window-bench-title = Prüfstand
window-bench-show = Prüfstand zeigen
window-bench-hide = Prüfstand verbergen
window-bench-lay = Auf den Kodierer:
window-bench-new = Neuen Anhänger nehmen
window-bench-lift = Abheben
window-bench-pull = Beim nächsten Schreiben wegziehen
window-bench-unplug = Programmierschlüssel abziehen
window-bench-plug = Programmierschlüssel einstecken
window-bench-present = { $fob } halten an
window-bench-present-none = Halten an
window-bench-open = { $door } öffnet
window-bench-denied = { $door } bleibt zu: { $reason ->
    [not-listed] er öffnet diese Tür nicht
    [outside-times] nicht zu dieser Zeit
    [not-readable] nichts von diesem System ist darauf
    [blocked] er ist gesperrt
    [expired] er ist abgelaufen
   *[other] { $reason }
    }
window-bench-monday = Am Montag um 10:00
window-tour-1 = Einen Anhänger auflegen.
window-tour-2 = Einen Benutzer hinzufügen.
window-tour-3 = Den Anhänger programmieren.
window-tour-4 = Damit eine Tür öffnen.
window-shortcut-go = Zu einem Ort, von oben nach unten
window-group-all = Alle ({ $count })
window-group-residents = Bewohner ({ $count })
window-group-staff = Personal ({ $count })
window-group-pending = Mit ausstehenden Schlüsseln ({ $count })
window-group-ended = Beendet ({ $count })
window-copy-emails = E-Mail-Adressen kopieren
window-users-picked = { $count ->
    [one] { $count } Benutzer ausgewählt
   *[other] { $count } Benutzer ausgewählt
    }
window-users-picked-hint = Strg markiert einen mehr, Umschalt alle bis dorthin.
window-remove-users = { $count ->
    [one] { $count } Benutzer entfernen
   *[other] { $count } Benutzer entfernen
    }
window-leave-others = { $count ->
    [one] Danach wird nach { $count } weiterem gefragt.
   *[other] Danach wird nach { $count } weiteren gefragt.
    }
window-edit-draft = Entwurf bearbeiten
window-why-title = Was sich öffnen lässt und warum
window-why-show = Anzeigen
window-why-hide = Ausblenden
window-why-hint = Zu jedem Schloss die Rolle, die Räume und die Gruppe, aus denen das Recht kommt.
window-why-role = Rolle { $name }
window-why-premises = Private Räume { $name }
window-why-group = Schlossgruppe { $name }
window-todo-wizard = Das Hinzufügen wurde nicht bestätigt.
window-draft-step = Stand
window-todo-generation = Er hat noch die Schlüssel der vorigen Generation.
window-add-programming-key = Programmierschlüssel hinzufügen
window-token-label = Beschriftung
window-token-label-hint = Was darauf steht, damit er von anderen zu unterscheiden ist.
window-token-default-label = Keywright-Programmierschlüssel
window-token-certificate = Zertifikat
window-token-fingerprint = Fingerabdruck
window-token-opens = Öffnet Generationen
window-token-rights = Was seine Bediener dürfen
window-token-lost = Verloren
window-token-plugged = Eingesteckt
window-token-away = Nicht eingesteckt
window-token-behind = Öffnet nichts Neues
window-one-way = Nur ein Weg zu den Geheimnissen ist bekannt. Geht er verloren, sind alle Schlüsselanhänger und Schlösser verloren.
window-one-way-remedy = Fügen Sie einen zweiten Programmierschlüssel hinzu, oder prüfen Sie den Wiederherstellungscode.
window-campaign-title = Wechsel zu neuen Geheimnissen: Generation { $generation }
window-campaign-locks = 1. Schlösser, die die neuen Geheimnisse kennen: { $done } von { $all }
window-campaign-fobs = 2. Neu geschriebene Schlüsselanhänger: { $done } von { $all }
window-campaign-closing = 3. Schlösser, die die alten vergessen haben: { $done } von { $all }
window-campaign-next-locks = Besuchen Sie die Türen der Aufgabenliste. Die Anhänger folgen, sobald jedes Schloss die neuen Geheimnisse kennt.
window-campaign-next-fobs = Schreiben Sie die Anhänger der Aufgabenliste neu.
window-campaign-next-closing = Besuchen Sie die Türen noch einmal. Danach ist das Bekannte wertlos.
window-campaign-due = Ein weiterer Wechsel folgt: Inzwischen wurde etwas gestohlen. Er beginnt mit dem ersten Besuch an einem Schloss nach diesem.
window-rite-add = Programmierschlüssel { $name } hinzufügen
window-rite-prepare = Token vorbereiten
window-rite-lose = { $name } ist verloren
window-rite-unblock = PIN entsperren
window-rite-recover = Wiederherstellungscode
window-rite-step = Schritt { $number } von { $all }
window-rite-say-prepare = Stecken Sie den neuen Token anstelle des vorhandenen ein. Er erhält eine eigene PIN, eine PUK und einen Schlüssel; was er schon hat, bleibt.
window-rite-say-anew = Was der Token in Platz 9D hat, geht dann verloren: Nichts, was für ihn versiegelt wurde, öffnet sich noch. Ist es der richtige Token?
window-rite-say-seal = Stecken Sie einen Programmierschlüssel des Systems ein. Mit ihm werden die Geheimnisse für den neuen versiegelt.
window-rite-say-seal-code = Lassen Sie den neuen eingesteckt und tippen Sie den Code vom Wiederherstellungsblatt ein. Er öffnet die Geheimnisse, und sie werden für den neuen versiegelt.
window-rite-say-admit = Stecken Sie den neuen wieder ein. Sobald er öffnet, was für ihn versiegelt wurde, gehört er zum System.
window-rite-say-remove = Die Geheimnisse werden ohne ihn neu versiegelt. Stecken Sie einen anderen Programmierschlüssel des Systems ein.
window-rite-say-lose = Die Geheimnisse werden ohne ihn neu versiegelt. Geben Sie an, ob jemand seine PIN kennen könnte, und stecken Sie einen anderen Programmierschlüssel ein.
window-rite-say-unblock = Stecken Sie den Token mit der gesperrten PIN ein. Seine PUK gibt ihm eine neue PIN.
window-rite-say-recover = Er öffnet das System, wenn Programmierschlüssel oder Passwörter verloren sind.
window-lose-unknown = Niemand kennt seine PIN
window-lose-unknown-detail = Ohne seine PIN öffnet er nichts. Er wird entfernt.
window-lose-known = Seine PIN könnte bekannt sein
window-lose-known-detail = Er wird entfernt, und neue Geheimnisse entstehen: jedes Schloss wird besucht, dann jeder Anhänger geschrieben, dann jedes Schloss noch einmal besucht.
window-seal-token = Mit einem Programmierschlüssel öffnen
window-seal-token-detail = Er wird anstelle des neuen eingesteckt.
window-seal-code = Mit dem Wiederherstellungscode öffnen
window-seal-code-detail = Kein Programmierschlüssel des Systems ist mehr da: Das Blatt öffnet die Geheimnisse.
window-recover-prove = Den Code auf dem Blatt prüfen
window-recover-prove-detail = Er wird wie gedruckt eingetippt. Geprüft zählt er als Weg zu den Geheimnissen.
window-recover-renew = Einen neuen Code erzeugen
window-recover-renew-detail = Das Blatt ist verloren oder wurde gesehen: der alte Code öffnet nichts mehr.
window-rite-new-pin = PIN des Tokens
window-rite-new-pin-hint = 6 bis 8 Buchstaben, Ziffern oder Zeichen. Die vorhandene oder eine eigene.
window-rite-new-pin-again = Dieselbe PIN noch einmal
window-rite-fresh-pin = Neue PIN
window-rite-fresh-pin-hint = 6 bis 8 Buchstaben, Ziffern oder Zeichen.
window-rite-new-puk = PUK des Tokens
window-rite-new-puk-hint = 8 Buchstaben, Ziffern oder Zeichen. Sie entsperrt die PIN. Leer lassen, wenn der Token schon eine eigene hat.
window-rite-new-puk-again = Dieselbe PUK noch einmal
window-rite-puk = PUK des Tokens
window-rite-differs = Das stimmt nicht überein.
window-rite-code = Code auf dem Blatt
window-rite-code-hint = Wie auf dem Blatt; Leerzeichen und Striche spielen keine Rolle.
window-rite-go-prepare = Vorbereiten
window-rite-go-anew = Beide neu machen
window-rite-go-seal = Versiegeln
window-rite-go-admit = Abschließen
window-rite-go-remove = Entfernen
window-rite-go-unblock = Entsperren
window-rite-go-renew = Erzeugen
window-rite-go-rehearse = Prüfen
window-rite-go-write = In Datei schreiben
window-rite-step-pin = PIN gesetzt
window-rite-step-puk = PUK gesetzt
window-rite-step-management-key = Verwaltungsschlüssel gesetzt
window-rite-step-key = Schlüssel erzeugt
window-rite-step-certificate = Zertifikat erzeugt
window-rite-step-identity = Nummer vergeben
window-rite-step-read-back = Zurückgelesen
window-rite-prepared = Der Token ist bereit: { $serial }
window-rite-prepared-remedy = „Programmierschlüssel hinzufügen“ nimmt ihn in dieses System auf.
window-rite-added = Er öffnet, was für ihn versiegelt wurde, und gehört zum System.
window-rite-added-remedy = Bewahren Sie ihn an einem anderen Ort auf als den ersten.
window-rite-added-by-code-remedy = Melden Sie nun die Programmierschlüssel als verloren, die nicht mehr da sind, und verwahren Sie diesen und das Blatt an zwei Orten.
window-rite-removed = Kein Geheimnis ist mehr für ihn versiegelt.
window-rite-campaign = Neue Geheimnisse wurden erzeugt. Zuerst die Schlösser, dann die Anhänger.
window-rite-campaign-due = Es ist vermerkt. Neue Geheimnisse entstehen, sobald jeder Anhänger die hat, die jetzt geschrieben werden.
window-rite-campaign-underway = Andere Geheimnisse braucht es nicht: Die, welche die Schlösser jetzt lernen, hatte er nie.
window-rite-campaign-remedy = Die Aufgabenliste nennt die Türen; der Fortschritt steht über der Liste der Programmierschlüssel.
window-rite-unblocked = { $name } hat die neue PIN und alle Versuche.
window-rite-code-holds = Dieser Code öffnet das System und jedes Geheimnis.
window-rite-code-holds-remedy = Bewahren Sie ihn nur auf Papier und im Tresor auf. Ein neuer Code wird einmal vom Blatt geprüft, bevor er zählt.
window-rite-file = Datei für das Blatt
window-rite-file-hint = Drucken Sie es, und löschen Sie dann die Datei.
window-rite-written = Das Blatt liegt in { $file }.
window-rite-written-remedy = Drucken Sie es, löschen Sie die Datei, und bewahren Sie das Papier im Tresor auf.
window-plugged = Eingesteckt: { $label }
window-plugged-tries = Eingesteckt: { $label } · Versuche übrig: { $count }
window-plugged-empty = Ein leerer Token ist eingesteckt.
window-plugged-unnamed = Kein Programmierschlüssel ist eingerichtet. Starten Sie das Programm mit --token usb.
window-state-empty-token = Leerer Token
window-bench-new-token = Leeren Token nehmen
window-bench-plug-in = { $token } einstecken
window-todo-orphaned = Heimatgruppe verloren
window-todo-orphaned-why = Keines seiner Schlösser liegt mehr in seiner Heimatgruppe: zurückgeben und leeren, dann neu programmieren.
window-tour-3-pin = Den Anhänger programmieren. PIN: { $pin }
window-bench-pin = PIN von { $token }: { $pin }
window-bench-unplug-encoder = Kodierer abziehen
window-bench-plug-encoder = Kodierer einstecken
window-source-opens = { $count ->
    [one] Öffnet { $count } Schloss · { $bytes } Bytes auf dem Medium
   *[other] Öffnet { $count } Schlösser · { $bytes } Bytes auf dem Medium
    }
window-source-would-open = { $count ->
    [one] Nicht auf diesem Schlüssel. Würde { $count } Schloss öffnen · { $bytes } Bytes mehr
   *[other] Nicht auf diesem Schlüssel. Würde { $count } Schlösser öffnen · { $bytes } Bytes mehr
    }
window-cost = { $name }: { $bytes ->
    [one] { $bytes } Byte
   *[other] { $bytes } Bytes
    }
window-later-k5 = K5-Schlüssel können noch nicht programmiert werden.
window-later-k5-what = Der Schlüssel wird als Entwurf gespeichert. Er wird programmiert, sobald dieses Programm den Kontaktschacht bedienen kann.
window-later-phone = Telefonschlüssel können noch nicht ausgegeben werden.
window-later-phone-what = Der Schlüssel wird als Entwurf gespeichert. Sein Inhaber erhält ihn, sobald dieses Programm das Bewohnerportal hat.
window-mail-not-set = Nicht eingerichtet
window-mail-settled = Nichts wartet
window-mail-waiting = { $count ->
    [one] { $count } Brief wartet
   *[other] { $count } Briefe warten
    }
window-mail-failed = { $count ->
    [one] { $count } Brief nicht gesendet
   *[other] { $count } Briefe nicht gesendet
    }
window-mend-mail = Einrichten
window-mend-clock = Die Uhr geht richtig
window-state-clock = Uhr steht auf falscher Zeit
window-mend-letters = Zeigen
window-mend-help = Was tun
window-mend-keys = Hinzufügen
window-mend-encoder = Wählen
window-state-fob-of-started = Anhänger von { $name }, Schreiben nicht beendet
window-state-fob-of-pending = { $count ->
    [one] Anhänger von { $name }, an { $count } Schloss nicht aktuell
   *[other] Anhänger von { $name }, an { $count } Schlössern nicht aktuell
    }
window-read = Lesen
window-read-title = Was auf dem Kodierer liegt
window-read-why = Es wird nur gelesen; daran ändert sich nichts.
window-shortcut-read = Lesen, was auf dem Kodierer liegt
window-read-done = { $uid } wurde gelesen.
window-read-genuine = Von diesem System für diesen Anhänger signiert.
window-read-not-genuine = Nicht von diesem System für diesen Anhänger signiert. Kein Schloss glaubt ihm.
window-read-nothing = Auf ihm steht noch kein Zutritt.
window-read-chip = Chip
window-read-key = Schlüssel
window-read-holder = Inhaber
window-read-revision = Fassung
window-read-events = Ereignisse von Schlössern
window-read-entries = { $count ->
    [0] Er öffnet nichts.
    [one] Was er öffnet: { $count } Eintrag
   *[other] Was er öffnet: { $count } Einträge
    }
window-read-difference = { $count ->
    [one] Er weicht an { $count } Schloss von dem ab, was er tragen soll
   *[other] Er weicht an { $count } Schlössern von dem ab, was er tragen soll
    }
window-read-expires = { $count ->
    [one] läuft { $count } Stunde nach dem Programmieren ab
   *[other] läuft { $count } Stunden nach dem Programmieren ab
    }
window-display-dead = Die Anzeige { $display } antwortet nicht, deshalb kann kein Fenster geöffnet werden. Benutzen Sie die Befehlszeile oder starten Sie das Programm in einer grafischen Sitzung.
window-display-refused = Auf der Anzeige kann kein Fenster geöffnet werden: { $reason }. Benutzen Sie die Befehlszeile oder starten Sie das Programm in einer grafischen Sitzung.
window-draft-change-left = Änderungen an einem Benutzer wurden begonnen und nicht bestätigt: { $name }
window-todo-wizard-change = Eine Änderung wurde begonnen und nicht bestätigt.
window-draft-user-changed = Dieser Benutzer wurde geändert, seit Sie begonnen haben.
window-draft-user-changed-remedy = Ihre Eingaben liegen über dem, was jetzt gespeichert ist. Lesen Sie die Zusammenfassung, bevor Sie bestätigen.
window-draft-gone = Die Eingaben gibt es nicht mehr: Sie wurden anderswo bestätigt oder verworfen.
window-close-writing = Es wird noch geschrieben
window-close-writing-body = Das Fenster schließt, sobald alles geschrieben und geprüft ist. Kein Schlüsselanhänger und kein Datensatz bleibt halb geschrieben.
window-close-after = Zu Ende schreiben und schließen
window-close-stay = Offen lassen
window-close-waits = Das Fenster schließt, sobald es fertig ist.
window-close-going = Wird geschlossen
window-close-going-body = Die Eingaben werden aufbewahrt.
window-close-unkept = Die Eingaben können nicht aufbewahrt werden
window-close-anyway = Ohne sie schließen
window-home-group-of = Heimatgruppe von { $key }
window-pass-on = Weitergeben
window-pass-on-means = Schlüsselnummer
window-pass-on-hint = Was für den zurückgenommenen Schlüssel festgelegt war, wird ein Entwurf des nächsten Inhabers mit eigener Nummer.
window-pass-on-to = Nächster Inhaber
window-replace-key = Ersetzen oder abschreiben
window-replace-end = Was aus dem Medium wurde
window-replace-lost = Verloren: Schlüssel sperren, neuer Entwurf an seiner Stelle
window-replace-written-off = Zerstört oder defekt: abschreiben, neuer Entwurf an seiner Stelle
window-write-off-only = Zerstört oder defekt: abschreiben, nichts an seiner Stelle
window-write-off-hint = Abgeschrieben wird nur ein Medium, das zerstört oder defekt ist: nichts wird geleert und nichts gesperrt. Ein Medium, das wieder auftauchen kann, wird gesperrt.
window-write-off = Abschreiben
window-not-written-off = Nicht abschreiben
window-write-off-now = Jetzt abschreiben
window-locked-itself = { $count ->
    [one] Das Fenster hat sich selbst gesperrt: eine Minute lang hat niemand damit gearbeitet.
   *[other] Das Fenster hat sich selbst gesperrt: { $count } Minuten lang hat niemand damit gearbeitet.
    }
window-locked-itself-remedy = Geben Sie Ihr Passwort ein. Was in Formulare und Assistenten eingegeben wurde, wartet hier.
window-leave-written-off = { $key } ist abgeschrieben.
