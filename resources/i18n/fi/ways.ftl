# Mitä avaimella voi tehdä sen tilassa, ja tunnisteella, jonka avainta tiedoissa ei ole.

key-way-out = { $way ->
    [write] Kun sen tunniste on kooderilla, `keywright key program { $number }` kirjoittaa sen tai vie aloitetun loppuun.
    [write-or-lost] Kun sen tunniste on kooderilla, `keywright key program { $number }` kirjoittaa sen. Jos sen tunniste ohjelmoitiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin, ja on kadonnut, `keywright key block --lost-number { $number }` estää sen.
    [take-back] Aseta sen tunniste kooderille ja tyhjennä se: `keywright key return { $number }`.
    [shut-out] Jos sen tunniste löytyy, aseta se kooderille ja tyhjennä se: `keywright key return { $number }`. Siihen asti `keywright key block { $number }` estää sen.
    [lift] Jos se on taas haltijallaan, poista esto: `keywright key unblock { $number }`. Muuten aseta sen tunniste kooderille ja tyhjennä se: `keywright key return { $number }`.
    [replace] Haltija saa toisen sen tilalle: `keywright key replace { $number } --lost`.
    [write-off] Se päättyy komennolla `keywright key write-off { $number }`.
    [pass-on] Sen tunniste on tyhjä. Avaimelle määritelty siirtyy seuraavalle haltijalle: `keywright key pass-on { $number } --to USER`.
    [add] Avaimen tarvitseva saa toisen: `keywright user edit USER --key fob`.
    [add-or-lost] Avaimen tarvitseva saa toisen: `keywright user edit USER --key fob`. Jos sen tunniste ohjelmoitiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin, ja on kadonnut, `keywright key block --lost-number { $number }` estää sen.
   *[other] `keywright key show` kertoo avaimen tilan; valitse siihen sopiva toimi.
    }
key-state-word = { $state ->
    [draft] luonnos
    [task] odottaa kooderia
    [writing] kirjoitettu osittain
    [programmed] ohjelmoitu
    [handed-over] luovutettu
    [returned] palautettu
    [write-failed] kirjoitettu vain osittain
    [empty-failed] tyhjennetty vain osittain
    [blocked] estetty
    [replaced] korvattu
    [deleted] poistettu
    [written-off] poistettu käytöstä
   *[other] { $state }
    }
error-fob-newer-than-records = Tunnisteella on avain { $number }, jolle tiedoissa ei ole tunnistetta: se kirjoitettiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin, tai sen ensimmäinen kirjoitus hylättiin.
error-fob-newer-than-records-remedy = Ota haltuun, mitä sillä on: `keywright key read --adopt`. Sen jälkeen avaimen voi kirjoittaa, estää tai palauttaa.
error-fob-ahead-of-records = Tunnisteessa on avaimen { $number } uudempi taulukko kuin tiedoissa: se kirjoitettiin sen varmuuskopion jälkeen, josta järjestelmä palautettiin, tai toisella asemalla.
error-fob-ahead-of-records-remedy = Ota sen sisältö tietoihin: `keywright key read --adopt`. Ei koskaan, jos toinen asema käyttää samaa järjestelmää.
error-fob-not-dead = Kooderilla oleva tunniste toimii, vaikka sen avain { $number } on poistettu käytöstä. Se avaa saman kuin ennen, ellei se ole estolistalla.
error-fob-not-dead-remedy = Tyhjennä se: `keywright key return { $number }`. Tai estä se: `keywright key block { $number }`.
error-number-has-key = Tiedoissa on avain { $number }.
error-number-has-key-remedy = Estä se avaimena: `keywright key block { $number }`.
error-number-never-given = Järjestelmä ei ole antanut numeroa { $number } millekään avaimelle.
error-number-never-given-remedy = Katso avaimen kuitista, tai aseta sen tunniste kooderille: `keywright key read` kertoo numeron.
notice-written-off = { $listed ->
    [yes] Avaimen { $number } tunniste pysyy estolistoilla, sillä se voi yhä toimia: `keywright blocklist prune GROUP` poistaa sen, kun mikään siinä ei enää avaa.
   *[no] Avaimen { $number } tunniste ei ole millään estolistalla: ellei se ole rikki, se avaa saman kuin ennen.
    } Jos se löytyy toimivana, estä se komennolla `keywright key block { $number }`, tai aseta se kooderille ja tyhjennä se komennolla `keywright key return { $number }`.
notice-lost-number-blocked = Numero { $number }, jolla tiedoissa ei ole käytössä olevaa avainta, on jokaisen estoryhmän estolistalla. `keywright blocklist unblock GROUP { $number }` poistaa sen.
notice-lost-draft-blocked = Avain { $number } on estetty jokaisessa estoryhmässä: kukaan ei tiedä, mitä varmuuskopion jälkeen ohjelmoitu tunniste avaa. Haltija saa toisen sen tilalle: `keywright key replace { $number } --lost`.
notice-blocked-carried = Ryhmän { $group } estolistalle siirtyi lukon mukana { $count ->
    [one] { $count } estetty avain
   *[other] { $count } estettyä avainta
    }. Käy sen ovella: `keywright lock deploy` vie sille uuden listan; siihen asti se noudattaa sitä, joka sillä on.
notice-unknown-fob-emptied = Tunniste on tyhjä ja taas käytettävissä. Jos sen numero estettiin, se pysyy estolistoilla, kunnes `keywright blocklist unblock GROUP NUMBER`.
notice-unblocked-behind = Ovilla, jotka odottavat käyntiä, on vanhempi estolista, ja ne hylkäävät avaimen, kunnes uusi tulee niille: jonkun tunnisteella tai komennolla `keywright lock deploy`.
doctor-fob-out-of-use = { $chip } { $uid }, { $free } tavua vapaana: avain { $number } ({ $name }), tila: { key-state-word }. { key-way-out }
window-fob-laid-not-dead = Sen avain on poistettu käytöstä, mutta tunniste toimii ja avaa saman kuin ennen, ellei se ole estolistalla. Ota se takaisin tai estä avain.
window-state-fob-out-of-use = Tunniste: { $name }; { $state }
