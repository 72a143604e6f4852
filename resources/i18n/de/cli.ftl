# Die Kommandozeile: Überschriften, Wörter und Befunde.
label-name = Name
label-email = E-Mail
label-end-date = Enddatum
label-first-name = Vorname
label-last-name = Nachname
label-company = Firma
label-external-id = externe Kennung
label-sources = Rollen und Räume
label-keys = Schlüssel
label-key = Schlüssel
label-key-number = Schlüssel
label-user = Benutzer
label-user-name = Benutzer
label-similar = ähnliche Benutzer
label-kind = Art
label-state = Zustand
label-number = Nummer
label-pending = ausstehend
label-uid = Chip
label-shown = gezeigt als
label-stamp = Prägung
label-home-group = Heimatgruppe
label-generation = Generation
label-revision = Revision
label-blocklist-version = Sperrliste
label-written-at = geschrieben
label-roles = Rollen
label-start = ab
label-end = bis
label-locks = Schlösser
label-lock = Schloss
label-lock-groups = Schlossgruppen
label-access-times = Zutrittszeiten
label-expiry-hours = verfällt nach Stunden
label-opens-nothing = öffnet nichts
label-ended = abgelaufen
label-clock = Uhr
label-blocking-group = Sperrgruppe
label-deployed-at = ausgerollt
label-change = Änderung
label-source = aus
label-difference = Unterschied
label-wanted = gewünscht
label-written = geschrieben
label-target = öffnet
label-windows = Gültigkeit
label-doors-to-visit = Türen, die erst besucht werden müssen
label-cannot-open = Schlösser, die diese Art Schlüssel nicht öffnet
label-keys-changed = geänderte Schlüssel
label-operation = Aufgabe
label-failure = offen wegen
label-created-at = angelegt
label-changed-at = geändert
label-created = angelegt
label-zone = Zeitzone
label-demo = Demo
label-live = in Betrieb
label-users = Benutzer
label-audit = Protokoll
label-entries = Einträge
label-signed = signiert
label-erased = gelöscht
label-head = Protokollende
label-verified = geprüft
label-noted = verglichene notierte Enden
label-repaired = berichtigt
label-backup = Sicherung
label-restored = wiederhergestellt
label-from = aus
label-previous = das Vorherige liegt nun unter
label-recovery-code = Wiederherstellungscode
label-notice = Hinweis
label-serial = Seriennummer
label-operators = Bediener
label-chip = Chiptyp
label-system = System
label-events = Ereignisse
label-signature = Signatur
label-adopted = übernommen
label-blocked-again = wieder gesperrt
label-blocked-unknown = auf dem Anhänger gesperrt, hier unbekannt
label-replaces = anstelle von
label-removed = entfernt
label-path = Pfad
label-private = privat
label-generations = vertraute Generationen
label-as-recorded = wie verzeichnet
label-blocked = gesperrt
label-capacity = Kapazität
label-locks-behind = Schlösser im Rückstand
label-carriers = Träger
label-carriers-current = Träger aktuell
label-sequence = Eintrag
label-at = Zeit
label-actor = von
label-actor-name = von
label-subject = über
label-facts = Angaben
label-found = Befund
label-planned = wird getan
label-code = Code
label-message = Meldung
label-remedy = was zu tun ist
word-yes = ja
word-no = nein
word-ok = in Ordnung
word-wrong = fehlerhaft
word-not-checked = nicht geprüft
word-valid = gültig
word-invalid = ungültig
word-done = erledigt
word-refused = abgelehnt
word-failed = fehlgeschlagen
word-add-user = Benutzer anlegen
word-queue-invitation = Einladung vormerken
word-program-key = Schlüssel programmieren
word-program-fob-key = Anhänger programmieren
word-program = Programmieren
word-empty = Leeren
word-phone = Telefon
word-fob = Anhänger
word-k5 = K5
word-hybrid = hybrid
word-pin = PIN
word-role = Rolle
word-premises = Räume
word-draft = Entwurf
word-task = wartet auf den Kodierer
word-programmed = programmiert
word-handed-over = ausgegeben
word-returned = zurückgegeben
word-write-failed = Schreiben fehlgeschlagen
word-empty-failed = Leeren fehlgeschlagen
word-blocked = gesperrt
word-replaced = ersetzt
word-deleted = gelöscht
word-written-off = abgeschrieben
word-not-deployed = nicht ausgerollt
word-deployed = ausgerollt
word-pending = ausstehend
word-queued = vorgemerkt
word-claimed = übernommen
word-writing = Schreiben nicht beendet
word-written = geschrieben, ungeprüft
word-verified = zurückgelesen
word-cancelled = abgebrochen
told-similar = einen Benutzer dieses Namens gibt es schon: { $user }
told-no-sources = keine Rolle und keine Räume: öffnet nichts
told-wire = { $exchanges } Austausche, { $out } Bytes hinaus, { $in } herein
told-wire-resumed = { $exchanges } Austausche, { $out } Bytes hinaus, { $in } herein, nur dieses Mal: was vor der Unterbrechung verbraucht wurde, ist nicht mitgezählt
told-log-head = Protokoll der Anlage bis hier: { $head }
told-cost = { $source }: { $bytes } Bytes
told-recovery = Drucken Sie den Wiederherstellungscode und bewahren Sie ihn nur auf Papier auf. Er wird nicht noch einmal gezeigt.
doctor-clock-behind = Die Uhr dieses Rechners ({ $now }) steht vor der letzten Änderung dieses Systems ({ $last }). Stellen Sie sie richtig, bevor Sie programmieren: was nach ihr beginnt und endet, wäre falsch.
doctor-clock-impossible = Die Uhr dieses Rechners zeigt { $now }, was nicht sein kann. Stellen Sie Datum und Uhrzeit, bevor Sie programmieren.
doctor-name-store = Systemdatei
doctor-name-encoder = Kodierer
doctor-name-fob = Anhänger
doctor-name-token = Programmierschlüssel
doctor-store = { $name }: unversehrt, Protokoll { $head } geprüft
doctor-encoder = ein PN532 antwortet
doctor-encoder-found = ein PN532 antwortet an { $path }
doctor-encoder-slow = ein PN532 antwortet, aber sein Adapter hält jede Antwort bis zu { $timer } ms zurück; legen Sie die Datei 70-keywright.rules in /etc/udev/rules.d ab und stecken Sie den Kodierer wieder ein
doctor-fob-blank = { $chip } { $uid }, { $free } Bytes frei: leer, Platz für eine Zutrittstabelle von { $room } Bytes{ $least ->
    [same] {""}
   *[other] {" "}({ $least } auf dem kleinsten Anhänger dieser Größe, womit `key show` rechnet)
    }
