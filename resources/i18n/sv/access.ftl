# Reglernas avslag.
error-key-opens-nothing = { $held ->
    [yes] Nyckel { $number } ska inte längre öppna något, men brickan öppnar fortfarande det som skrevs på den.
   *[other] Den här nyckeln skulle inte öppna något.
}
error-key-opens-nothing-remedy = { $held ->
    [yes] Ta tillbaka nyckeln och töm brickan: `keywright key return { $number }`. Finns den inte till hands, spärra nyckeln: `keywright key block { $number }`.
   *[other] Ge användaren en roll eller privata lokaler, eller lägg tillbaka en källa på nyckeln.
}
error-home-group-not-chosen = Nyckelns lås ligger i { $count } spärrgrupper, och en nyckel bär bara en grupps spärrlista.
error-home-group-not-chosen-remedy = Välj hemgrupp: { $groups }.
error-home-group-without-locks = Inget av nyckelns lås finns i spärrgruppen { $group }.
error-home-group-without-locks-remedy = Välj en grupp som har minst ett av dess lås.
error-home-group-fixed = Hemgruppen för en programmerad nyckel kan inte bytas; den är { $group }.
error-home-group-fixed-remedy = Återlämna och töm nyckeln och programmera den sedan på nytt.
error-lock-without-clock = { $shut_out ->
    [people] { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }: ett lås utan klocka kan inte bedöma giltighet, åtkomsttider eller utgångsintervall. De vars nyckel öppnar där bara vissa tider skulle stå utanför: { $keys }{ $more ->
        [0] {""}
        [one] {" "}och en till
       *[other] {" "}och { $more } till
    }.
    [key] Nyckeln { $keys } skulle öppna bara vissa tider eller till ett visst datum där låset saknar klocka och inte kan bedöma det: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
   *[other] Några lås har ingen klocka och kan inte bedöma giltighet, åtkomsttider eller utgångsintervall: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
}
error-lock-without-clock-remedy = { $shut_out ->
    [people] Ta först bort tidsgränserna från dessa personers källor och nycklar, eller utelämna låset. Inget har ändrats.
    [key] Utelämna slutdatumet, giltigheten eller tiderna, eller ta bort källan med dessa lås från nyckeln. Inget har ändrats.
   *[other] Ta bort tidsgränserna: rollens, källans, nyckelns och användarens slutdatum. Eller ta bort källan med dessa lås från nyckeln.
}
error-source-dangling = En källa pekar på en roll, lokaler eller ett lås som inte längre finns i systemet.
error-source-dangling-remedy = Öppna användaren och välj roller och lokaler på nytt.
