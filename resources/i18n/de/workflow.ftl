# Abschnitte eines Schreibvorgangs.
phase-identify = Schlüsselanhänger erkennen
phase-keys = Kartenschlüssel setzen
phase-files = Dateien anlegen
phase-write = schreiben
phase-commit = wirksam machen
phase-read-back = zurücklesen
phase-factory-check = Werksschlüssel probieren, die scheitern müssen
phase-empty = leeren

# Was auf der Befehlszeile stand.
error-usage = Der Befehl ergibt so keinen Sinn.
error-usage-remedy = Siehe keywright --help, oder --help hinter dem Befehl.
error-answer-not-written = Der Befehl wurde ausgeführt, aber seine Antwort ließ sich nicht schreiben: { $reason }
error-answer-not-written-remedy = Sehen Sie mit `show` oder `list` nach, wie es steht; wiederholen Sie den Befehl nicht ungesehen.

# Ablehnungen der Station.
error-name-unknown = { $kind ->
    [user] Einen Benutzer »{ $name }« gibt es nicht.
    [role] Eine Rolle »{ $name }« gibt es nicht.
    [premises] Räume »{ $name }« gibt es nicht.
    [lock] Ein Schloss »{ $name }« gibt es nicht.
    [lock-group] Eine Schlossgruppe »{ $name }« gibt es nicht.
    [key-blocking-group] Eine Sperrgruppe »{ $name }« gibt es nicht.
    [key] Einen Schlüssel »{ $name }« gibt es nicht.
    [task] Zum Schlüssel »{ $name }« gehört keine offene Aufgabe.
    [operator] Einen Bediener »{ $name }« gibt es nicht.
    [administrator-role] Eine Administratorrolle »{ $name }« gibt es nicht.
    [programming-key] Einen Programmierschlüssel »{ $name }« gibt es nicht.
   *[other] »{ $name }« gibt es nicht.
    }
error-name-unknown-remedy = Sehen Sie den genauen Namen in der Liste nach oder nehmen Sie die Kennung.
error-name-ambiguous = { $kind ->
    [user] Mehrere Benutzer heißen »{ $name }«.
    [role] Mehrere Rollen heißen »{ $name }«.
    [premises] Mehrere Räume heißen »{ $name }«.
    [lock] Mehrere Schlösser heißen »{ $name }«.
    [lock-group] Mehrere Schlossgruppen heißen »{ $name }«.
    [key-blocking-group] Mehrere Sperrgruppen heißen »{ $name }«.
   *[other] Mehrere Einträge heißen »{ $name }«.
    }
