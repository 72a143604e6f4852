# Ablehnungen der Regeln.
error-key-opens-nothing = { $held ->
    [yes] Schlüssel { $number } soll nichts mehr öffnen, aber sein Anhänger öffnet weiterhin, was darauf geschrieben wurde.
   *[other] Dieser Schlüssel würde nichts öffnen.
}
error-key-opens-nothing-remedy = { $held ->
    [yes] Nehmen Sie den Schlüssel zurück und leeren Sie seinen Anhänger: `keywright key return { $number }`. Ist er nicht zur Hand, sperren Sie ihn: `keywright key block { $number }`.
   *[other] Geben Sie dem Benutzer eine Rolle oder private Räume, oder legen Sie eine Quelle zurück auf den Schlüssel.
}
error-home-group-not-chosen = Die Schlösser dieses Schlüssels liegen in { $count } Sperrgruppen, und ein Schlüssel trägt nur die Sperrliste einer Gruppe.
error-home-group-not-chosen-remedy = Wählen Sie die Heimatgruppe: { $groups }.
error-home-group-without-locks = Keines der Schlösser des Schlüssels liegt in der Sperrgruppe { $group }.
error-home-group-without-locks-remedy = Wählen Sie eine Gruppe, in der mindestens eines seiner Schlösser liegt.
error-home-group-fixed = Die Heimatgruppe eines programmierten Schlüssels lässt sich nicht ändern; sie ist { $group }.
error-home-group-fixed-remedy = Nehmen Sie den Schlüssel zurück, leeren Sie ihn und programmieren Sie ihn neu.
error-lock-without-clock = { $shut_out ->
    [people] { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }: Ein Schloss ohne Uhr kann weder Gültigkeit noch Zutrittszeiten noch Ablauffrist beurteilen. Wessen Schlüssel dort nur zu Zeiten öffnet, stünde vor der Tür: { $keys }{ $more ->
        [0] {""}
        [one] {" "}und ein weiterer
       *[other] {" "}und { $more } weitere
    }.
    [key] Der Schlüssel { $keys } würde nur zu Zeiten oder bis zu einem Tag öffnen, wo das Schloss keine Uhr hat und das nicht beurteilen kann: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
   *[other] Manche Schlösser haben keine Uhr und können weder Gültigkeit noch Zutrittszeiten noch Ablauffrist beurteilen: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
}
error-lock-without-clock-remedy = { $shut_out ->
    [people] Nehmen Sie zuerst den Quellen und Schlüsseln dieser Personen die Zeitgrenzen, oder lassen Sie das Schloss weg. Geändert wurde nichts.
    [key] Lassen Sie das Enddatum, die Gültigkeit oder die Zeiten weg, oder nehmen Sie die Quelle mit diesen Schlössern vom Schlüssel. Geändert wurde nichts.
   *[other] Entfernen Sie die Zeitgrenzen: der Rolle, der Quelle, des Schlüssels, das Enddatum des Benutzers. Oder nehmen Sie die Quelle mit diesen Schlössern vom Schlüssel.
}
error-source-dangling = Eine Quelle nennt eine Rolle, Räume oder ein Schloss, die es im System nicht mehr gibt.
error-source-dangling-remedy = Öffnen Sie den Benutzer und wählen Sie Rollen und Räume neu.
