error-store-file-missing = An diesem Ort liegt keine Systemdatei.
error-store-file-missing-remedy = Prüfen Sie den Pfad, oder nehmen Sie die neueste Sicherung: system restore SICHERUNG.
error-store-backup-missing = Eine Datei { $file } gibt es nicht.
error-store-backup-missing-remedy = Prüfen Sie Pfad und Namen. Eine Sicherung ist, was `keywright system backup DATEI` geschrieben hat, mit DATEI.slots daneben; es wurde nichts geändert.
error-store-file-exists = Eine Datei dieses Namens gibt es bereits.
error-store-file-exists-remedy = Wählen Sie einen anderen Namen; nichts wurde überschrieben.
error-store-wrong-key = Die Systemdatei öffnet sich mit diesem Passwort oder Schlüssel nicht.
error-store-wrong-key-remedy = Prüfen Sie, ob Datei und .slots zusammengehören. Ist die Datei beschädigt, nehmen Sie die neueste Sicherung: system restore SICHERUNG; die alte bleibt erhalten.
error-store-damaged = Die Systemdatei ist beschädigt: { $what }.
error-store-damaged-remedy = Aus ihr wird nichts programmiert. Nehmen Sie die neueste Sicherung: system restore SICHERUNG; die alte bleibt erhalten.
error-store-miscounted = Manches, was für schnelle Listen mitgeführt wird, ist falsch: { $rows } Zeilen. Was Schlüssel enthalten und öffnen, betrifft das nicht.
error-store-miscounted-remedy = Zählen Sie es neu: keywright system verify --repair.
error-store-network-folder = Die Systemdatei liegt in einem Netzwerk- oder synchronisierten Ordner ({ $kind }).
error-store-network-folder-remedy = Verschieben Sie sie auf einen Datenträger dieses Rechners; nur Sicherungen gehören ins Netz.
error-store-in-use = Ein anderes Fenster oder ein anderer Befehl hat das System zum Schreiben geöffnet.
error-store-in-use-remedy = Arbeiten Sie dort weiter oder schließen Sie es und versuchen Sie es erneut. Lesen ist inzwischen möglich.
error-store-read-only = Das System ist nur zum Lesen geöffnet.
error-store-read-only-remedy = Schließen Sie die andere Instanz oder prüfen Sie die Rechte an der Datei und öffnen Sie erneut.
error-store-busy = Die Systemdatei ist belegt.
error-store-busy-remedy = Warten Sie einen Moment und versuchen Sie es erneut; nichts wurde geändert.
error-store-disk-full = Der Datenträger ist voll.
error-store-disk-full-remedy = Schaffen Sie Platz und versuchen Sie es erneut; nichts wurde halb geschrieben.
error-store-disk-failed = Der Datenträger meldete einen Fehler.
error-store-disk-failed-remedy = Schließen Sie das Programm und öffnen Sie das System erneut: Es wird geprüft, bevor etwas geschrieben wird.
error-store-newer-schema = Die Systemdatei stammt von einer neueren Programmversion (Schritt { $found }, bekannt bis { $known }).
error-store-newer-schema-remedy = Aktualisieren Sie das Programm oder stellen Sie die Sicherung von vor der Umstellung wieder her.
error-store-schema-altered = Der Aufbau der Systemdatei weicht in Schritt { $number } von diesem Programm ab.
error-store-schema-altered-remedy = Öffnen Sie sie mit dem Programm, das sie erstellt hat, oder stellen Sie eine Sicherung wieder her.
error-changed-meanwhile = Der Eintrag ({ $entity }) wurde inzwischen von jemand anderem geändert.
error-changed-meanwhile-remedy = Sehen Sie den neuen Stand an und wiederholen Sie die Änderung; nichts wurde überschrieben.
error-not-found = Diesen Eintrag ({ $entity }) gibt es nicht.
error-not-found-remedy = Er wurde vielleicht entfernt; aktualisieren Sie die Liste.
error-email-taken = { $waiting ->
    [yes] { $name } hat diese E-Mail-Adresse schon, und Schlüssel { $waits } wartet noch darauf, geschrieben zu werden.
   *[no] Diese E-Mail-Adresse gehört einem anderen Benutzer.
    }