error-name-ambiguous-remedy = Nehmen Sie die Kennung, bei Benutzern die E-Mail-Adresse, bei Räumen den Pfad vom Gebäude an.
error-role-not-linked = Die Rolle { $role } gehört nicht zu { $premises }.
error-role-not-linked-remedy = Wählen Sie eine der verknüpften Rollen, oder verknüpfen Sie die Rolle zuerst.
error-premises-not-private = { $premises } sind keine privaten Räume.
error-premises-not-private-remedy = Wählen Sie eine Wohnung oder andere private Räume, oder geben Sie dem Benutzer eine Rolle.
error-source-not-held = Der Benutzer hat { $name } nicht.
error-source-not-held-remedy = Nennen Sie nur, was der Benutzer bekommen hat.
error-encoder-not-named = Es ist kein Kodierer genannt, und keiner wurde gefunden.
error-encoder-not-named-remedy = Stecken Sie den Kodierer ein. Ist sein Anschluss keiner der üblichen USB-Adapter, geben Sie --encoder PORT an oder setzen Sie KEYWRIGHT_ENCODER.
error-encoder-none-answers = An den geprüften seriellen Anschlüssen antwortet kein Kodierer: { $ports }.
error-encoder-none-answers-remedy = Prüfen Sie das Kabel und stecken Sie es neu ein, schließen Sie andere Programme, die den Anschluss benutzen, oder nennen Sie den Anschluss mit --encoder PORT.
error-encoder-several = Es sind mehrere Kodierer da: { $ports }.
error-encoder-several-remedy = Ziehen Sie die anderen ab, oder nennen Sie den gemeinten mit --encoder PORT.
error-programming-key-not-named = Es ist kein Programmierschlüssel genannt.
error-programming-key-not-named-remedy = Geben Sie --token an oder setzen Sie KEYWRIGHT_TOKEN.
error-programming-key-foreign = Dieser Programmierschlüssel gehört nicht zu diesem System.
error-programming-key-foreign-remedy = Stecken Sie einen Programmierschlüssel des Systems ein, oder fügen Sie diesen hinzu.
error-programming-key-of-others = Der Programmierschlüssel {$label} ist nicht für {$operator}.
error-programming-key-of-others-remedy = Nehmen Sie einen, der Sie unter seinen Bedienern nennt. Wer Programmierschlüssel ändern darf, nimmt Sie in diesen auf: `programming-key edit NAME --add-operator EMAIL`, oder im Fenster unter Programmierschlüssel.
error-clock-behind = Die Uhr dieses Rechners zeigt { $now }, aber { $passed } ist schon vorbei. Was nach ihr geschrieben wird, begänne und endete zu falschen Zeiten.
error-clock-behind-remedy = Stellen Sie die Uhr und versuchen Sie es noch einmal. Geht sie richtig, bestätigen Sie es: mit --confirm-clock, oder im Fenster bei der Systemdatei mit „Die Uhr geht richtig“.
error-clock-impossible = Die Uhr dieses Rechners zeigt { $now }. Dieses Programm ist jünger, die Uhr kann also nicht richtig gehen.
error-clock-impossible-remedy = Stellen Sie Datum und Uhrzeit dieses Rechners und versuchen Sie es noch einmal. Gehen sie bei jedem Ausschalten verloren, lassen Sie die Batterie seiner Uhr wechseln.
error-demo-only = Das geht nur in Demosystemen.
error-demo-only-remedy = Lassen Sie --at und Schlüssel des Prüfstands weg, oder legen Sie ein Demosystem an.
error-fob-of-other-key = Der Anhänger auf dem Kodierer gehört zu Schlüssel { $number }{ $known ->
    [yes] {" "}({ $holder })
   *[no] {""}
    }.
error-fob-of-other-key-remedy = { $writable ->
    [no] Legen Sie einen anderen auf, oder nehmen Sie diesen erst zurück und leeren Sie ihn: `keywright key return { $number }`.
   *[other] Legen Sie einen anderen auf. Diesen beschreibt für Schlüssel { $number } der Befehl `keywright key program { $number }`; soll ihn jemand anders bekommen, nehmen Sie ihn erst zurück: `keywright key return { $number }`.
    }
