# Words of the window that every screen shares.
window-back = Zurück
window-next = Weiter
window-cancel = Abbrechen
window-close = Schließen
window-save = Speichern
window-confirm = Bestätigen
window-edit = Bearbeiten
window-remove = Entfernen
window-add = Hinzufügen
window-retry = Erneut versuchen
window-search = Suchen
window-search-clear = Suche leeren
window-filter = Filtern
window-choose = Auswählen
window-show-details = Details anzeigen
window-keep = Behalten
window-today = Heute
window-open-calendar = Kalender öffnen
window-month-before = Voriger Monat
window-month-after = Nächster Monat
window-date-pattern = TT.MM.JJJJ
window-date-malformed = Das ist kein Datum. Schreiben Sie es als 21.11.2026.
window-date-out-of-range = Wählen Sie ein Datum von 1970 bis 2105.
window-state-done = Fertig
window-state-ready = Bereit
window-state-busy = Beschäftigt
window-state-missing = Nicht verbunden
window-state-no-permission = Keine Berechtigung
window-state-token-busy = Von anderem Programm belegt
window-state-several = Mehrere verbunden
window-state-not-piv = Kein Programmierschlüssel
window-state-foreign-token = Nicht von diesem System
window-state-token-of-others = Nicht für Sie
window-state-no-driver = Vom Betriebssystem gesperrt
window-state-no-service = Smartcard-Dienst gestoppt
window-state-failed = Fehlgeschlagen
window-state-draft = Entwurf
window-state-pending = Ausstehend
window-state-programmed = Programmiert
window-state-handed-over = Ausgehändigt
window-state-returned = Zurückgegeben
window-state-blocked = Gesperrt
window-nav-users = Benutzer
window-nav-keys = Schlüssel
window-nav-locks = Schlösser
window-nav-premises = Räume
window-nav-roles = Rollen
window-nav-blocking-groups = Sperrgruppen
window-nav-todo = Aufgaben
window-nav-log = Protokoll
window-nav-programming-keys = Programmierschlüssel
window-nav-settings = Einstellungen
window-device-programming-key = Programmierschlüssel
window-device-encoder = Kodierer
window-device-contact = Kontaktschacht
window-device-store = Systemdatei
window-device-mail = E-Mail
window-step-basic = Grunddaten
window-step-roles = Rollen
window-step-keys = Schlüssel
window-step-summary = Zusammenfassung
window-step-feedback = Rückmeldung
window-no-display = Es gibt keine Anzeige für ein Fenster. Benutzen Sie die Befehlszeile oder starten Sie das Programm in einer grafischen Sitzung (DISPLAY oder WAYLAND_DISPLAY muss gesetzt sein).
window-month-1 = Januar
window-month-2 = Februar
window-month-3 = März
window-month-4 = April
window-month-5 = Mai
window-month-6 = Juni
window-month-7 = Juli
window-month-8 = August
window-month-9 = September
window-month-10 = Oktober
window-month-11 = November
window-month-12 = Dezember
window-weekday-1 = Mo
window-weekday-2 = Di
window-weekday-3 = Mi
window-weekday-4 = Do
window-weekday-5 = Fr
window-weekday-6 = Sa
window-weekday-7 = So

