# Was im Fenster als Nächstes zu tun ist, wo die Befehlszeile einen Befehl nennt. Knöpfe und Orte mit ihren eigenen Worten.

window-remedy-key-way-out = { $way ->
    [write] Legen Sie seinen Anhänger auf den Kodierer und wählen Sie beim Schlüssel „{ window-program }“: Er wird geschrieben, oder Begonnenes wird beendet.
    [write-or-lost] Legen Sie seinen Anhänger auf den Kodierer und wählen Sie beim Schlüssel „{ window-program }“. Wurde ein Anhänger von ihm nach der Sicherung programmiert, aus der dieses System wiederhergestellt ist, und ist er verloren, so wird Schlüssel { $number } auf der Befehlszeile gesperrt.
    [take-back] Legen Sie seinen Anhänger auf den Kodierer und wählen Sie unter „{ window-nav-keys }“ beim Schlüssel „{ window-return-key }“.
    [shut-out] Taucht sein Anhänger auf, legen Sie ihn auf den Kodierer und wählen Sie beim Schlüssel „{ window-return-key }“. Bis dahin sperrt ihn „{ window-block-key }“ aus.
    [lift] Hat ihn sein Inhaber wieder, wird die Sperre auf der Befehlszeile aufgehoben. Sonst legen Sie seinen Anhänger auf den Kodierer und wählen Sie beim Schlüssel „{ window-return-key }“.
    [replace] Sein Inhaber bekommt einen anderen an seiner Stelle: „{ window-replace-key }“ beim Schlüssel.
    [write-off] Er endet mit „{ window-replace-key }“ beim Schlüssel.
    [pass-on] Sein Anhänger ist leer. Was für den Schlüssel festgelegt war, geht an den nächsten Inhaber: „{ window-pass-on }“ beim Schlüssel.
    [add] Wer einen Schlüssel braucht, bekommt einen anderen: „{ window-add-key }“ beim Benutzer.
    [add-or-lost] Wer einen Schlüssel braucht, bekommt einen anderen: „{ window-add-key }“ beim Benutzer. Wurde ein Anhänger von ihm nach der Sicherung programmiert, aus der dieses System wiederhergestellt ist, und ist er verloren, so wird Schlüssel { $number } auf der Befehlszeile gesperrt.
   *[other] Suchen Sie den Schlüssel unter „{ window-nav-keys }“: Was mit ihm geht, steht daneben.
    }
window-remedy-key-replaced-before = { window-remedy-key-way-out }
window-remedy-key-state = { window-remedy-key-way-out }
window-remedy-key-state-not-programmable = { window-remedy-key-way-out }
window-remedy-key-without-medium = { window-remedy-key-way-out }
window-remedy-key-replaced = { window-remedy-key-way-out }
window-remedy-key-other-task-open = { window-remedy-key-way-out }
window-remedy-key-holder-removed = { window-remedy-key-way-out } Ein Schlüssel für jemand anderen: „{ window-add-key }“ bei diesem Benutzer.
window-remedy-key-not-returned = { $medium ->
    [no] Er hat keinen Anhänger, der weitergehen könnte. Geben Sie dem nächsten Inhaber einen eigenen Schlüssel: „{ window-add-key }“ bei diesem Benutzer.
   *[yes] Legen Sie seinen Anhänger auf den Kodierer und wählen Sie beim Schlüssel „{ window-return-key }“. Geben Sie ihn danach weiter.
    }