error-fob-unknown = Der Anhänger auf dem Kodierer ist programmiert, aber die Daten haben keinen Schlüssel mit seiner Chipnummer.
error-fob-unknown-remedy = `keywright key read` sagt, ob er einem anderen System gehört oder einem Schlüssel, der nach der Sicherung hinzukam, aus der dieses System wiederhergestellt ist: Dann leert ihn `keywright key return`. Sonst legen Sie einen anderen auf.
error-fob-blank = Der Anhänger auf dem Kodierer ist leer, und es wurde kein Schlüssel genannt.
error-fob-blank-remedy = Auf ihm ist nichts zu leeren. Nennen Sie den Schlüssel, der darauf soll: `keywright key list` zeigt die Entwürfe, `keywright key program NUMBER` schreibt einen.
error-fob-begun-elsewhere = Die erste Programmierung dieses Anhängers wurde begonnen, aber keine offene Aufgabe dieses Systems gilt ihm.
error-fob-begun-elsewhere-remedy = Beenden Sie sie an der Station, die sie begann. Tut das niemand, so leert ihn `keywright key return`, wenn er zu diesem System gehört; dann dient er wieder.
error-fob-not-genuine = Was der Anhänger enthält, hat dieses System nicht für diesen Anhänger signiert.
error-fob-not-genuine-remedy = Es wurde nichts übernommen. Behalten Sie den Anhänger und klären Sie, woher er kommt.
error-fob-of-lost-key = Der Anhänger trägt Schlüssel { $number }, den die Daten nicht haben, oder nicht in Gebrauch: Er wurde nach der Sicherung programmiert, aus der dieses System wiederhergestellt ist. Der Anhänger öffnet, was er öffnete.
error-fob-of-lost-key-remedy = Leeren Sie ihn mit `keywright key return`; dann dient er wieder. Geht er aus der Hand, so sperren Sie ihn aus: `keywright key block --lost-number { $number }`. Eine neuere Sicherung hat, wenn es sie gibt, den Schlüssel.
error-fob-older-than-recorded = Der Anhänger von Schlüssel { $number } enthält ein älteres Abbild, als schon einmal von ihm gelesen wurde.
error-fob-older-than-recorded-remedy = Es wurde nichts übernommen. Behalten Sie den Anhänger: Jemand kann alten Inhalt zurückgespielt haben. Ersetzen Sie den Schlüssel.
error-task-write-begun = Das Schreiben auf den Anhänger von Schlüssel { $number } hat begonnen und lässt sich nicht zurücknehmen: Er enthält den alten Inhalt oder den neuen.
error-task-write-begun-remedy = Legen Sie den Anhänger auf und führen Sie "task run" aus; das beendet das Schreiben. Ist der Anhänger defekt oder vernichtet, führen Sie "key replace { $number } --written-off" aus.
error-task-over = Die Aufgabe ist beendet ({ $state }).
error-task-over-remedy = Es gibt nichts abzubrechen. "key show" zeigt, wie es um den Schlüssel steht.
error-restore-other-system = An dieser Stelle steht ein anderes System.
error-restore-other-system-remedy = Nennen Sie mit --system eine andere Datei, oder verschieben Sie die vorhandene.
error-restore-recipients-differ = Kein Programmierschlüssel öffnet alle Geheimnisse des vorhandenen Systems und der Sicherung.
error-restore-recipients-differ-remedy = Stellen Sie eine neuere Sicherung wieder her, oder fügen Sie dem vorhandenen System einen Programmierschlüssel hinzu, den die Sicherung kennt (programming-key add), und stellen Sie erneut wieder her.
error-summary-changed = Was bestätigt wurde, ist nicht, was jetzt geschähe: inzwischen hat jemand den Benutzer, eine Rolle, ein Schloss oder Räume geändert.
error-summary-changed-remedy = Sehen Sie die neue Zusammenfassung an und bestätigen Sie sie; nichts wurde geändert.
error-end-in-the-past = { $what } endet in der Vergangenheit.
error-end-in-the-past-remedy = Geben Sie ein Ende an, das noch kommt, oder lassen Sie es weg.
error-start-after-end-date = { $what } beginnt erst nach dem { $end }, dem letzten Tag des Benutzers, und würde nie gelten.
error-start-after-end-date-remedy = Geben Sie einen früheren Beginn oder ein späteres Enddatum an, oder lassen Sie es weg.
error-language-unknown = Einladungen werden nicht in der Sprache "{ $tag }" geschrieben.
error-language-unknown-remedy = Wählen Sie en, fi, sv oder de.
notice-nothing-to-do = Der Anhänger enthält alles, was er soll; er wurde gelesen und verglichen, nicht beschrieben. "--again" beschreibt ihn trotzdem.
error-key-kind-not-programmable = Ein Schlüssel der Art { $kind } wird auf diesem Kodierer nicht geschrieben.
error-key-kind-not-programmable-remedy = Der Schlüssel bleibt ein Entwurf; programmieren Sie hier Anhänger.
error-key-state-not-programmable = Der Schlüssel ist { key-state-word } und lässt sich nicht programmieren.
error-key-state-not-programmable-remedy = { key-way-out }
error-request-contradictory = { $what }
error-request-contradictory-remedy = Ändern Sie die Anfrage.
error-demo-there = In { $folder } steht schon eine Demo.
error-demo-there-remedy = Mit --fresh wird sie neu gemacht; was darin getan wurde, geht verloren. Oder nennen Sie einen anderen Ordner. Um mit dieser weiterzumachen, öffnen Sie ihr Fenster: keywright demo { $folder }, ohne --headless.
error-demo-folder = Der Demo-Ordner ist nicht benutzbar: { $reason }
error-demo-folder-remedy = Wählen Sie einen leeren Ordner, oder ersetzen Sie mit --fresh eine frühere Demo.
error-demo-no-image = Der Abzug des Prüfstands enthält kein Abbild.
error-demo-no-image-remedy = Programmieren Sie zuerst den Anhänger.
error-demo-disagreement = Ein Schloss hat anders entschieden, als der Inhalt des Anhängers sagt.
error-demo-disagreement-remedy = Melden Sie das mit der Ausgabe der Demo.

