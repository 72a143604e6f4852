# Sääntöjen kieltäytymiset.
error-key-opens-nothing = { $held ->
    [yes] Avaimen { $number } ei pidä enää avata mitään, mutta sen tunniste avaa yhä sen, mitä sille kirjoitettiin.
   *[other] Tämä avain ei avaisi mitään.
}
error-key-opens-nothing-remedy = { $held ->
    [yes] Ota avain takaisin ja tyhjennä sen tunniste: `keywright key return { $number }`. Jos se ei ole käsillä, estä avain: `keywright key block { $number }`.
   *[other] Anna käyttäjälle rooli tai yksityinen tila, tai palauta lähde avaimelle.
}
error-home-group-not-chosen = Avaimen lukot kuuluvat { $count } avainten estoryhmään, ja avain kantaa vain yhden ryhmän estolistaa.
error-home-group-not-chosen-remedy = Valitse kotiryhmä: { $groups }.
error-home-group-without-locks = Yksikään avaimen lukoista ei kuulu avainten estoryhmään { $group }.
error-home-group-without-locks-remedy = Valitse ryhmä, jossa on ainakin yksi avaimen lukoista.
error-home-group-fixed = Ohjelmoidun avaimen kotiryhmää ei voi vaihtaa; se on { $group }.
error-home-group-fixed-remedy = Palauta ja tyhjennä avain ja ohjelmoi se sitten uudelleen.
error-lock-without-clock = { $shut_out ->
    [people] { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }: lukko, joka ei seuraa aikaa, ei voi arvioida voimassaoloa, kulkuaikoja tai vanhenemisväliä. Ne, joiden avain avaa siellä vain tiettyinä aikoina, jäisivät oven taakse: { $keys }{ $more ->
        [0] {""}
        [one] {" "}ja yksi muu
       *[other] {" "}ja { $more } muuta
    }.
    [key] Avain { $keys } avaisi vain tiettyinä aikoina tai tiettyyn päivään asti lukkoja, jotka eivät seuraa aikaa eivätkä voi arvioida sitä: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
   *[other] Kaikki lukot eivät seuraa aikaa eivätkä voi arvioida voimassaoloa, kulkuaikoja tai vanhenemisväliä: { $locks }{ $other_locks ->
        [0] {""}
       *[other] {" "}(+{ $other_locks })
    }.
}
error-lock-without-clock-remedy = { $shut_out ->
    [people] Poista ensin aikarajat näiden henkilöiden lähteistä ja avaimista tai jätä lukko pois. Mitään ei muutettu.
    [key] Jätä päättymispäivä, voimassaolo tai kulkuajat pois tai ota näiden lukkojen lähde pois avaimelta. Mitään ei muutettu.
   *[other] Poista aikarajat: roolin, lähteen, avaimen ja käyttäjän päättymispäivä. Tai ota näiden lukkojen lähde pois avaimelta.
}
error-source-dangling = Lähde viittaa rooliin, tilaan tai lukkoon, jota järjestelmässä ei enää ole.
error-source-dangling-remedy = Avaa käyttäjä ja valitse roolit ja tilat uudelleen.