# Words of the screens.
window-add-user = Benutzer hinzufügen
window-shortcuts = Tastenkürzel
window-shortcut-find = Liste durchsuchen
window-shortcut-tab = Nächstes Element; mit Umschalt das vorige
window-shortcut-enter = Knopf drücken, Zeile wählen
window-shortcut-menu = Menü der gewählten Zeile
window-shortcut-back = Zurück, schließen, abbrechen
window-key-cap-ctrl = Strg
window-key-cap-shift = Umschalt
window-stop = Anhalten
window-hide-details = Einzelheiten verbergen
window-show-options = Auswahl anzeigen
window-hide-options = Auswahl verbergen
window-sign-in-title = System öffnen
window-sign-in-file = Systemdatei
window-sign-in-password = Passwort
window-sign-in-open = Anmelden
window-sign-in-opening = Wird geöffnet
window-field-first-name = Vorname
window-field-last-name = Nachname
window-field-email = E-Mail
window-field-company = Firma oder Abteilung
window-field-title = Titel
window-field-person-code = Personenkennung
window-field-telephone = Telefon
window-field-telephone-1 = Telefon 1
window-field-telephone-2 = Telefon 2
window-field-telephone-3 = Telefon 3
window-field-street = Straße und Hausnummer
window-field-postal-code = Postleitzahl
window-field-post-office = Ort
window-field-country = Land
window-field-external-id = Externe Kennung
window-field-end-date = Enddatum
window-field-description = Beschreibung
window-field-language = Sprache der Einladung
window-email-hint = Die Anmeldekennung: keine zwei Benutzer haben dieselbe.
window-email-taken = Ein anderer Benutzer hat diese E-Mail-Adresse.
window-email-malformed = Schreiben Sie sie wie name@example.org.
window-name-malformed = Ein Name hat 1 bis 200 Zeichen.
window-required = Das ist erforderlich.
window-options-show = Weitere Angaben zeigen
window-options-hide = Weitere Angaben verbergen
window-similar = Einen Benutzer dieses Namens gibt es schon: { $users }
window-similar-remedy = Wenn es jemand anderes ist, drücken Sie noch einmal Weiter.
window-column-name = Name
window-column-given = Rollen und Räume
window-private-premises = Private Räume
window-step-given = Rollen und Räume
window-users-count = { $count ->
    [one] { $count } Benutzer
   *[other] { $count } Benutzer
    }
window-users-found = { $count ->
    [one] { $count } gefunden
   *[other] { $count } gefunden
    }
window-users-found-more = Mehr als { $count } gefunden
window-users-none = Kein Benutzer passt dazu.
window-keys-pending = { $count } ausstehend
window-keys-draft = { $count ->
    [one] { $count } Entwurf
   *[other] { $count } Entwürfe
    }
window-keys-fine = { $count ->
    [one] { $count } Schlüssel
   *[other] { $count } Schlüssel
    }
window-keys-none = Keine Schlüssel
window-given-none = Keine Rollen oder Räume
window-given-nothing = Ein Benutzer ohne Rolle und Räume öffnet nichts und darf nichts.
window-given-nothing-remedy = Wählen Sie eine oder mehrere, oder gehen Sie weiter und geben Sie sie später.
window-program = Programmieren
window-program-fob = Anhänger programmieren
window-program-title = Schlüssel { $number } programmieren
window-program-changes = { $count ->
    [one] Änderung an { $count } Schloss
   *[other] Änderungen an { $count } Schlössern
    }
window-copy-email = E-Mail-Adresse kopieren
window-fob-laid = Das ist Schlüssel { $number } von { $name }.
window-fob-laid-started = Sein Schreiben wurde unterbrochen und ist nicht beendet.
window-fob-laid-pending = { $count ->
    [one] Er ist an { $count } Schloss nicht aktuell.
   *[other] Er ist an { $count } Schlössern nicht aktuell.
    }
window-fob-laid-fine = { $state }, nichts steht aus.
window-fob-laid-blocked = Sein Schlüssel ist gesperrt und kann nicht programmiert werden. Nehmen Sie ihn zurück und leeren Sie ihn; das hebt die Sperre auf.
window-fob-laid-show = Benutzer zeigen
window-fob-unknown = Das System kennt niemanden, der diesen Anhänger hat.
window-fob-unknown-remedy = Lesen Sie ihn, um zu sehen, was er enthält. Für einen neuen Schlüssel legen Sie einen neuen oder geleerten Anhänger auf.
window-lock-later = Das Fenster wird gesperrt, sobald dies geschrieben ist.
window-key-phone = Telefonschlüssel
window-key-fob = Schlüsselanhänger
window-key-k5 = K5-Schlüssel
window-kind-phone = Telefon
window-kind-fob = Anhänger
window-kind-k5 = K5
window-key-remove = Diesen Schlüssel entfernen
window-key-opens = { $count ->
    [one] Öffnet { $count } Schloss
   *[other] Öffnet { $count } Schlösser
    }
