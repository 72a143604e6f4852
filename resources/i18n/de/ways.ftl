# Was mit einem Schlüssel geht, wie er steht, und mit einem Anhänger, dessen Schlüssel die Daten nicht haben.

key-way-out = { $way ->
    [write] Mit seinem Anhänger auf dem Kodierer schreibt ihn `keywright key program { $number }`, oder beendet, was begonnen wurde.
    [write-or-lost] Mit seinem Anhänger auf dem Kodierer schreibt ihn `keywright key program { $number }`. Wurde ein Anhänger von ihm nach der Sicherung programmiert, aus der dieses System wiederhergestellt ist, und ist er verloren, so sperrt ihn `keywright key block --lost-number { $number }` aus.
    [take-back] Legen Sie seinen Anhänger auf den Kodierer und leeren Sie ihn: `keywright key return { $number }`.
    [shut-out] Taucht sein Anhänger auf, legen Sie ihn auf den Kodierer und leeren Sie ihn: `keywright key return { $number }`. Bis dahin sperrt ihn `keywright key block { $number }` aus.
    [lift] Hat ihn sein Inhaber wieder, heben Sie die Sperre auf: `keywright key unblock { $number }`. Sonst legen Sie seinen Anhänger auf den Kodierer und leeren Sie ihn: `keywright key return { $number }`.
    [replace] Sein Inhaber bekommt einen anderen an seiner Stelle: `keywright key replace { $number } --lost`.
    [write-off] Er endet mit `keywright key write-off { $number }`.
    [pass-on] Sein Anhänger ist leer. Was für den Schlüssel festgelegt war, geht an den nächsten Inhaber: `keywright key pass-on { $number } --to USER`.
    [add] Wer einen Schlüssel braucht, bekommt einen anderen: `keywright user edit USER --key fob`.
    [add-or-lost] Wer einen Schlüssel braucht, bekommt einen anderen: `keywright user edit USER --key fob`. Wurde ein Anhänger von ihm nach der Sicherung programmiert, aus der dieses System wiederhergestellt ist, und ist er verloren, so sperrt ihn `keywright key block --lost-number { $number }` aus.
   *[other] `keywright key show` zeigt, wie es um den Schlüssel steht; wählen Sie, was dazu passt.
    }
key-state-word = { $state ->
    [draft] ein Entwurf
    [task] in Erwartung des Kodierers
    [writing] halb beschrieben
    [programmed] programmiert
    [handed-over] ausgegeben
    [returned] zurückgegeben
    [write-failed] nicht zu Ende geschrieben
    [empty-failed] nicht zu Ende geleert
    [blocked] gesperrt
    [replaced] ersetzt
    [deleted] gelöscht
    [written-off] abgeschrieben
   *[other] { $state }
    }
error-fob-newer-than-records = Der Anhänger trägt Schlüssel { $number }, zu dem in den Daten kein Anhänger steht: Er wurde nach der Sicherung geschrieben, aus der dieses System wiederhergestellt ist, oder sein erstes Schreiben wurde aufgegeben.
error-fob-newer-than-records-remedy = Übernehmen Sie, was er trägt: `keywright key read --adopt`. Danach lässt sich der Schlüssel schreiben, sperren oder zurücknehmen.
error-fob-ahead-of-records = Der Anhänger hat eine neuere Tabelle von Schlüssel { $number } als die Daten: Er wurde nach der Sicherung beschrieben, aus der dieses System wiederhergestellt wurde, oder von einer anderen Station.
error-fob-ahead-of-records-remedy = Übernehmen Sie seinen Inhalt: `keywright key read --adopt`. Nie, wo eine andere Station mit demselben System arbeitet.
error-fob-not-dead = Der Anhänger auf dem Kodierer ist noch benutzbar, obwohl sein Schlüssel { $number } abgeschrieben ist. Er öffnet, was er öffnete, wenn ihn keine Sperrliste hat.
error-fob-not-dead-remedy = Leeren Sie ihn: `keywright key return { $number }`. Oder sperren Sie ihn aus: `keywright key block { $number }`.
error-number-has-key = Die Daten haben einen Schlüssel { $number }.
error-number-has-key-remedy = Sperren Sie ihn als Schlüssel: `keywright key block { $number }`.
error-number-never-given = Dieses System hat die Nummer { $number } nie an einen Schlüssel vergeben.
error-number-never-given-remedy = Sehen Sie auf der Quittung des Schlüssels nach, oder legen Sie seinen Anhänger auf den Kodierer: `keywright key read` nennt die Nummer.
notice-written-off = { $listed ->
    [yes] Der Anhänger von Schlüssel { $number } bleibt auf den Sperrlisten, denn vielleicht ist er noch benutzbar: `keywright blocklist prune GROUP` nimmt ihn herunter, sobald nichts darauf mehr öffnet.
   *[no] Der Anhänger von Schlüssel { $number } steht auf keiner Sperrliste: Ist er nicht kaputt, so öffnet er, was er öffnete.
    } Taucht er noch benutzbar auf, so sperren Sie ihn mit `keywright key block { $number }` aus, oder legen Sie ihn auf den Kodierer und leeren Sie ihn mit `keywright key return { $number }`.
notice-lost-number-blocked = Die Nummer { $number }, zu der die Daten keinen Schlüssel in Gebrauch haben, steht auf der Sperrliste jeder Sperrgruppe. `keywright blocklist unblock GROUP { $number }` nimmt sie herunter.
notice-lost-draft-blocked = Schlüssel { $number } ist in jeder Sperrgruppe gesperrt: Niemand weiß, was ein Anhänger von ihm öffnet, der nach der Sicherung programmiert wurde. Sein Inhaber bekommt einen anderen an seiner Stelle: `keywright key replace { $number } --lost`.
notice-blocked-carried = Mit dem Schloss { $count ->
    [one] kam { $count } gesperrter Schlüssel
   *[other] kamen { $count } gesperrte Schlüssel
    } auf die Sperrliste von { $group }. Besuchen Sie seine Tür: `keywright lock deploy` bringt ihm die neue Liste; bis dahin gehorcht es der, die es hat.
notice-unknown-fob-emptied = Der Anhänger ist leer und dient wieder. Wurde seine Nummer gesperrt, so bleibt sie auf den Sperrlisten, bis `keywright blocklist unblock GROUP NUMBER` sie herunternimmt.
notice-unblocked-behind = Die zu besuchenden Türen haben eine ältere Sperrliste und weisen den Schlüssel ab, bis die neue sie erreicht: auf jemandes Anhänger, oder mit `keywright lock deploy`.
doctor-fob-out-of-use = { $chip } { $uid }, { $free } Bytes frei: Schlüssel { $number } ({ $name }), der { key-state-word } ist. { key-way-out }
window-fob-laid-not-dead = Sein Schlüssel ist abgeschrieben, doch der Anhänger ist noch benutzbar und öffnet, was er öffnete, wenn ihn keine Sperrliste hat. Nehmen Sie ihn zurück, oder sperren Sie den Schlüssel.
window-state-fob-out-of-use = Anhänger von { $name }: { $state }