# Werte, die keine sind.
error-email-malformed = Das ist keine E-Mail-Adresse.
error-email-malformed-remedy = Schreiben Sie sie als name@example.org.
error-name-malformed = Ein Name hat 1 bis 200 Zeichen und keine Steuerzeichen.
error-name-malformed-remedy = Schreiben Sie einen anderen Namen.
error-validity-end-before-start = Eine Gültigkeit muss nach ihrem Beginn enden.
error-validity-end-before-start-remedy = Ändern Sie Beginn oder Ende.
error-access-times-interval = { $quarter ->
    [yes] { $given } liegt nicht auf einer Viertelstunde.
   *[other] Das sind keine Zutrittszeiten.
    }
error-access-times-interval-remedy = { $quarter ->
    [yes] Schreiben Sie { $nearest }, die nächste: Zutrittszeiten wechseln nur auf Viertelstunden.
   *[other] Schreiben Sie sie als »Mo-Fr 07:00-18:00, Sa 10:00-14:00«, auf Viertelstunden.
    }
error-id-malformed = Das ist keine Kennung.
error-id-malformed-remedy = Kopieren Sie sie ganz aus einer Liste.
error-number-out-of-range = Eine Zahl liegt außerhalb ihres Bereichs.
error-number-out-of-range-remedy = Nehmen Sie eine kleinere oder größere.
error-uid-malformed = Das ist keine Chipnummer.
error-uid-malformed-remedy = Schreiben Sie 14 hexadezimale Ziffern.
error-stamp-malformed = Eine Prägung hat vier Ziffern.
error-stamp-malformed-remedy = Schreiben Sie die vier eingravierten Ziffern.
error-word-unknown = Dieses Wort ist hier nicht bekannt.
error-word-unknown-remedy = Die Wörter zeigt --help.
error-time-malformed = Das ist weder Datum noch Zeit.
error-time-malformed-remedy = Schreiben Sie 2026-11-21 oder 2026-11-21T08:00:00+02:00.
error-zone-unknown = Diese Zeitzone ist nicht bekannt.
error-zone-unknown-remedy = Schreiben Sie ihren Namen wie Europe/Helsinki.
error-time-out-of-range = Anhänger fassen nur Zeiten von 1970 bis 2105.
error-time-out-of-range-remedy = Wählen Sie ein anderes Datum.

# Rights and operators.
error-operator-unknown = { $user } arbeitet nicht an dieser Station.
error-operator-unknown-remedy = Melden Sie sich als Bediener an, oder lassen Sie diesen Benutzer mit `operator add` hinzufügen.
error-operator-already = { $user } arbeitet schon an dieser Station.
error-operator-already-remedy = Ändern Sie Rollen oder Passwort des Bedieners mit `operator edit`.
error-operator-address = { $user } arbeitet an dieser Station: die Adresse ist die Anmeldung eines Bedieners.
error-operator-address-remedy = Ändern Sie sie mit `operator edit`, das nach einem Passwort fragt.
error-user-still-operator = { $user } arbeitet noch an dieser Station.
error-user-still-operator-remedy = Nehmen Sie zuerst die Anmeldung weg: `operator remove`.
error-operator-last-administrator = Niemand könnte mehr das ganze System verwalten.
error-operator-last-administrator-remedy = Machen Sie zuerst jemand anderen zum Verwalter: `operator add USER --role ROLE` oder `operator edit OPERATOR --add-role ROLE` mit einer Rolle, die das Recht zu verwalten hat; `administrator-role list` zeigt sie. Der letzte Verwalter bleibt.
# Rights, links, leaving, export.
permission = { $right ->
    [edit-users] Benutzer ändern
    [order-keys] Schlüssel bestellen
    [program-keys] Schlüssel programmieren
    [hand-over-keys] Schlüssel übergeben
    [return-keys] Schlüssel zurücknehmen
    [block-keys] Schlüssel sperren
    [edit-roles] Rollen ändern
    [edit-premises] Räume und Schlösser ändern
    [deploy-locks] Schlösser ausstatten
    [edit-programming-keys] Programmierschlüssel ändern
    [view-log] Protokoll ansehen
    [administer] System verwalten
   *[other] { $right }
    }
