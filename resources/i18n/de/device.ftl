# Kodierer und Schlüsselanhänger: Ursache und Abhilfe jedes Fehlers.

error-port-unavailable = Der Anschluss {$path} lässt sich nicht öffnen: {$reason}
error-port-unavailable-remedy = Prüfen Sie den Namen des Anschlusses, ob das Gerät eingesteckt ist und ob Sie serielle Anschlüsse benutzen dürfen.

error-port-busy = Ein anderes Programm benutzt den Anschluss {$path}.
error-port-busy-remedy = Schließen Sie das andere Programm oder wählen Sie einen anderen Anschluss.

error-port-denied = Sie dürfen den Anschluss {$path} nicht benutzen.
error-port-denied-remedy = Legen Sie die Datei 70-keywright.rules in /etc/udev/rules.d ab, ziehen Sie dann das Gerät ab und stecken Sie es wieder ein. Sitzen Sie an diesem Rechner, oder seien Sie Mitglied der Gruppe "plugdev".
error-port-not-serial = {$path} ist kein serieller Anschluss.
error-port-not-serial-remedy = Nennen Sie den Anschluss des Geräts, etwa /dev/ttyUSB0 oder einen Namen unter /dev/serial/by-id.

error-encoder-unplugged = Die Verbindung zum Kodierer ist abgebrochen.
error-encoder-unplugged-remedy = Stecken Sie den Kodierer wieder ein und starten Sie den Auftrag neu: Was begonnen war, wird beendet.

error-encoder-silent = Der Kodierer antwortet nicht.
error-encoder-silent-remedy = Prüfen Sie Kabel und Strom und starten Sie den Auftrag neu: Was begonnen war, wird beendet.

error-encoder-garbled = Die Antworten des Kodierers kommen beschädigt an.
error-encoder-garbled-remedy = Nehmen Sie ein anderes Kabel oder einen anderen USB-Anschluss und starten Sie den Auftrag neu: Was begonnen war, wird beendet.

error-encoder-refused = Der Kodierer hat einen Befehl abgelehnt ({$command}).
error-encoder-refused-remedy = Ziehen Sie ihn ab und stecken Sie ihn wieder ein. Geschieht es erneut, wird dieser Kodierer nicht unterstützt.

error-not-an-encoder = Das Gerät an diesem Anschluss ist kein Kodierer.
error-not-an-encoder-remedy = Wählen Sie den Anschluss des Kodierers.

error-fob-silent = Der Schlüsselanhänger antwortet nicht mehr ({$status}).
error-fob-silent-remedy = Legen Sie ihn flach auf den Kodierer, lassen Sie ihn liegen und starten Sie den Auftrag neu: Was begonnen war, wird beendet.

error-no-fob = Auf dem Kodierer liegt kein Schlüsselanhänger.
error-no-fob-remedy = Legen Sie den Schlüsselanhänger auf den Kodierer.

error-fob-lifted = Der Schlüsselanhänger wurde abgehoben, bevor der Auftrag fertig war.
error-fob-lifted-remedy = Legen Sie denselben Schlüsselanhänger wieder auf und starten Sie denselben Auftrag neu: Was begonnen war, wird beendet; war noch nichts geschrieben, beginnt er von vorn.

error-wrong-fob = Auf dem Kodierer liegt ein anderer Schlüsselanhänger: {$found}{ $found_known ->
    [yes] {" "}(Schlüssel {$found_number}, {$found_name})
    [number] {" "}(Schlüssel {$found_number})
   *[no] {""}
    } statt {$expected}{ $expected_known ->
    [yes] {" "}(Schlüssel {$expected_number}, {$expected_name})
    [number] {" "}(Schlüssel {$expected_number})
   *[no] {""}
    }.
error-wrong-fob-remedy = Legen Sie den richtigen auf oder wählen Sie den Schlüssel, zu dem dieser gehört.

error-fob-chip-refused = Chips dieser Art werden nicht angenommen: {$chip}.
error-fob-chip-refused-remedy = Verwenden Sie einen Schlüsselanhänger mit MIFARE DESFire EV1, EV2 oder EV3.

error-fob-random-uid = Dieser Schlüsselanhänger verbirgt seine Chipnummer.
error-fob-random-uid-remedy = Nehmen Sie einen anderen; zufällige Chipnummern lassen sich nicht abschalten.