window-remedy-fob-not-programmed = Einen Schlüssel schreibt „{ window-program }“ bei einem Entwurf unter „{ window-nav-todo }“ darauf.
window-remedy-fob-full = Nehmen Sie einen mit mehr Speicher oder ohne andere Anwendungen. Ein Schlüssel, dessen Schreiben auf diesem Anhänger begonnen wurde, wird zuerst von ihm genommen: „{ window-return-key }“ beim Schlüssel.
window-remedy-fob-blocklist-too-large = Nehmen Sie diesen Anhänger zurück, leeren Sie ihn, und programmieren Sie einen mit mehr Speicher. Schlüssel, die nichts mehr öffnen, nimmt man auf der Befehlszeile von einer Sperrliste.
window-remedy-fob-changed-elsewhere = Lesen Sie ihn und beginnen Sie die Änderung neu an der Station, die auf dem neuesten Stand ist. Wurde dieses System aus einer Sicherung wiederhergestellt und arbeitet keine andere Station damit, übernehmen Sie zuerst auf der Befehlszeile, was er trägt.
window-remedy-fob-file-too-short = Wählen Sie beim Schlüssel „{ window-return-key }“, das leert den Anhänger, und programmieren Sie dem Inhaber darauf einen neuen Schlüssel; geben Sie vorher nichts aus. Wird der Anhänger dann abgewiesen, nehmen Sie einen mit mehr Speicher.
window-remedy-fob-factory-key-works = Geben Sie ihn nicht aus. Versuchen Sie es noch einmal; geschieht es wieder, wählen Sie beim Schlüssel „{ window-replace-key }“ und nehmen Sie einen anderen Anhänger.
window-remedy-lock-not-installed = Ein neues Schloss wird bei der ersten Übertragung eingerichtet: „{ window-deploy }“ unter „{ window-nav-locks }“. Ein ersetztes oder zurückgesetztes wird auf der Befehlszeile neu eingerichtet.
window-remedy-lock-blocklist-forged = Wählen Sie beim Schloss noch einmal „{ window-deploy }“. Geschieht es wieder, setzen Sie es auf den Werkszustand zurück und richten Sie es auf der Befehlszeile neu ein.
window-remedy-lock-of-lost-generation = Stellen Sie eine Sicherung wieder her, die nach dem Wechsel der Generation gemacht wurde. Gibt es keine, setzen Sie das Schloss auf den Werkszustand zurück und richten Sie es auf der Befehlszeile neu ein.
window-remedy-usb-none-there = Stecken Sie ihn ein.
window-remedy-usb-not-there = Stecken Sie ihn ein, oder prüfen Sie die Nummer, mit der das Programm gestartet wurde.
window-remedy-usb-several = Ziehen Sie die anderen ab.
window-remedy-usb-none-meant = Stecken Sie einen ein, der zu diesem System gehört, oder fügen Sie diesen unter „{ window-nav-programming-keys }“ hinzu.
window-remedy-usb-no-driver = Wer den Rechner betreut, lässt das Gerät ein, wo USBGuard oder Ähnliches es fernhält; unter Windows nennt es, wer das Programm startet, als Leser des Chipkartendienstes. Stecken Sie es dann neu ein.
window-remedy-usb-busy = Schließen Sie das andere Programm, oder ziehen Sie den Programmierschlüssel ab und stecken ihn neu ein.
window-remedy-programming-key-foreign = Stecken Sie einen Programmierschlüssel des Systems ein, oder fügen Sie diesen unter „{ window-nav-programming-keys }“ hinzu.
window-remedy-programming-key-not-named = Schließen Sie das Fenster, und starten Sie das Programm neu: Wird kein anderer genannt, sucht es den Programmierschlüssel an USB.
window-remedy-encoder-not-named = Stecken Sie den Kodierer ein. Wird er nicht von selbst gefunden, starten Sie das Programm neu mit seinem seriellen Anschluss.
window-remedy-encoder-none-answers = Prüfen Sie das Kabel des Kodierers und stecken Sie ihn neu ein, oder wählen Sie seinen Anschluss unter „{ window-nav-settings }“.
window-remedy-encoder-several = Ziehen Sie die anderen ab, oder wählen Sie einen unter „{ window-nav-settings }“.
window-remedy-pcsc-not-there = Stecken Sie den Programmierschlüssel ein.
window-remedy-mail-settings = Berichtigen Sie sie unter „{ window-nav-settings }“.
window-remedy-mail-server-unreachable = Prüfen Sie Name und Port unter „{ window-nav-settings }“ und das Netz. Die Einladung wartet und wird erneut versucht.
window-remedy-mail-server-certificate = Nehmen Sie unter „{ window-nav-settings }“ den vollen Namen des Servers; das Zertifikat einer eigenen Zertifizierungsstelle gibt man auf der Befehlszeile an.
window-remedy-mail-sign-in = Berichtigen Sie sie unter „{ window-nav-settings }“; was wartete, wird dann gesendet.
window-remedy-mail-not-set = Richten Sie einen unter „{ window-nav-settings }“ ein; was wartet, wird dann gesendet.
window-remedy-mail-sender-refused = Prüfen Sie Absender und Konto unter „{ window-nav-settings }“ und senden Sie die Einladung dann erneut.
window-remedy-programming-key-no-certificate = „{ window-rite-prepare }“ unter „{ window-nav-programming-keys }“ legt dort Schlüssel und Zertifikat an.
window-remedy-programming-key-certificate-unusable = Es muss X.509 mit einem P-256-Schlüssel sein. „{ window-rite-prepare }“ unter „{ window-nav-programming-keys }“ macht beide neu, nach einer Frage.
window-remedy-programming-key-factory-pin = Wählen Sie eine andere PIN. „{ window-rite-prepare }“ unter „{ window-nav-programming-keys }“ setzt sie an die Stelle der alten.
window-remedy-programming-key-last-pin-try = Eine weitere falsche PIN sperrt den Token. Sehen Sie die PIN nach und bestätigen Sie dann, dass der letzte Versuch benutzt werden darf.
window-remedy-programming-key-pin-untold = Eine falsche PIN kann die letzte sein, die er annimmt. Sehen Sie die PIN nach und bestätigen Sie dann, dass der letzte Versuch benutzt werden darf.
window-remedy-programming-key-pin-blocked = „{ window-rite-unblock }“ unter „{ window-nav-programming-keys }“ gibt ihm mit seiner PUK eine neue PIN. Oder nehmen Sie einen anderen Programmierschlüssel.
window-remedy-programming-key-factory-puk = Geben Sie eine eigene PUK an.
window-remedy-programming-key-puk-untold = Tippen Sie die PUK ein, die er hat oder haben soll. Die richtige verbraucht keinen Versuch.
window-remedy-programming-key-last-puk-try = Eine weitere falsche PUK ist das Ende des Tokens: Das Werkzeug des Herstellers muss ihn leeren. Sehen Sie die PUK nach und bestätigen Sie dann, dass der letzte Versuch benutzt werden darf.
window-remedy-programming-key-in-use = Entfernen Sie ihn zuerst mit einem anderen Programmierschlüssel aus dem System, oder nehmen Sie einen anderen Token.
window-remedy-programming-key-factory-management-key = „{ window-rite-prepare }“ unter „{ window-nav-programming-keys }“ gibt ihm einen eigenen.
window-remedy-programming-key-management-key-unknown = Bereiten Sie den Token auf der Befehlszeile mit der Datei seines Verwaltungsschlüssels vor, oder setzen Sie ihn mit dem Werkzeug des Herstellers zurück.
window-remedy-programming-key-management-key-fixed = Ändern Sie ihn mit dem Werkzeug des Herstellers und bereiten Sie den Token auf der Befehlszeile vor, oder nehmen Sie einen anderen.
window-remedy-programming-key-key-mismatch = „{ window-rite-prepare }“ unter „{ window-nav-programming-keys }“ macht beide neu, nach einer Frage.
window-remedy-programming-key-not-read-back = Versuchen Sie es noch einmal. Geschieht es wieder, nehmen Sie einen anderen Token.
window-remedy-programming-key-untrue = Benutzen Sie ihn nicht mehr: Er ist beschädigt oder nicht, was er scheint. Nehmen Sie einen anderen Programmierschlüssel, und entfernen Sie diesen unter „{ window-nav-programming-keys }“.
window-remedy-programming-key-of-others = Nehmen Sie einen, der Sie unter seinen Bedienern nennt. Wer Programmierschlüssel ändern darf, nimmt Sie in diesen unter „{ window-nav-programming-keys }“ auf.
window-remedy-programming-key-no-operator = Wählen Sie mindestens einen.
window-remedy-secrets-wrong-password = Versuchen Sie es noch einmal. Ist es vergessen, setzt ein Verwalter unter „{ window-operators }“ ein neues, oder der Wiederherstellungscode auf der Befehlszeile.
window-remedy-email-taken = { $waiting ->
    [yes] Diesen Benutzer gibt es schon, und sein Schlüssel wartet: Wählen Sie bei ihm „{ window-program }“. Soll jemand anderes dazukommen, geben Sie eine andere Adresse an.
   *[no] Öffnen Sie diesen Benutzer, oder geben Sie eine andere Adresse an.
    }