window-key-opens-nothing = Dieser Schlüssel würde nichts öffnen. Er kann als Entwurf gespeichert, aber nicht programmiert werden.
window-key-cannot-open = { $count ->
    [one] { $count } seiner Schlösser ist kein Hybridschloss; der Schlüssel öffnet es nicht.
   *[other] { $count } seiner Schlösser sind keine Hybridschlösser; der Schlüssel öffnet sie nicht.
    }
window-keys-add = Fügen Sie hinzu, womit der Benutzer öffnet:
window-keys-none-yet = Noch kein Schlüssel. Ein Benutzer kann auch ohne einen hinzugefügt werden.
window-sources-on-key = Quellen auf dem Schlüssel
window-phone-key-sources = Er öffnet, was diese geben: { $sources }
window-home-group-title = Heimatgruppe
window-home-group-missing = Wählen Sie zuerst die Heimatgruppe.
window-home-group-why = Die Schlösser dieses Schlüssels liegen in mehreren Sperrgruppen. Ein Schlüssel trägt die Sperrliste von einer.
window-home-group-facts = { $locks ->
    [one] { $locks } Schloss dieses Schlüssels
   *[other] { $locks } Schlösser dieses Schlüssels
    } · Sperrliste Version { $version }, { $entries } von { $most } Einträgen · Schlösser im Rückstand: { $behind } · andere Träger: { $carriers }
window-home-group-without = Dieser Schlüssel trägt nicht die Sperrlisten von: { $groups }
window-home-group-is = Heimatgruppe { $group }
window-program-now = Jetzt programmieren
window-program-now-detail = Schreibt den Anhänger auf dem Kodierer gleich nach dem Bestätigen.
window-save-draft = Als Entwurf speichern
window-save-draft-detail = Der Schlüssel wird später aus der Benutzerliste programmiert.
window-valid-from = Gültig ab
window-valid-until = Gültig bis
window-validity-backwards = Das Ende muss nach dem Anfang liegen.
window-validity-always = Sofort gültig, ohne Ende
window-validity-from = ab { $start }
window-validity-until = bis { $end }
window-validity-between = { $start } bis { $end }
window-times-always = Zu jeder Zeit
window-details-groups = Schlossgruppen
window-details-locks = Schlösser
window-details-times = Zutrittszeiten
window-details-expiry = Läuft ab nach
window-details-features = Benutzerfunktionen
window-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
    }
window-feature-phone-key = Telefonschlüssel
window-feature-share-access = Zutritt teilen
window-feature-pins = PINs
window-feature-own-log = Eigenes Protokoll
window-summary-actions = Bestätigen bewirkt
window-summary-difference = { $key }: { $count ->
    [one] Zutritt ändert sich an { $count } Schloss
   *[other] Zutritt ändert sich an { $count } Schlössern
    }
window-summary-more = und { $count } weitere
window-summary-doors = { $count ->
    [one] { $count } Tür muss besucht werden, bevor der Schlüssel dort wirkt:
   *[other] { $count } Türen müssen besucht werden, bevor der Schlüssel dort wirkt:
    }