error-fob-foreign-master-key = Der Hauptschlüssel des Schlüsselanhängers ist fremd. Es wurde nichts geschrieben.
error-fob-foreign-master-key-remedy = Lassen Sie ihn vom Eigentümer freigeben oder nehmen Sie einen neuen.

error-fob-foreign-application = An unserer Stelle steht die Anwendung eines anderen Herstellers. Sie blieb unberührt.
error-fob-foreign-application-remedy = Nehmen Sie einen anderen Schlüsselanhänger.

error-fob-other-system = Dieser Schlüsselanhänger gehört zu einer anderen Schließanlage.
error-fob-other-system-remedy = Öffnen Sie die Datei jener Anlage oder nehmen Sie einen anderen.

error-fob-not-programmed = Der Schlüsselanhänger ist nicht programmiert.
error-fob-not-programmed-remedy = `keywright key program NUMBER` schreibt einen Schlüssel darauf; `keywright key list` zeigt die Entwürfe.

error-fob-unfinished = Die erste Programmierung des Schlüsselanhängers wurde unterbrochen.
error-fob-unfinished-remedy = Starten Sie denselben Auftrag erneut; er fährt dort fort, wo er stehen blieb.

error-fob-full = Der Schlüsselanhänger hat {$free} Byte freien Speicher, gebraucht werden {$needed}. Es wurde nichts geschrieben.
error-fob-full-remedy = Nehmen Sie einen mit mehr Speicher oder ohne andere Anwendungen. Ein Schlüssel, dessen Schreiben auf diesem Anhänger begonnen wurde, wird zuerst von ihm genommen: "key return" leert den Anhänger.

error-fob-image-too-large = Die Zutrittstabelle des Schlüssels passt nicht auf diesen Schlüsselanhänger. Es wurde nichts geschrieben.
error-fob-image-too-large-remedy = Geben Sie weniger einzelne Schlösser, benutzen Sie Schlossgruppen oder einen Anhänger mit mehr Speicher.

error-fob-blocklist-too-large = Die Sperrliste der Heimatgruppe des Schlüssels ist größer geworden als der Platz dafür auf diesem Schlüsselanhänger. Es wurde nichts geschrieben.
error-fob-blocklist-too-large-remedy = `keywright blocklist prune GROUP` nimmt Schlüssel herunter, die nichts mehr öffnen. Reicht das nicht, nehmen Sie diesen Anhänger zurück und leeren Sie ihn (`key return`), und programmieren Sie einen mit mehr Speicher.

error-fob-changed-elsewhere = Der Schlüsselanhänger wurde inzwischen von einer anderen Station geändert. Dieser Auftrag ließ ihn unberührt.
error-fob-changed-elsewhere-remedy = Lesen Sie ihn und beginnen Sie die Änderung neu an der Station, die auf dem neuesten Stand ist. Wurde dieses System aus einer Sicherung wiederhergestellt und arbeitet keine andere Station damit, führen Sie zuerst "key read --adopt" aus.

error-fob-refused = Der Schlüsselanhänger hat einen Befehl abgelehnt ({$command}, Status {$status}).
error-fob-refused-remedy = Starten Sie den Auftrag erneut. Geschieht es wieder, nehmen Sie einen anderen.

error-fob-answer-forged = Eine Antwort des Schlüsselanhängers ist nicht echt.
error-fob-answer-forged-remedy = Starten Sie den Auftrag erneut. Geschieht es wieder, trauen Sie weder dem Anhänger noch dem Platz, auf dem er liegt.

error-fob-answer-malformed = Die Antworten des Schlüsselanhängers ergeben keinen Sinn.
error-fob-answer-malformed-remedy = Nehmen Sie einen anderen.

error-fob-answer-endless = Die Antwort des Schlüsselanhängers nimmt kein Ende.
error-fob-answer-endless-remedy = Nehmen Sie einen anderen.

error-fob-file-too-short = Kein Schloss kann diesen Schlüsselanhänger lesen: die Datei für seine Zutrittstabelle ist zu kurz.
error-fob-file-too-short-remedy = Nehmen Sie den Schlüssel mit "key return" zurück, das leert den Anhänger, und programmieren Sie dem Inhaber darauf einen neuen Schlüssel; geben Sie ihn vorher nicht aus. Wird der Anhänger dann abgewiesen, nehmen Sie einen mit mehr Speicher.