window-remedy-user-has-media = Entscheiden Sie für jedes: „{ window-return-key }“ oder „{ window-block-key }“. Beim Entfernen des Benutzers wird danach gefragt.
window-remedy-blocklist-full = Schlüssel, deren Medium geleert ist oder nichts mehr öffnet, nimmt man auf der Befehlszeile von der Liste. Gibt es keine, legen Sie Schlösser in eine andere Gruppe unter „{ window-nav-blocking-groups }“.
window-remedy-store-not-a-system-file = Nennen Sie die Systemdatei oder eine Sicherung von ihr; ihre Datei mit der Endung .slots liegt daneben.
window-remedy-fob-newer-than-records = Übernehmen Sie auf der Befehlszeile, was er trägt, und wählen Sie dann beim Schlüssel „{ window-program }“.
window-remedy-fob-ahead-of-records = Übernehmen Sie seinen Inhalt auf der Befehlszeile, wenn keine andere Station mit demselben System arbeitet.
window-remedy-fob-not-dead = Wählen Sie beim Schlüssel „{ window-return-key }“, um ihn zu leeren, oder „{ window-block-key }“, um ihn auszusperren.
window-remedy-clock-behind = Stellen Sie die Uhr und versuchen Sie es noch einmal. Geht sie richtig, bestätigen Sie es bei der Systemdatei: „{ window-mend-clock }“.
window-remedy-fob-of-other-key = { $writable ->
    [no] Legen Sie einen anderen auf, oder nehmen Sie diesen zurück und leeren Sie ihn zuerst: „{ window-return-key }“ bei Schlüssel { $number }.
   *[other] Legen Sie einen anderen auf. Soll dieser für Schlüssel { $number } geschrieben werden, wählen Sie bei diesem „{ window-program }“; soll ihn jemand anderes bekommen, nehmen Sie ihn zuerst zurück: „{ window-return-key }“.
    }