error-right-missing = Ihrer Rolle fehlt das Recht: { permission }. Nichts wurde geändert.
error-right-missing-remedy = Bitten Sie einen Administrator um dieses Recht, oder lassen Sie es jemanden tun, der es hat.
error-right-missing-here = { $named ->
    [yes] Ihrer Rolle fehlt dort das Recht: { permission }: { $place }.
   *[other] Ihrer Rolle fehlt dort das Recht: { permission }.
    }
error-right-missing-here-remedy = Bitten Sie einen Administrator, diese Räume Ihrer Rolle hinzuzufügen, oder lassen Sie es jemanden tun, der dort das Recht hat. Nichts wurde geändert.
error-operator-own-account = Niemand entzieht sich selbst die Rechte.
error-operator-own-account-remedy = Lassen Sie es einen anderen Administrator tun.
error-key-without-medium = Der Schlüssel hat kein Medium, das geleert werden könnte.
error-key-without-medium-remedy = { key-way-out }
error-key-replaced = Schlüssel { $number } wurde ersetzt; ein anderer Schlüssel hat seinen Platz.
error-key-replaced-remedy = { key-way-out }
error-key-not-returned = Schlüssel { $number } wurde nicht zurückgenommen, er gehört also noch jemandem.
error-key-not-returned-remedy = { $medium ->
    [no] Er hat keinen Anhänger, der weitergehen könnte. Geben Sie dem nächsten Inhaber einen eigenen Schlüssel: `keywright user edit USER --key fob`.
   *[yes] Legen Sie seinen Anhänger auf den Kodierer und nehmen Sie ihn zurück: `keywright key return { $number }`. Geben Sie ihn dann weiter.
    }
error-key-holder-removed = Der Inhaber von Schlüssel { $number } wurde entfernt. Es wurde nichts geändert.
error-key-holder-removed-remedy = { key-way-out } Ein Schlüssel für jemand anderen: `keywright user edit USER --key fob`.
error-blocklist-number-unknown = Die Nummer { $number } steht nicht als unbekannte auf dieser Liste.
error-blocklist-number-unknown-remedy = `blocklist show GROUP` zeigt, was darauf steht. Einen bekannten Schlüssel nimmt `key unblock` herunter.
error-key-other-task-open = { $open ->
    [empty] Das Leeren dieses Schlüssels wurde begonnen und nicht beendet.
   *[other] Ein anderes Schreiben dieses Schlüssels wurde begonnen und nicht beendet.
    }
error-key-other-task-open-remedy = { key-way-out }
error-file-not-written = Die Datei { $file } wurde nicht geschrieben: { $reason }
error-file-not-written-remedy = Wählen Sie einen anderen Ordner oder Namen; eine vorhandene Datei wird nie überschrieben.
error-not-chosen = { $what ->
    [user] Es wurde kein Benutzer gewählt.
    [administrator-role] Es wurde keine Administratorrolle gewählt.
    [blocking-group] Es wurde keine Sperrgruppe gewählt.
   *[other] Es wurde keine Art gewählt.
    }
error-not-chosen-remedy = Wählen Sie eine und speichern Sie erneut.
error-bench-refused = Der Prüfstand tut das nicht: { $reason }
error-bench-refused-remedy = Starten Sie die Vorführung neu.