error-fob-read-back-differs = Was vom Schlüsselanhänger zurückgelesen wurde, ist nicht, was geschrieben wurde.
error-fob-read-back-differs-remedy = Starten Sie den Auftrag erneut. Geschieht es wieder, ist der Anhänger verbraucht: ersetzen Sie ihn.

error-fob-factory-key-works = Ein Werksschlüssel öffnet den Schlüsselanhänger noch immer.
error-fob-factory-key-works-remedy = Geben Sie ihn nicht aus. Starten Sie den Auftrag erneut; geschieht es wieder, schreiben Sie den Anhänger mit "key replace NUMMER --written-off" ab und nehmen einen anderen.

error-fob-stopped-halfway = Der Schlüsselanhänger wurde teilweise geändert, bevor der Auftrag anhalten musste ({$cause}).
error-fob-stopped-halfway-remedy = Lassen Sie den Schlüsselanhänger liegen und starten Sie denselben Auftrag erneut; er fährt dort fort, wo er stehen blieb, oder nennt das Hindernis.

error-device-cancelled = Auf Ihren Wunsch angehalten.
error-device-cancelled-remedy = Starten Sie denselben Auftrag erneut, um fortzufahren.

error-fob-no-key = Die Schlüssel der Generation {$generation}, die dieser Anhänger hat, sind nicht zur Hand.
error-fob-no-key-remedy = Stellen Sie eine Sicherung wieder her, die nach dem Wechsel der Generation gemacht wurde. Gibt es keine, beschreiben Sie stattdessen einen neuen Anhänger.

error-device-no-randomness = Dieser Rechner liefert keine Zufallszahlen.
error-device-no-randomness-remedy = Starten Sie den Rechner neu. Ohne Zufallszahlen wird nichts programmiert.

error-device-bad-job = Dieser Auftrag widerspricht sich. Es wurde nichts geschrieben.
error-device-bad-job-remedy = Beginnen Sie die Änderung neu. Geschieht es wieder, melden Sie es mit dem, was hier steht.

error-encoder-closed = Der Kodierer ist geschlossen.
error-encoder-closed-remedy = Verbinden Sie den Kodierer erneut.

# Schlösser am Kabel: Ursache und Abhilfe je Fehler.

error-lock-gone = Das Schloss {$lock} ist nicht zu erreichen: {$reason}
error-lock-gone-remedy = Prüfen Sie das Kabel zum Schloss und starten Sie den Auftrag erneut. Das Auslesen des Schlosses zeigt, ob die letzte Änderung gilt.

error-lock-not-installed = Das Schloss {$lock} ist im Auslieferungszustand.
error-lock-not-installed-remedy = Ein neues Schloss wird bei der ersten Übertragung eingerichtet. Wurde es ersetzt oder zurückgesetzt, nehmen Sie es in die Hand und rufen Sie nur für dieses „lock deploy --install“ auf.

error-lock-installed-already = Das Schloss {$lock} wurde mit einem anderen Schlüssel eingerichtet.
error-lock-installed-already-remedy = Prüfen Sie, ob es das richtige Schloss ist. Wenn ja, setzen Sie es am Schloss selbst nach Anleitung des Herstellers zurück und führen den Auftrag noch einmal aus.

error-lock-configuration-forged = Das Schloss {$lock} glaubt der Konfiguration nicht: Sie ist beschädigt oder mit einem Schlüssel signiert, dem das Schloss nicht vertraut.
error-lock-configuration-forged-remedy = Erstellen Sie die Konfiguration neu. Geschieht es wieder, setzen Sie das Schloss in den Auslieferungszustand zurück und richten Sie es neu ein.

error-lock-configuration-foreign = Die Konfiguration ist nicht für das Schloss {$lock}.
error-lock-configuration-foreign-remedy = Prüfen Sie, ob das Kabel zum richtigen Schloss führt.

error-lock-configuration-old = Das Schloss {$lock} hat diese Konfiguration oder eine neuere schon.
error-lock-configuration-old-remedy = Lesen Sie das Schloss aus, sehen Sie die Unterschiede an und übertragen Sie erneut, falls es welche gibt.

