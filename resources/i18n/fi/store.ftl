error-store-file-missing = Tässä paikassa ei ole järjestelmätiedostoa.
error-store-file-missing-remedy = Tarkista polku tai ota uusin varmuuskopio: system restore KOPIO.
error-store-backup-missing = Tiedostoa { $file } ei ole.
error-store-backup-missing-remedy = Tarkista polku ja nimi. Kopio on se, jonka `keywright system backup TIEDOSTO` kirjoitti, vieressään TIEDOSTO.slots; mitään ei muutettu.
error-store-file-exists = Samanniminen tiedosto on jo olemassa.
error-store-file-exists-remedy = Valitse toinen nimi; mitään ei korvattu.
error-store-wrong-key = Järjestelmätiedosto ei avaudu tällä salasanalla tai avaimella.
error-store-wrong-key-remedy = Tarkista, että tiedosto ja sen .slots kuuluvat yhteen. Jos tiedosto on vioittunut, ota uusin varmuuskopio: system restore KOPIO; entinen säilyy.
error-store-damaged = Järjestelmätiedosto on vaurioitunut: { $what }.
error-store-damaged-remedy = Siitä ei ohjelmoida mitään. Ota uusin varmuuskopio: system restore KOPIO; entinen säilyy.
error-store-miscounted = Osa luetteloiden nopeuttamiseksi talletetusta on väärin: { $rows } riviä. Se ei koske sitä, mitä avaimissa on tai mitä ne avaavat.
error-store-miscounted-remedy = Laske se uudelleen: keywright system verify --repair.
error-store-network-folder = Järjestelmätiedosto on verkkokansiossa tai synkronoidussa kansiossa ({ $kind }).
error-store-network-folder-remedy = Siirrä se tämän tietokoneen levylle; pidä verkossa vain varmuuskopioita.
error-store-in-use = Toinen ikkuna tai komento pitää järjestelmää auki kirjoitusta varten.
error-store-in-use-remedy = Jatka siellä tai sulje se ja yritä uudelleen. Lukeminen on sillä välin mahdollista.
error-store-read-only = Järjestelmä on auki vain luettavaksi.
error-store-read-only-remedy = Sulje toinen ohjelma tai tarkista tiedoston oikeudet ja avaa uudelleen.
error-store-busy = Järjestelmätiedosto on varattu.
error-store-busy-remedy = Odota hetki ja yritä uudelleen; mitään ei muutettu.
error-store-disk-full = Levy on täynnä.
error-store-disk-full-remedy = Vapauta levytilaa ja yritä uudelleen; mitään ei jäänyt puolitiehen.
error-store-disk-failed = Levy ilmoitti viasta.
error-store-disk-failed-remedy = Sulje ohjelma ja avaa järjestelmä uudelleen: se tarkistetaan ennen kirjoittamista.
error-store-newer-schema = Järjestelmätiedosto on tehty ohjelman uudemmalla versiolla (vaihe { $found }, tunnetaan vaiheeseen { $known }).
error-store-newer-schema-remedy = Päivitä ohjelma tai palauta varmuuskopio ajalta ennen päivitystä.
error-store-schema-altered = Järjestelmätiedoston rakenne poikkeaa tästä ohjelmasta vaiheessa { $number }.
error-store-schema-altered-remedy = Avaa se ohjelmalla, jolla se tehtiin, tai palauta varmuuskopio.
error-changed-meanwhile = Joku muu muutti tietuetta ({ $entity }) sillä välin.
error-changed-meanwhile-remedy = Katso uusi tilanne ja tee muutos uudelleen; mitään ei korvattu.
error-not-found = Tietuetta ({ $entity }) ei ole.
error-not-found-remedy = Se on ehkä poistettu; päivitä luettelo.
error-email-taken = { $waiting ->
    [yes] Käyttäjällä { $name } on jo tämä sähköpostiosoite, ja avain { $waits } odottaa yhä kirjoittamista.
   *[no] Toisella käyttäjällä on tämä sähköpostiosoite.
    }
error-email-taken-remedy = { $waiting ->
    [yes] Kirjoita se avain: `keywright key program { $waits }`. Jos haluat lisätä jonkun muun, anna toinen osoite.
   *[no] Avaa kyseinen käyttäjä tai anna toinen osoite.
    }
error-external-id-taken = Toisella käyttäjällä on tämä ulkoinen tunnus.
error-external-id-taken-remedy = Avaa kyseinen käyttäjä tai anna toinen tunnus.
error-name-taken = Nimi on jo käytössä ({ $entity }).
error-name-taken-remedy = Valitse toinen nimi.
error-medium-taken = Tämä väline kuuluu toiselle avaimelle.
error-medium-taken-remedy = Aseta kooderille toinen väline.
error-key-replaced-before = { $replaced ->
    [yes] Avain { $number } on jo korvattu: sen tilalla on avain { $successor }.
   *[no] Tämä avain on jo korvattu.
    }
error-key-replaced-before-remedy = { key-way-out }
error-record-exists = Tietue ({ $entity }) on jo olemassa.
error-record-exists-remedy = Avaa olemassa oleva.
error-still-used = { $linked ->
    [yes] { $name } on yhä liitetty: { $links }{ $more ->
        [0] {"."}
       *[other] {" "}ja { $more } muuta.
        }
   *[other] Se on vielä käytössä ({ $entity }).
    }