error-email-taken-remedy = { $waiting ->
    [yes] Schreiben Sie diesen Schlüssel: `keywright key program { $waits }`. Soll jemand anders hinzukommen, geben Sie eine andere Adresse an.
   *[no] Öffnen Sie diesen Benutzer oder geben Sie eine andere Adresse ein.
    }
error-external-id-taken = Diese externe Kennung gehört einem anderen Benutzer.
error-external-id-taken-remedy = Öffnen Sie diesen Benutzer oder geben Sie eine andere Kennung ein.
error-name-taken = Der Name ist vergeben ({ $entity }).
error-name-taken-remedy = Wählen Sie einen anderen Namen.
error-medium-taken = Dieses Medium gehört zu einem anderen Schlüssel.
error-medium-taken-remedy = Legen Sie ein anderes Medium auf den Kodierer.
error-key-replaced-before = { $replaced ->
    [yes] Schlüssel { $number } wurde bereits ersetzt: Schlüssel { $successor } hat seinen Platz.
   *[no] Dieser Schlüssel wurde bereits ersetzt.
    }
error-key-replaced-before-remedy = { key-way-out }
error-record-exists = Der Eintrag ({ $entity }) besteht bereits.
error-record-exists-remedy = Öffnen Sie den vorhandenen.
error-still-used = { $linked ->
    [yes] { $name } ist noch verknüpft mit: { $links }{ $more ->
        [0] {"."}
       *[other] {" "}und { $more } weiteren.
        }
   *[other] Es wird noch verwendet ({ $entity }).
    }
error-still-used-remedy = Entfernen Sie es dort, wo es verwendet wird, und versuchen Sie es erneut.
error-record-names-missing = Es ({ $entity }) nennt einen Eintrag, den es nicht mehr gibt.
error-record-names-missing-remedy = Aktualisieren Sie und wählen Sie erneut.
error-change-abandoned = Die Änderung wurde aufgegeben; nichts davon wurde ausgeführt.
error-change-abandoned-remedy = Lesen Sie die Ursache und versuchen Sie es erneut.
error-premises-inside-themselves = Ein Bereich kann nicht in sich selbst liegen.
error-premises-inside-themselves-remedy = Wählen Sie einen anderen übergeordneten Bereich.
error-user-has-media = { $named ->
    [yes] Der Benutzer hält noch die Medien dieser Schlüssel: { $keys }.
   *[no] Der Benutzer hält noch Medien: { $count }.
    }
error-user-has-media-remedy = Entscheiden Sie für jedes: zurücknehmen und leeren (`key return`) oder sperren (`key block`); `user remove --return KEY --block KEY` tut es dabei.
error-key-state = { $same ->
    [yes] Der Schlüssel ist bereits { key-state-word }.
   *[no] Der Schlüssel ist { key-state-word }; das lässt dies nicht zu.
    }