doctor-fob-blank-small = { $chip } { $uid }, { $free } Bytes frei: leer, Platz für eine Zutrittstabelle von { $room } Bytes{ $least ->
    [same] {""}
   *[other] {" "}({ $least } auf dem kleinsten Anhänger dieser Größe, womit `key show` rechnet)
    } und nur für eine halbe Sperrliste
doctor-fob-started = { $chip } { $uid }, { $free } Bytes frei: die Programmierung von Schlüssel { $number } ({ $name }) ist nicht beendet
doctor-fob-ours = { $chip } { $uid }, { $free } Bytes frei: Schlüssel { $number } ({ $name })
doctor-fob-unasked = { $chip } { $uid }, { $free } Bytes frei: programmiert; wem er gehört, zeigt sich, wenn die Systemdatei aufgeht
doctor-token = { $label } gehört zu diesem System, Generation { $generation }; nach der PIN wurde nicht gefragt
doctor-token-tries = { $label } gehört zu diesem System, Generation { $generation }; nach der PIN wurde nicht gefragt, { $tries } Versuche sind übrig
doctor-no-encoder = kein Kodierer genannt und keiner gefunden: einstecken, --encoder PORT angeben oder KEYWRIGHT_ENCODER setzen
doctor-port = { $what }; wenn der Kodierer hier ist: --encoder { $path }
doctor-needs-encoder = braucht den Kodierer
doctor-no-fob = auf dem Kodierer liegt kein Anhänger
doctor-no-token = kein Programmierschlüssel genannt: --token angeben oder KEYWRIGHT_TOKEN setzen
doctor-token-factory = PIV-Token { $number }, noch nicht vorbereitet (die PIN hat noch { $tries } Versuche): „programming-key prepare“ macht es zum Programmierschlüssel
doctor-token-prepared = PIV-Token { $number }, vorbereitet als { $label } (die PIN hat noch { $tries } Versuche); wessen es ist, zeigt sich, sobald die Systemdatei aufgeht
doctor-token-several = mehrere Token sind eingesteckt: { $serials }; welches gemeint ist, zeigt sich, sobald die Systemdatei aufgeht
doctor-usb-free = verwendbar
doctor-usb-unusable = sichtbar, nicht verwendbar ({ $reason })
doctor-usb-serviced = ein anderes Programm hält ihn, meist der Chipkartendienst, über den er erreicht wird
doctor-service = der Chipkartendienst hat diesen Leser
doctor-usb-none = kein Kartenleser oder Sicherheitsschlüssel ist eingesteckt
told-one-way = Nur noch ein Weg zu den Geheimnissen ist übrig: Fügen Sie einen zweiten Programmierschlüssel hinzu, oder erproben Sie den Wiederherstellungscode.
told-recovered = Der Wiederherstellungscode hat die Geheimnisse geöffnet. Melden Sie nun die Programmierschlüssel als verloren, die nicht mehr da sind: programming-key lost SCHLÜSSEL.
label-recovery-rehearsed = Wiederherstellungscode erprobt
label-fingerprint = Fingerabdruck
label-permissions = Rechte
label-opens-generations = öffnet Generationen
label-steps = Schritte
label-ways = Wege zu den Geheimnissen
label-ways-left = Wege übrig
label-campaign = Wechsel zu neuen Geheimnissen
label-phase = Abschnitt
label-media-generation = Generation neuer Medien
label-fobs = Schlüsselanhänger
label-total = insgesamt
label-left = übrig
label-locks-left = Schlösser übrig
label-fobs-left = Anhänger übrig
label-pin-tries = PIN-Versuche
label-unblocked = entsperrt
label-stolen = gestohlen
notice-mail-not-set = Kein Mailserver ist eingerichtet: die Einladung wartet, bis einer mit `system mail` eingerichtet ist.
label-attempts = Versuche
label-next-attempt-at = nächster Versuch
label-expires-at = gültig bis
label-security = Schutz
label-host = Mailserver
label-port = Port
label-sender = Absender
label-account = Konto
label-account-password = Passwort des Kontos
label-authority = eigene Zertifizierungsstelle
label-portal = Portal
label-set = eingerichtet
label-test = Probebrief an
label-language = Sprache
label-sent = gesendet
label-put-off = vertagt
label-failed = fehlgeschlagen
label-unsure = unbekannt
word-sending = unterwegs
word-unsure = unbekannt, ob sie hinausging
word-sent = gesendet
word-accepted = angenommen
word-revoked = zurückgezogen
word-expired = abgelaufen
told-costs = { $excess ->
    [0] So viel braucht jede Quelle:
   *[other] { $excess } Bytes zu viel; nehmen Sie Quellen ab, bis sie passen. So viel braucht jede Quelle:
    }
