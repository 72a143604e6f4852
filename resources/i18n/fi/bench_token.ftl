error-bench-token-state = Simuloidun avaimen tiedostoa ei voi lukea tai kirjoittaa.
error-bench-token-state-remedy = Tarkista, että koepenkin kansio on olemassa, että sinulla on kirjoitusoikeus ja ettei levy ole täynnä.
error-bench-token-unreadable = Simuloidun avaimen tiedosto on vioittunut.
error-bench-token-unreadable-remedy = Poista tiedosto ja luo uusi avain.
error-bench-token-exists = Samanniminen simuloitu avain on jo olemassa.
error-bench-token-exists-remedy = Valitse toinen nimi.
error-bench-token-unknown = Tämännimistä simuloitua ohjelmointiavainta ei ole.
error-bench-token-unknown-remedy = Luo se: keywright bench DIR new token NIMI