error-lock-blocklist-forged = Schloss {$lock} glaubt der Sperrliste nicht: Sie ist beschädigt, von einer anderen Gruppe oder von einem Schlüssel signiert, dem das Schloss nicht traut.
error-lock-blocklist-forged-remedy = Konfigurieren Sie das Schloss noch einmal. Geschieht es wieder, setzen Sie es auf den Werkszustand zurück und richten Sie es mit `lock deploy --install` neu ein.

error-lock-refused = Das Schloss {$lock} hat den Auftrag abgelehnt ({$status}).
error-lock-refused-remedy = Führen Sie den Auftrag noch einmal aus. Geschieht es wieder, melden Sie es mit dem, was hier steht.

error-lock-answer-malformed = Die Antworten des Schlosses {$lock} ergeben keinen Sinn.
error-lock-answer-malformed-remedy = Prüfen Sie das Kabel und starten Sie den Auftrag erneut. Geschieht es wieder, ist das Schloss von anderer Art.

# Programmierschlüssel und Leser am USB: Ursache und Abhilfe jedes Fehlers.

error-usb-none-there = Kein Programmierschlüssel ist eingesteckt.
error-usb-none-there-remedy = Stecken Sie ihn ein. Ist er eingesteckt, zeigt "keywright doctor", was am USB zu sehen ist.

error-usb-not-there = Kein Programmierschlüssel mit der Nummer {$serial} ist eingesteckt.
error-usb-not-there-remedy = Stecken Sie ihn ein. Ist er eingesteckt, prüfen Sie die Nummer; "keywright doctor" zeigt, was am USB zu sehen ist.

error-usb-several = Mehrere Programmierschlüssel sind eingesteckt: {$serials}.
error-usb-several-remedy = Ziehen Sie die anderen ab, oder nennen Sie den gemeinten mit seiner Nummer.

error-usb-none-meant = Von den eingesteckten Programmierschlüsseln ist keiner der gesuchte: {$serials}.
error-usb-none-meant-remedy = Stecken Sie den gemeinten ein, oder nennen Sie einen von diesen mit seiner Nummer.

error-usb-busy = Ein anderes Programm benutzt {$device}.
error-usb-busy-remedy = Schließen Sie es. Meist ist es der Chipkartendienst: Halten Sie ihn mit "systemctl stop pcscd.socket pcscd" an, oder ziehen Sie den Programmierschlüssel ab und stecken Sie ihn wieder ein.

error-usb-no-permission = Sie dürfen {$device} nicht benutzen.
error-usb-no-permission-remedy = Legen Sie die Datei 70-keywright.rules in /etc/udev/rules.d ab, ziehen Sie dann das Gerät ab und stecken Sie es wieder ein. Sitzen Sie an diesem Rechner, oder seien Sie Mitglied der Gruppe "plugdev".

error-usb-no-driver = Das Betriebssystem gibt keinen Weg zu {$device}.
error-usb-no-driver-remedy = Unter Windows ist ein anderer Treiber daran gebunden: Nennen Sie es als --token pcsc:LESER, dann geht der Weg über den Chipkartendienst. Unter Linux wurde dem Kern gesagt, es nicht einzulassen, von USBGuard oder Ähnlichem: Erlauben Sie es dort, und stecken Sie es neu ein.

error-usb-gone = {$device} wurde abgezogen.
error-usb-gone-remedy = Stecken Sie es wieder ein und starten Sie den Auftrag erneut; er setzt fort, wo er aufgehört hat.

error-usb-unusable = {$device} gibt sich als Chipkartenleser aus und arbeitet nicht wie einer.
error-usb-unusable-remedy = Nehmen Sie einen anderen Leser oder Programmierschlüssel.

error-usb-failed = USB ist gescheitert: {$reason}
error-usb-failed-remedy = Stecken Sie das Gerät an einen anderen Anschluss. Geschieht es wieder, starten Sie den Rechner neu.

error-contact-silent = An {$path} antwortet nichts: kein Leser für den Kontaktschacht.
error-contact-silent-remedy = Prüfen Sie, ob der Leser Strom hat, ob sein Kabel steckt und ob dies sein Anschluss ist; starten Sie dann doctor erneut.

error-contact-not-a-reader = Was an {$path} antwortet, ist kein Leser für den Kontaktschacht.
error-contact-not-a-reader-remedy = Nennen Sie mit --contact den Anschluss eines GemPC Twin oder eines Lesers, der spricht wie er. Achten Sie darauf, dass kein anderes Gerät, etwa der Kodierer, an diesem Anschluss ist.