told-choice = { $group }: { $locks ->
    [one] { $locks } Schloss dieses Schlüssels
   *[other] { $locks } Schlösser dieses Schlüssels
    } · Sperrliste Version { $version }, { $entries } von { $most } Einträgen · Schlösser im Rückstand: { $behind } · andere Träger: { $carriers } · nicht getragen: { $without }
told-removed-user = entfernter Benutzer
told-removable = Von der Sperrliste von { $group } können genommen werden: { $count ->
    [0] keine
   *[other] { $keys }
    }
label-telephones = Telefon
label-as-of = Stand der Daten
label-title = Titel
label-person-code = Personenkennung
label-telephone-1 = Telefon 1
label-telephone-2 = Telefon 2
label-telephone-3 = Telefon 3
label-street = Straße
label-postal-code = Postleitzahl
label-post-office = Ort
label-country = Land
label-description = Beschreibung
label-blocklists = Sperrlisten
label-known = bekannt
label-distributable = darf verteilt werden
label-nearly-full = fast voll
label-since-version = seit Version
label-reason = Grund
label-removable = darf herunter
label-opens = öffnet
label-actions = Schritte
label-wire = auf der Leitung
label-action = Schritt
label-outcome = Ergebnis
word-edit-user = Benutzer ändern
word-give-source = geben
word-change-source = ändern
word-take-source = wegnehmen
word-save-draft = Entwurf sichern:
word-program-now = jetzt programmieren:
word-change-draft = Entwurf ändern:
word-rewrite-key = neu schreiben:
word-take-key-back = zurücknehmen, öffnet nichts mehr:
word-remove-user = Benutzer entfernen
word-return-key = Schlüssel zurücknehmen und leeren
word-block-key = Schlüssel sperren
word-lost = verloren
word-removed = Benutzer entfernt
word-operator = durch den Bediener
notice-blocklist-unsigned = Der Schlüssel ist gesperrt, aber die neue Sperrliste kann noch nicht verteilt werden: Kein Programmierschlüssel war zur Hand. Stecken Sie einen ein und rufen Sie `keywright blocklist sign` auf.
notice-blocklist-waits = Diese Sperrliste kann noch nicht verteilt werden: Ihre neueste Fassung ist nicht signiert. Stecken Sie einen Programmierschlüssel ein und rufen Sie `keywright blocklist sign` auf.
notice-blocklist-not-signed = Der Schlüssel ist gesperrt, aber die neue Sperrliste kann noch nicht verteilt werden. { $cause } { $remedy } Rufen Sie danach `keywright blocklist sign` auf.
notice-blocklist-nearly-full = Eine Sperrliste ist fast voll; bei 500 Schlüsseln kann keiner mehr gesperrt werden. `keywright blocklist prune GROUP` nimmt Schlüssel herunter, die nichts mehr öffnen; geben Sie andere zurück und leeren Sie sie.
receipt = QUITTUNG FÜR EINEN SCHLÜSSEL, { $system }

    { $holder } hat am { $date } erhalten:
    Schlüssel { $key }, Chip { $chip }, Prägung { $stamp }

    Er öffnet: { $locks }

    Melden Sie den Verlust sofort: Nur dann kann der Schlüssel gesperrt werden.

    Protokoll der Anlage bis hier: { $head }

    Unterschrift: ______________________________