error-key-state-remedy = { key-way-out }
error-key-blocked = Der Schlüssel ist gesperrt.
error-key-blocked-remedy = Entsperren oder ersetzen Sie ihn, oder nehmen Sie ihn zurück und leeren Sie ihn.
error-home-group-fixed = Die Heimatgruppe steht seit dem ersten erfolgreichen Schreiben fest.
error-home-group-fixed-remedy = Nehmen Sie den Schlüssel zurück, leeren Sie ihn und programmieren Sie ihn neu.
error-blocklist-full = Die Sperrliste von { $group } ist voll; der Schlüssel wurde nirgends gesperrt.
error-blocklist-full-remedy = `keywright blocklist prune GROUP` nimmt Schlüssel herunter, deren Medium geleert ist oder nichts mehr öffnet. Gibt es keine, legen Sie Schlösser in eine andere Sperrgruppe.
error-blocklist-no-room = Die Sperrliste von { $group } hat keinen Platz für die { $count } gesperrten Schlüssel, die darauf stehen müssen, um ausgesperrt zu bleiben. Nichts wurde geändert.
error-blocklist-no-room-remedy = `keywright blocklist prune GROUP` nimmt Schlüssel herunter, deren Medium geleert ist oder nichts mehr öffnet. Oder wählen Sie eine andere Sperrgruppe.
error-blocklist-version = Die Sperrliste hat sich geändert; sie steht bei Version { $current }.
error-blocklist-version-remedy = Signieren Sie die aktuelle Liste.
error-task-open = Der Schlüssel hat eine offene Aufgabe.
error-task-open-remedy = Führen Sie diese Aufgabe aus, oder brechen Sie sie ab: task list zeigt sie.
error-task-taken = Die Aufgabe liegt bei einer anderen Station oder ist weiter fortgeschritten.
error-task-taken-remedy = Aktualisieren Sie die Liste; die andere Station beendet sie.
error-numbers-exhausted = Es ist keine Nummer mehr frei ({ $entity }).
error-numbers-exhausted-remedy = Legen Sie für weitere Einträge ein neues System an.
error-restore-generations-differ = Die Sicherung und das vorhandene System haben ihre Geheimnisse je für sich gewechselt (Generation { $generation }); nur eines kann bleiben.
error-restore-generations-differ-remedy = Stellen Sie an einem leeren Ort wieder her: Nennen Sie mit --system eine andere Datei. Behalten Sie beide Dateien: Anhänger und Schlösser der anderen Generation werden mit dem System gelesen und geleert, das sie beschrieben hat.
error-log-broken = Das Protokoll ist bei Eintrag { $sequence } gebrochen: { $fault }.
error-log-broken-remedy = Bewahren Sie die Datei als Beweis auf und vergleichen Sie sie mit dem Notierten: `keywright audit verify --noted NUMMER`, mit der Nummer des Protokolls von einem Beleg oder aus der Antwort auf `keywright system backup`.
error-log-head-malformed = Das ist nicht das Ende eines Protokolls in Kurzform.
error-log-head-malformed-remedy = Es sieht aus wie 128-0123456789ABCDEF, so wie es auf einem Beleg steht.
error-random-failed = Der Rechner lieferte keine Zufallszahlen.
error-random-failed-remedy = Starten Sie den Rechner neu und versuchen Sie es erneut; nichts wurde geändert.
error-store-unreadable = Ein gespeicherter Wert ist nicht lesbar ({ $what }).
error-store-unreadable-remedy = Prüfen Sie das System und stellen Sie die neueste geprüfte Sicherung wieder her.
error-store-engine = Die Datenbank weigerte sich (Code { $code }).
error-store-engine-remedy = Das ist ein Fehler des Programms: Melden Sie ihn mit dem, was hier steht. Es wurde nichts geändert.
error-store-not-a-system-file = { $file } ist keine Systemdatei.
error-store-not-a-system-file-remedy = Nennen Sie die Systemdatei oder eine Sicherung, die `keywright system backup` gemacht hat; ihre Datei mit der Endung .slots liegt daneben.
fault-signed-head = die Signatur seines Endes stimmt nicht
fault-cut-off-before-a-signed-head = es ist vor einem signierten Ende abgeschnitten
fault-cut-off = es ist abgeschnitten
fault-noted-head = es ist nicht das auf einem Beleg oder bei einer Sicherung notierte
fault-cut-off-before-a-noted-head = es ist vor dem auf einem Beleg oder bei einer Sicherung notierten Ende abgeschnitten
fault-personal-text-removed = eine persönliche Angabe wurde entfernt
fault-missing = ein Eintrag fehlt
fault-changed = ein Eintrag wurde geändert
fault-personal-text = eine persönliche Angabe wurde geändert