# Programmierschlüssel, Wiederherstellung, Kampagnen.
error-programming-key-known = Dieser Programmierschlüssel gehört schon zum System.
error-programming-key-known-remedy = Stecken Sie einen anderen ein, oder bearbeiten Sie diesen.
error-programming-key-label-taken = Ein anderer Programmierschlüssel heißt „{ $label }“.
error-programming-key-label-taken-remedy = Geben Sie ihm eine andere Aufschrift; an ihr werden Programmierschlüssel unterschieden.
error-programming-key-in-use = Dieser Token ist der Programmierschlüssel „{ $label }“ des Systems. Mit einem neuen Schlüssel öffnete er die Geheimnisse nicht mehr.
error-programming-key-in-use-remedy = Entfernen Sie ihn zuerst aus dem System, mit einem anderen Programmierschlüssel: `programming-key remove`. Oder nehmen Sie einen anderen Token.
error-programming-key-no-operator = Ein Programmierschlüssel braucht mindestens einen Bediener.
error-programming-key-no-operator-remedy = Wählen Sie mindestens einen; auf der Befehlszeile: `programming-key add --operator-of-key OPERATOR` oder `programming-key edit --add-operator OPERATOR`.
error-programming-key-removes-itself = Ein Programmierschlüssel kann sich nicht selbst entfernen.
error-programming-key-removes-itself-remedy = Tun Sie es mit einem anderen Programmierschlüssel des Systems.
error-system-one-recipient = Nur von diesem Programmierschlüssel ist bekannt, dass er die Geheimnisse des Systems öffnet. Geht er verloren, sind alle Anhänger und Schlösser verloren.
error-system-one-recipient-remedy = Fügen Sie einen zweiten Programmierschlüssel hinzu (programming-key add), oder erproben Sie den gedruckten Wiederherstellungscode (system rehearse-recovery). Programmieren Sie dann den ersten Anhänger.
error-recovery-code-not-shown = Der neue Wiederherstellungscode konnte nicht gezeigt werden, darum blieb der alte.
error-recovery-code-not-shown-remedy = Drucken oder zeigen Sie die Antwort, wo sie gelesen werden kann, und erneuern Sie den Code noch einmal: system recovery-sheet --renew.
error-campaign-running = Ein Wechsel der Generation ist im Gang; Schlösser glauben zwei Generationen zugleich, nicht drei.
error-campaign-running-remedy = Bringen Sie ihn erst zu Ende: Die Ansicht Programmierschlüssel oder "campaign show" sagt, was fehlt.
error-lock-of-lost-generation = Schloss { $lock } glaubt nur Generationen von Geheimnissen, die diese Daten nicht haben.
error-lock-of-lost-generation-remedy = Stellen Sie eine Sicherung wieder her, die nach dem Wechsel der Generation gemacht wurde. Gibt es keine, setzen Sie das Schloss auf Werkszustand zurück und liefern Sie ihm mit --install.
error-generations-used-up = Alle 255 Generationen dieses Systems sind verbraucht.
error-generations-used-up-remedy = Legen Sie ein neues System an und ziehen Sie Menschen und Schlösser um.

# Das Blatt, auf das der Wiederherstellungscode gedruckt wird.
recovery-sheet = WIEDERHERSTELLUNGSCODE von { $system }

    { $code }

  Gemacht am { $date }. Wer diesen Code und die Systemdatei hat, hat alles: jede Tür, jedes Geheimnis.
  Verwahren Sie das Blatt im Tresor, nur auf Papier, fern vom Rechner. Nicht kopieren, nicht fotografieren.

  Wozu er dient: Er öffnet das System, wenn Programmierschlüssel oder Passwörter verloren sind.
  Kein Programmierschlüssel mehr da: keywright programming-key add --with-recovery-code
  Ein Passwort vergessen: keywright system password --recovery-file DATEI
  Erproben Sie ihn einmal im Jahr: keywright system rehearse-recovery
  Ist das Blatt verloren oder gesehen worden: keywright system recovery-sheet --renew