error-still-used-remedy = Poista se sieltä, missä sitä käytetään, ja yritä uudelleen.
error-record-names-missing = Se ({ $entity }) viittaa tietueeseen, jota ei enää ole.
error-record-names-missing-remedy = Päivitä ja valitse uudelleen.
error-change-abandoned = Muutoksesta luovuttiin; mitään siitä ei tehty.
error-change-abandoned-remedy = Lue syy ja yritä uudelleen.
error-premises-inside-themselves = Tila ei voi sijaita itsensä sisällä.
error-premises-inside-themselves-remedy = Valitse toinen ylempi tila.
error-user-has-media = { $named ->
    [yes] Käyttäjällä on vielä näiden avainten välineet: { $keys }.
   *[no] Käyttäjällä on vielä välineitä: { $count }.
    }
error-user-has-media-remedy = Päätä jokaisesta: palauta ja tyhjennä (`key return`) tai estä (`key block`); `user remove --return KEY --block KEY` tekee sen samalla.
error-key-state = { $same ->
    [yes] Avaimen tila on jo: { key-state-word }.
   *[no] Avaimen tila on: { key-state-word }. Se ei salli tätä.
    }
error-key-state-remedy = { key-way-out }
error-key-blocked = Avain on estetty.
error-key-blocked-remedy = Poista esto, korvaa avain tai palauta ja tyhjennä se.
error-home-group-fixed = Kotiryhmä on kiinnitetty ensimmäisessä onnistuneessa kirjoituksessa.
error-home-group-fixed-remedy = Palauta ja tyhjennä avain ja ohjelmoi se uudelleen.
error-blocklist-full = Ryhmän { $group } estolista on täynnä; avainta ei estetty missään.
error-blocklist-full-remedy = `keywright blocklist prune GROUP` poistaa avaimet, joiden väline on tyhjennetty tai ei enää avaa mitään. Jos niitä ei ole, siirrä lukkoja toiseen avainten estoryhmään.
error-blocklist-no-room = Ryhmän { $group } estolistalle eivät mahdu ne { $count } estettyä avainta, joiden on oltava sillä, jotta ne pysyvät estettyinä. Mitään ei muutettu.
error-blocklist-no-room-remedy = `keywright blocklist prune GROUP` poistaa avaimet, joiden väline on tyhjennetty tai ei enää avaa mitään. Tai valitse toinen avainten estoryhmä.
error-blocklist-version = Estolista on muuttunut; versio on nyt { $current }.
error-blocklist-version-remedy = Allekirjoita nykyinen lista.
error-task-open = Avaimella on keskeneräinen tehtävä.
error-task-open-remedy = Aja se tehtävä tai peru se: task list näyttää sen.
error-task-taken = Tehtävä on toisella asemalla tai jo pidemmällä.
error-task-taken-remedy = Päivitä tehtäväluettelo; toinen asema tekee sen valmiiksi.
error-numbers-exhausted = Numerot ovat loppuneet ({ $entity }).
error-numbers-exhausted-remedy = Perusta uusi järjestelmä uusille tietueille.
error-restore-generations-differ = Varmuuskopio ja paikalla oleva järjestelmä ovat kumpikin vaihtaneet salaisuutensa omin päin (sukupolvi { $generation }); vain toisen voi säilyttää.
error-restore-generations-differ-remedy = Palauta tyhjään paikkaan: nimeä toinen tiedosto valinnalla --system. Säilytä molemmat tiedostot: toisen sukupolven avaintunnisteet ja lukot luetaan ja tyhjennetään sillä järjestelmällä, joka ne kirjoitti.
error-log-broken = Loki ei ole eheä kohdassa { $sequence }: { $fault }.
error-log-broken-remedy = Säilytä tiedosto todisteena ja vertaa sitä merkittyyn: `keywright audit verify --noted NUMERO`, jossa on lokin numero kuitista tai komennon `keywright system backup` vastauksesta.
error-log-head-malformed = Tämä ei ole lokin pää lyhyesti.
error-log-head-malformed-remedy = Se on muotoa 128-0123456789ABCDEF, kuten kuitissa.
error-random-failed = Tietokone ei antanut satunnaislukuja.
error-random-failed-remedy = Käynnistä tietokone uudelleen ja yritä uudelleen; mitään ei muutettu.
error-store-unreadable = Tallennettua arvoa ei voi lukea ({ $what }).
error-store-unreadable-remedy = Tarkista järjestelmä ja palauta uusin tarkistettu varmuuskopio.
error-store-engine = Tietokanta kieltäytyi (koodi { $code }).
error-store-engine-remedy = Tämä on ohjelman vika: ilmoita siitä tässä näkyvin tiedoin. Mitään ei muutettu.
error-store-not-a-system-file = { $file } ei ole järjestelmätiedosto.
error-store-not-a-system-file-remedy = Anna järjestelmätiedosto tai varmuuskopio, jonka `keywright system backup` teki; sen .slots-päätteinen tiedosto on sen vieressä.
fault-signed-head = sen lopun allekirjoitus ei täsmää
fault-cut-off-before-a-signed-head = se on katkaistu ennen allekirjoitettua loppua
fault-cut-off = se on katkaistu
fault-noted-head = se ei vastaa kuittiin tai varmuuskopion yhteyteen merkittyä
fault-cut-off-before-a-noted-head = se on katkaistu ennen kuittiin tai varmuuskopion yhteyteen merkittyä
fault-personal-text-removed = henkilötieto on poistettu
fault-missing = merkintä puuttuu
fault-changed = merkintää on muutettu
fault-personal-text = henkilötietoa on muutettu