window-summary-computing = Änderungen werden berechnet
window-summary-show = Zusammenfassung zeigen
window-summary-hide = Zusammenfassung verbergen
window-change-added = öffnet
window-change-removed = nicht mehr
window-change-changed = geändert
window-invite = Einladung zur Anmeldung senden
window-invite-detail = Die Einladung kommt in den Postausgang.
window-action-add-user = { $name } hinzufügen
window-action-give = { $given } geben
window-action-program = { $key } programmieren
window-action-draft = Als Entwurf speichern: { $key }
window-action-invite = Einladung in den Postausgang legen
window-state-waiting = Wartet
window-state-looking = Wird gesucht
window-state-unnamed = Nicht eingerichtet
window-state-new-fob = Ein neuer Anhänger liegt auf
window-state-fob-of = Anhänger von { $name }
window-state-unknown-fob = Unbekannter Anhänger
window-state-foreign-fob = Fremder Anhänger
window-state-pin-blocked = PIN gesperrt
window-state-last-try = Letzter PIN-Versuch
window-state-task = Wartet auf den Kodierer
window-state-writing = Schreiben nicht fertig
window-state-write-failed = Schreiben fehlgeschlagen
window-state-empty-failed = Leeren fehlgeschlagen
window-state-replaced = Ersetzt
window-state-deleted = Gelöscht
window-state-written-off = Abgeschrieben
window-pin-label = PIN des Programmierschlüssels
window-pin-tries = { $label } · Versuche übrig: { $count }
window-pin-use-last = Letzten Versuch nutzen
window-pin-no-key = Stecken Sie den Programmierschlüssel ein.
window-pin-interrupted = Der Programmierschlüssel wurde gewechselt, während seine PIN eingegeben wurde.
window-pin-interrupted-remedy = Das Eingegebene ist vergessen, damit es keinen Versuch kostet. Geben Sie die PIN des eingesteckten Programmierschlüssels ein.
window-pin-anew = PIN neu eingeben
window-programming-lay-fob = Legen Sie einen neuen Schlüsselanhänger auf den Kodierer.
window-programming-new-fob = Ein neuer Schlüsselanhänger liegt auf dem Kodierer.
window-programming-known-fob = Ein programmierter Schlüsselanhänger liegt auf dem Kodierer.
window-programming-unusable-fob = Was auf dem Kodierer liegt, ist unbrauchbar. Legen Sie einen neuen Schlüsselanhänger auf.
window-programming-no-encoder = Kein Kodierer ist eingerichtet. Starten Sie das Programm mit --encoder PORT.
window-programming-leave-fob = Lassen Sie den Anhänger liegen.
window-programming-done = { $count ->
    [one] Geschrieben und zurückgelesen: { $uid }, Zutritt geändert an { $count } Schloss.
   *[other] Geschrieben und zurückgelesen: { $uid }, Zutritt geändert an { $count } Schlössern.
    }
window-programming-resumed = { $count ->
    [one] Das unterbrochene Schreiben wurde beendet und zurückgelesen: { $uid }, Zutritt geändert an { $count } Schloss.
   *[other] Das unterbrochene Schreiben wurde beendet und zurückgelesen: { $uid }, Zutritt geändert an { $count } Schlössern.
    }
window-phase-identify = Anhänger wird betrachtet
window-phase-keys = Schlüssel werden gesetzt
window-phase-files = Dateien werden angelegt
window-phase-write = Wird geschrieben
window-phase-commit = Wird wirksam gemacht
window-phase-read-back = Wird zurückgelesen
window-phase-factory-check = Werksschlüssel werden probiert und müssen scheitern
window-phase-empty = Wird geleert
window-discard-title = Eingaben verwerfen?
window-discard-body = Es wurde noch nichts gespeichert.
window-discard-stay = Weiter bearbeiten
window-discard-go = Verwerfen
window-home-group-orphaned = Der Schlüssel bleibt in der Heimatgruppe { $group }, obwohl keines seiner Schlösser mehr darin liegt.
window-home-group-orphaned-what = Er trägt weiter eine Sperrliste, der keines seiner Schlösser folgt. Um die Heimatgruppe zu ändern, den Schlüssel zurückgeben und leeren, dann neu programmieren.
window-key-too-small = Der Zutritt braucht { $needed } Bytes. Schlüsselanhänger mit diesen Chips sind zu klein:
window-column-behind = Veraltet
window-column-version = Version
window-column-blocking-group = Sperrgruppe
window-todo-empty = Leeren