error-contact-gone = Der Anschluss des Kontaktschachts ist weg.
error-contact-gone-remedy = Stecken Sie den Adapter seines Kabels wieder ein, geben Sie den Anschluss mit --contact an, falls er jetzt anders heißt, und starten Sie doctor erneut.

error-contact-stopped = Der Leser des Kontaktschachts antwortet nicht mehr.
error-contact-stopped-remedy = Nehmen Sie die Karte heraus, schalten Sie den Strom des Lesers aus und wieder ein, setzen Sie die Karte ein und starten Sie doctor erneut.

error-contact-garbled = Was der Leser des Kontaktschachts antwortet, kommt beschädigt an.
error-contact-garbled-remedy = Prüfen Sie die Stecker seines seriellen Kabels, nehmen Sie statt eines langen ein kürzeres und starten Sie doctor erneut. Bleibt es so, nehmen Sie einen anderen Leser.

error-contact-busy = Der Leser des Kontaktschachts ist mit einem anderen Befehl beschäftigt.
error-contact-busy-remedy = Warten Sie einen Augenblick und starten Sie doctor erneut. Bleibt es so, schalten Sie den Strom des Lesers aus und wieder ein.

error-contact-refused = Der Leser des Kontaktschachts hat einen Befehl abgelehnt.
error-contact-refused-remedy = Schalten Sie seinen Strom aus und wieder ein und starten Sie doctor erneut. Bleibt es so, nehmen Sie einen anderen Leser.

error-reader-gone = Der Leser wurde abgezogen.
error-reader-gone-remedy = Stecken Sie ihn wieder ein und starten Sie den Auftrag erneut; er setzt fort, wo er aufgehört hat.

error-reader-silent = Der Leser oder Programmierschlüssel antwortet nicht.
error-reader-silent-remedy = Ziehen Sie ihn ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal.

error-reader-garbled = Die Antworten des Lesers oder Programmierschlüssels kommen beschädigt an.
error-reader-garbled-remedy = Stecken Sie ihn an einen anderen Anschluss, ohne Verteiler. Hilft das nicht, nehmen Sie einen anderen.

error-reader-no-card = Im Leser steckt keine Karte.
error-reader-no-card-remedy = Stecken Sie die Karte in den Leser.

error-reader-card-mute = Die Karte im Leser antwortet nicht, wie sie soll.
error-reader-card-mute-remedy = Prüfen Sie, ob sie richtig herum steckt und sauber ist. Hilft das nicht, nehmen Sie eine andere Karte.

error-reader-busy = Der Leser ist beschäftigt.
error-reader-busy-remedy = Schließen Sie andere Programme, die ihn benutzen, und versuchen Sie es erneut.

error-reader-refused = Der Leser hat einen Befehl abgelehnt.
error-reader-refused-remedy = Ziehen Sie ihn ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal. Hilft das nicht, nehmen Sie einen anderen Leser.

error-reader-unsupported = Dieser Leser, oder diese Karte darin, wird nicht unterstützt.
error-reader-unsupported-remedy = Nehmen Sie einen anderen Leser, einen der APDUs austauscht.

error-pcsc-not-running = Der Chipkartendienst läuft nicht.
error-pcsc-not-running-remedy = Starten Sie ihn mit "systemctl start pcscd.socket", oder nennen Sie den Programmierschlüssel als usb.

error-pcsc-not-there = Der Chipkartendienst hat keinen Leser "{$name}" mit einer Karte.
error-pcsc-not-there-remedy = Stecken Sie den Programmierschlüssel ein; "keywright doctor" nennt die Leser des Dienstes.

error-pcsc-several = Der Chipkartendienst hat mehrere Leser dieses Namens: {$readers}.
error-pcsc-several-remedy = Nennen Sie einen davon ganz: pcsc:LESER.

error-pcsc-busy = Ein anderes Programm benutzt die Karte in {$reader}.
error-pcsc-busy-remedy = Schließen Sie es, und versuchen Sie es noch einmal.

error-pcsc-failed = Der Chipkartendienst weigert sich: {$reason}
error-pcsc-failed-remedy = Ziehen Sie den Programmierschlüssel ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal.