told-expiry = { $count ->
    [one] jede Stunde neu zu programmieren
   *[other] alle { $count } Stunden neu zu programmieren
    }
notice-blocklist-pruned = Schlüssel wurden von der Sperrliste genommen. Die neue Liste ist noch nicht verteilbar: Programmierschlüssel einstecken und `keywright blocklist sign` ausführen.
told-too-small = Schlüsselanhänger, die für die { $needed } Bytes dieses Zutritts zu klein sind: { $chips }
told-always = immer
told-new-key = neuer Schlüssel:
told-opens-nothing = { $key } öffnet nichts mehr: zurückgeben und leeren, oder sperren, wenn er nicht zurückkommt
notice-key-opens-nothing = Der Schlüssel öffnet nichts mehr. Nehmen Sie ihn zurück und leeren Sie ihn: `keywright key return { $number }`. Kommt er nicht zurück, sperren Sie ihn: `keywright key block { $number }`.
notice-dry-run = Nichts wurde geändert: So wäre es.
notice-role-opens-nothing = Die Rolle öffnet nichts: Sie hat noch kein Schloss.
told-orphaned = { $key } bleibt in der Heimatgruppe { $group }, obwohl keines seiner Schlösser mehr darin liegt: zurückgeben und leeren, dann neu programmieren
notice-restored = Die Daten sind vom Stand { $time }. Anhänger, die danach programmiert, und Schlösser, die danach eingerichtet wurden, haben mehr, als sie wissen. Legen Sie jeden solchen Anhänger auf den Kodierer: `keywright key read` sagt, ob er neuer ist, `keywright key read --adopt` übernimmt seinen Inhalt; von einem verlorenen sperren Sie die Nummer: `keywright key block --lost-number`. Gehen Sie dann zu den Türen: `keywright lock deploy --all`.
notice-home-group-orphaned = Schlüssel bleiben in einer Heimatgruppe, in der keines ihrer Schlösser mehr liegt, und tragen weiter deren Sperrliste. `keywright key list --orphaned` nennt sie; jeden zurückgeben und leeren, dann neu programmieren.
label-bytes = Bytes
label-chips = Chips
label-fits = passt
label-home-group-orphaned = Heimatgruppe verloren
# Slips on the command line.
usage-value-missing = { $option } braucht einen Wert.
usage-value-unknown = { $value } ist kein Wert für { $option }. Bekannt sind: { $known }.
usage-value-malformed = { $value } ist kein Wert für { $option }.
usage-option-unknown = { $option } gibt es hier nicht.
usage-verb-unknown = Den Befehl { $verb } gibt es nicht.
usage-verb-missing = Es fehlt ein Befehl: es gibt nichts zu tun.
usage-conflict = { $option } und { $other } schließen sich aus.
usage-missing = Es fehlt: { $options }.
usage-values = { $option } hat zu viele oder zu wenige Werte.
usage-characters = Der Befehl enthält Zeichen, die kein Text sind.
usage-perhaps = Vielleicht ist { $other } gemeint.
usage-program-without-fob = --program braucht --key fob.
usage-key-and-source = { $text }: Schreiben Sie KEY=SOURCE.
usage-key-kind = --key { $text }: Möglich sind phone, fob und k5.
usage-telephones = --telephone: höchstens drei.
usage-lock-kind = --kind { $text }: Möglich sind fob, hybrid und pin.
usage-confirm-clock = --confirm-clock steht nur bei einem Befehl, der ein geöffnetes System ändert; dieser würde es nicht festhalten.
usage-no-locks = Kein Schloss ist genannt: Nennen Sie Schlösser, oder geben Sie --all an.
usage-validity = { $text }: Die Gültigkeit ist START..END, START.. oder ..END.
usage-address-without-password = Die neue Adresse von jemand anderem braucht ein neues Passwort: Geben Sie --new-password dazu.
usage-role-without-premises = Eine Rolle ohne Räume reicht über das ganze System: Legen Sie dafür eine neue Rolle an.
usage-bench-not-from-here = Der Prüfstand selbst wird vom Programm gestartet, nicht von hier.
usage-no-system = Kein System ist genannt: Geben Sie --system FILE an, oder setzen Sie KEYWRIGHT_SYSTEM.
usage-system-files-only = Diese Version öffnet Systemdateien; gemeinsame Systeme auf PostgreSQL kommen später.
usage-no-operator = Kein Bediener ist genannt: Geben Sie --operator EMAIL an, oder setzen Sie KEYWRIGHT_OPERATOR.
usage-secret-file = Die Datei { $file } ist nicht lesbar: { $reason }
usage-no-secret = { $what ->
    [new-password] Es fehlt das neue Passwort
    [pin] Es fehlt die PIN
    [new-token-pin] Es fehlt die PIN des neuen Programmierschlüssels
    [puk] Es fehlt die PUK
    [recovery-code] Es fehlt der Wiederherstellungscode
   *[password] Es fehlt das Passwort
    }: Geben Sie { $option } FILE an, oder setzen Sie { $variable }.