window-remedy-fob-unknown = „{ window-read }“ zeigt, ob er einem anderen System gehört oder einem Schlüssel, der nach der Sicherung hinzukam, aus der dieses System wiederhergestellt ist. Sonst legen Sie einen anderen auf.
window-remedy-fob-blank = Auf ihm ist nichts zu leeren. Einen Schlüssel schreibt „{ window-program }“ bei einem Entwurf unter „{ window-nav-todo }“ darauf.
window-remedy-fob-begun-elsewhere = Beenden Sie sie an der Station, die sie begann. Tut das niemand, so wird er auf der Befehlszeile geleert, wenn er zu diesem System gehört; dann dient er wieder.
window-remedy-fob-of-lost-key = Er wird auf der Befehlszeile geleert; dann dient er wieder. Geht er aus der Hand, so wird dort auch seine Nummer { $number } gesperrt. Eine neuere Sicherung hat, wenn es sie gibt, den Schlüssel.
window-remedy-task-write-begun = Legen Sie den Anhänger auf und wählen Sie beim Schlüssel „{ window-program }“; das beendet das Schreiben. Ist der Anhänger defekt oder vernichtet, wählen Sie bei Schlüssel { $number } „{ window-replace-key }“.
window-remedy-task-over = Es gibt nichts abzubrechen. Wie es um den Schlüssel steht, zeigt „{ window-nav-keys }“.
window-remedy-operator-last-administrator = Machen Sie zuerst jemand anderen zum Verwalter: „{ window-add-operator }“ unter „{ window-operators }“, mit einer Rolle, die das Recht zu verwalten hat. Der letzte Verwalter bleibt.
window-remedy-recovery-code-not-shown = Zeigen Sie ihn, wo er gelesen werden kann, und machen Sie noch einmal einen neuen Code.
window-remedy-word-unknown = Wählen Sie eines der angebotenen Wörter.
window-remedy-campaign-running = Bringen Sie ihn erst zu Ende: „{ window-nav-programming-keys }“ sagt, was fehlt.
window-remedy-invitation-missing = Senden Sie dem Benutzer eine Einladung: Sie wird beim Bearbeiten des Benutzers angeboten.
window-remedy-invitation-revoked = Soll der Benutzer doch eingeladen werden, senden Sie eine neue: Sie wird beim Bearbeiten des Benutzers angeboten.
window-remedy-operator-address = Ändern Sie sie unter „{ window-operators }“, wo nach einem Passwort gefragt wird.
window-remedy-operator-already = Ändern Sie Rollen oder Passwort des Bedieners unter „{ window-operators }“.
window-remedy-operator-unknown = Melden Sie sich als Bediener an, oder lassen Sie diesen Benutzer unter „{ window-operators }“ hinzufügen.
window-remedy-system-one-recipient = Fügen Sie unter „{ window-nav-programming-keys }“ einen zweiten Programmierschlüssel hinzu, oder erproben Sie dort den gedruckten Wiederherstellungscode. Programmieren Sie dann den ersten Anhänger.
window-remedy-user-still-operator = Nehmen Sie zuerst unter „{ window-operators }“ die Anmeldung weg.
window-remedy-blocklist-no-room = Schlüssel, deren Medium geleert ist oder nichts mehr öffnet, nimmt man auf der Befehlszeile von der Liste. Oder wählen Sie eine andere Sperrgruppe.
window-remedy-key-opens-nothing = { $held ->
    [yes] Legen Sie seinen Anhänger auf den Kodierer und wählen Sie beim Schlüssel „{ window-return-key }“. Ist er nicht zur Hand, sperrt „{ window-block-key }“ den Schlüssel aus.
   *[other] Geben Sie dem Benutzer eine Rolle oder private Räume, oder legen Sie eine Quelle zurück auf den Schlüssel.
}
window-remedy-log-broken = Bewahren Sie die Datei als Beweis auf und vergleichen Sie mit einer Sicherung und den Nummern des Protokolls auf Belegen.