usage-no-locks-way = Kein Weg zu den Schlössern ist genannt: Geben Sie --locks bench:DIR an, oder setzen Sie KEYWRIGHT_LOCKS.
usage-locks-way = { $text }: Schlösser werden als bench:DIR erreicht.
usage-token-name = { $text }: Programmierschlüssel heißen usb, usb:SERIAL, pcsc:READER oder bench:DIR.
usage-no-window = Dieses Programm wurde ohne Fenster gebaut.
usage-mail-missing = Noch ist kein Mailserver eingerichtet: fügen Sie { $option } hinzu.
usage-nothing-typed = Von der Standardeingabe kam nichts.
usage-nothing-to-change = Es ist nichts zu ändern: geben Sie mindestens eines an von { $options }.
told-nothing = Es gibt nichts anzuzeigen.
told-left-to-write = Was übrig ist, schreibt `keywright key program { $number }`{ $chosen ->
    [yes] {"."}
   *[no] , oder mit seinem Anhänger auf dem Kodierer `keywright task run`.
    }
label-premises = Räume
label-everywhere = überall
label-new-secrets = neue Geheimnisse
label-opened-by = geöffnet mit
word-made = gemacht
word-due = fällig
word-underway = schon im Gang
word-recovery-code = Wiederherstellungscode
word-programming-key = Programmierschlüssel
label-due = fällig
label-changed = geändert
label-operator = Bediener
label-recorded-blocklist-version = Sperrliste laut Aufzeichnung
label-subject-kind = betrifft
label-subject-name = welcher
doctor-name-contact = Kontaktschacht
doctor-contact-empty = der Leser antwortet (Firmware { $firmware }); der Platz ist leer
doctor-contact-piv = der Leser antwortet (Firmware { $firmware }); eine PIV-Karte liegt im Platz
doctor-contact-other = der Leser antwortet (Firmware { $firmware }); im Platz liegt eine Karte, die keine PIV-Karte ist
doctor-no-contact = der Kontaktschacht wurde nicht genannt: geben Sie seinen Anschluss mit --contact an
subject-system = System
subject-user = Benutzer
subject-source = Berechtigung
subject-lock = Schloss
subject-key = Schlüssel
subject-invitation = Einladung
subject-envelope = Geheimnisse
subject-role = Rolle
subject-premises = Räume
subject-lock-group = Schlossgruppe
subject-blocking-group = Sperrgruppe
subject-task = Aufgabe
subject-programming-key = Programmierschlüssel
subject-operator = Bediener
subject-administrator-role = Administratorrolle
subject-draft = Entwurf
word-locks = erst die Schlösser
word-fobs = dann die Anhänger
word-closing = noch einmal die Schlösser
# Asked for on a terminal.
ask-pin = PIN von { $label } (noch { $left } Versuche):
ask-pin-last = PIN von { $label } (der letzte Versuch: eine falsche PIN sperrt ihn):
ask-pin-plain = PIN von { $label }:
label-lock-group-names = Schlossgruppen
label-blocking-group-name = Sperrgruppe
label-lock-name = Schloss
label-lock-number = Schloss
label-chip-name = Chiptyp
notice-night-split = Die Nacht wurde um Mitternacht geteilt; die Zeiten sind jetzt: { $times }
told-nothing-to-deploy = Alle Schlösser sind auf dem Stand: es gibt nichts auszurollen.
label-replaced-by = ersetzt durch Schlüssel
usage-word-options = [OPTIONEN]
usage-word-command = <BEFEHL>
usage-word-perhaps-command = [BEFEHL]
told-visit = { $verdict }  (entschieden nach { $exchanges } Austauschen und { $bytes } Bytes; der ganze Besuch { $all } und { $allbytes }{ $lists })
word-open = offen
word-denied = abgewiesen
told-list-taken = Sperrliste übernommen, Version { $version }
told-list-given = Sperrliste übergeben, Version { $version }
word-stolen = gestohlen
word-broken = defekt
word-moved-out = ausgezogen
label-e-mail = E-Mail
label-until = bis
label-role = Rolle
label-before = vorher
remedy-home-group-not-chosen = Auf der Befehlszeile: --home-group GRUPPE.
