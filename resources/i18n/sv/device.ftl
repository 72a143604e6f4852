# Kodare och nyckelbricka: orsak och åtgärd för varje fel.

error-port-unavailable = Porten {$path} kan inte öppnas: {$reason}
error-port-unavailable-remedy = Kontrollera portens namn, att enheten är ansluten och att du får använda serieportar.

error-port-busy = Ett annat program använder porten {$path}.
error-port-busy-remedy = Stäng det andra programmet eller välj en annan port.

error-port-denied = Du får inte använda porten {$path}.
error-port-denied-remedy = Installera filen 70-keywright.rules i /etc/udev/rules.d, dra sedan ur enheten och anslut den igen. Sitt vid den här datorn, eller var medlem i gruppen "plugdev".
error-port-not-serial = {$path} är ingen serieport.
error-port-not-serial-remedy = Ange enhetens port, till exempel /dev/ttyUSB0 eller ett namn under /dev/serial/by-id.

error-encoder-unplugged = Förbindelsen till kodaren bröts.
error-encoder-unplugged-remedy = Anslut kodaren igen och kör arbetet igen: det som påbörjats slutförs.

error-encoder-silent = Kodaren svarar inte.
error-encoder-silent-remedy = Kontrollera kabel och ström och kör arbetet igen: det som påbörjats slutförs.

error-encoder-garbled = Kodarens svar kommer fram skadade.
error-encoder-garbled-remedy = Använd en annan kabel eller USB-port och kör arbetet igen: det som påbörjats slutförs.

error-encoder-refused = Kodaren avvisade ett kommando ({$command}).
error-encoder-refused-remedy = Dra ur den och anslut den igen. Händer det igen är kodaren inte av en typ som stöds.

error-not-an-encoder = Enheten på denna port är ingen kodare.
error-not-an-encoder-remedy = Välj kodarens port.

error-fob-silent = Nyckelbrickan slutade svara ({$status}).
error-fob-silent-remedy = Lägg den plant på kodaren, låt den ligga och kör arbetet igen: det som påbörjats slutförs.

error-no-fob = Ingen nyckelbricka ligger på kodaren.
error-no-fob-remedy = Lägg nyckelbrickan på kodaren.

error-fob-lifted = Nyckelbrickan lyftes innan arbetet var klart.
error-fob-lifted-remedy = Lägg tillbaka samma nyckelbricka och kör samma arbete igen: det som påbörjats slutförs; om inget hade skrivits börjar det om.

error-wrong-fob = En annan nyckelbricka ligger på kodaren: {$found}{ $found_known ->
    [yes] {" "}(nyckel {$found_number}, {$found_name})
    [number] {" "}(nyckel {$found_number})
   *[no] {""}
    } i stället för {$expected}{ $expected_known ->
    [yes] {" "}(nyckel {$expected_number}, {$expected_name})
    [number] {" "}(nyckel {$expected_number})
   *[no] {""}
    }.
error-wrong-fob-remedy = Lägg rätt nyckelbricka på kodaren, eller välj nyckeln som hör till denna.

error-fob-chip-refused = Chip av detta slag godtas inte: {$chip}.
error-fob-chip-refused-remedy = Använd en nyckelbricka med MIFARE DESFire EV1, EV2 eller EV3.

error-fob-random-uid = Den här nyckelbrickan döljer sitt chipnummer.
error-fob-random-uid-remedy = Använd en annan nyckelbricka; slumpmässiga chipnummer kan inte tas bort.

error-fob-foreign-master-key = Nyckelbrickans huvudnyckel är främmande. Inget skrevs.
error-fob-foreign-master-key-remedy = Låt ägaren frigöra den, eller använd en ny nyckelbricka.

error-fob-foreign-application = En annan tillverkares program står på vår plats. Det lämnades orört.
error-fob-foreign-application-remedy = Använd en annan nyckelbricka.

error-fob-other-system = Den här nyckelbrickan hör till ett annat låssystem.
error-fob-other-system-remedy = Öppna det systemets fil, eller använd en annan nyckelbricka.

error-fob-not-programmed = Nyckelbrickan är inte programmerad.
error-fob-not-programmed-remedy = `keywright key program NUMBER` skriver en nyckel på den; `keywright key list` visar utkasten.

error-fob-unfinished = Nyckelbrickans första programmering avbröts.
error-fob-unfinished-remedy = Kör samma arbete igen; det fortsätter där det stannade.

error-fob-full = Nyckelbrickan har {$free} byte ledigt minne, {$needed} behövs. Inget skrevs.
error-fob-full-remedy = Använd en nyckelbricka med mer minne, eller en utan andra program. En nyckel vars skrivning har börjat på denna nyckelbricka tas först bort från den: "key return" tömmer brickan.

error-fob-image-too-large = Nyckelns behörighetstabell ryms inte på denna nyckelbricka. Inget skrevs.
error-fob-image-too-large-remedy = Ge färre enskilda lås, använd låsgrupper eller en nyckelbricka med mer minne.

error-fob-blocklist-too-large = Spärrlistan för nyckelns hemgrupp har vuxit ur sin plats på denna nyckelbricka. Inget skrevs.
error-fob-blocklist-too-large-remedy = `keywright blocklist prune GROUP` tar bort nycklar som inte längre öppnar något. Räcker det inte, återta och töm nyckelbrickan (`key return`) och programmera en med mer minne.

error-fob-changed-elsewhere = Nyckelbrickan har under tiden ändrats av en annan station. Detta arbete lämnade den orörd.
error-fob-changed-elsewhere-remedy = Läs nyckelbrickan och börja om vid den station som är aktuell. Om systemet återställts från en säkerhetskopia och ingen annan station arbetar med det, kör först "key read --adopt".

error-fob-refused = Nyckelbrickan avvisade ett kommando ({$command}, status {$status}).
error-fob-refused-remedy = Kör arbetet igen. Händer det igen, använd en annan nyckelbricka.

error-fob-answer-forged = Ett svar från nyckelbrickan är inte äkta.
error-fob-answer-forged-remedy = Kör arbetet igen. Händer det igen, lita inte på nyckelbrickan eller platsen den ligger på.

error-fob-answer-malformed = Nyckelbrickans svar är obegripliga.
error-fob-answer-malformed-remedy = Använd en annan nyckelbricka.

error-fob-answer-endless = Nyckelbrickans svar tar inte slut.
error-fob-answer-endless-remedy = Använd en annan nyckelbricka.

error-fob-file-too-short = Inget lås kan läsa denna nyckelbricka: filen för dess behörighetstabell är för kort.
error-fob-file-too-short-remedy = Ta tillbaka nyckeln med "key return", som tömmer nyckelbrickan, och programmera en ny nyckel åt innehavaren på den; lämna inte ut den innan dess. Avvisas brickan då, använd en med mer minne.

error-fob-read-back-differs = Det som lästes tillbaka från nyckelbrickan är inte det som skrevs.
error-fob-read-back-differs-remedy = Kör arbetet igen. Händer det igen är nyckelbrickan utsliten: byt den.

error-fob-factory-key-works = En fabriksnyckel öppnar fortfarande nyckelbrickan.
error-fob-factory-key-works-remedy = Lämna inte ut den. Kör arbetet igen; händer det igen, skriv av brickan med "key replace NUMMER --written-off" och använd en annan.

error-fob-stopped-halfway = Nyckelbrickan hann ändras delvis innan arbetet stannade ({$cause}).
error-fob-stopped-halfway-remedy = Låt nyckelbrickan ligga kvar och kör samma arbete igen; det fortsätter där det stannade eller säger vad som hindrar.

error-device-cancelled = Stoppat på din begäran.
error-device-cancelled-remedy = Kör samma arbete igen för att fortsätta.

error-fob-no-key = Nycklarna av generation {$generation} som denna nyckelbricka har finns inte till hands.
error-fob-no-key-remedy = Återställ en säkerhetskopia som gjordes efter generationsbytet. Om det inte finns någon: skriv en ny nyckelbricka i stället.

error-device-no-randomness = Den här datorn ger inga slumptal.
error-device-no-randomness-remedy = Starta om datorn. Inget programmeras utan slumptal.

error-device-bad-job = Detta arbete motsäger sig självt. Inget skrevs.
error-device-bad-job-remedy = Gör om ändringen. Händer det igen, rapportera det med det som visas här.

error-encoder-closed = Kodaren är stängd.
error-encoder-closed-remedy = Anslut kodaren igen.

# Lås på kabeln: orsak och åtgärd för varje fel.

error-lock-gone = Låset {$lock} kan inte nås: {$reason}
error-lock-gone-remedy = Kontrollera kabeln till låset och kör arbetet igen. Läs låset för att se om den senaste ändringen gällde.

error-lock-not-installed = Låset {$lock} är som det lämnade fabriken.
error-lock-not-installed-remedy = Ett nytt lås installeras vid den första driftsättningen. Om låset har bytts ut eller återställts, ta det i handen och kör ”lock deploy --install” för just det låset.

error-lock-installed-already = Låset {$lock} är installerat med en annan nyckel.
error-lock-installed-already-remedy = Kontrollera att det är rätt lås. Är det så, återställ det vid låset enligt tillverkarens anvisning och kör arbetet igen.

error-lock-configuration-forged = Låset {$lock} tror inte på konfigurationen: den är skadad eller signerad med en nyckel som låset inte litar på.
error-lock-configuration-forged-remedy = Gör konfigurationen på nytt. Händer det igen, återställ låset till fabriksläge och installera det på nytt.

error-lock-configuration-foreign = Konfigurationen är inte för låset {$lock}.
error-lock-configuration-foreign-remedy = Kontrollera att kabeln leder till rätt lås.

error-lock-configuration-old = Låset {$lock} har redan denna konfiguration eller en nyare.
error-lock-configuration-old-remedy = Läs låset, se på skillnaderna och för över på nytt om det finns några.

error-lock-blocklist-forged = Lås {$lock} tror inte på spärrlistan: den är skadad, hör till en annan grupp eller är signerad med en nyckel som låset inte litar på.
error-lock-blocklist-forged-remedy = Driftsätt låset en gång till. Händer det igen, återställ låset till fabriksläget och installera det på nytt med `lock deploy --install`.

error-lock-refused = Låset {$lock} avvisade arbetet ({$status}).
error-lock-refused-remedy = Kör arbetet igen. Händer det igen, rapportera det med det som visas här.

error-lock-answer-malformed = Svaren från låset {$lock} är obegripliga.
error-lock-answer-malformed-remedy = Kontrollera kabeln och kör arbetet igen. Händer det igen är låset av annat slag.

# Programmeringsnycklar och läsare på USB: orsak och åtgärd för varje fel.

error-usb-none-there = Ingen programmeringsnyckel är ansluten.
error-usb-none-there-remedy = Anslut den. Om den är ansluten visar "keywright doctor" vad som syns på USB.

error-usb-not-there = Ingen programmeringsnyckel med numret {$serial} är ansluten.
error-usb-not-there-remedy = Anslut den. Om den är ansluten, kontrollera numret; "keywright doctor" visar vad som syns på USB.

error-usb-several = Flera programmeringsnycklar är anslutna: {$serials}.
error-usb-several-remedy = Koppla ur de andra, eller ange den som menas med dess nummer.

error-usb-none-meant = Ingen av de anslutna programmeringsnycklarna är den som menas: {$serials}.
error-usb-none-meant-remedy = Anslut den som menas, eller ange en av dessa med dess nummer.

error-usb-busy = Ett annat program använder {$device}.
error-usb-busy-remedy = Stäng det. Oftast är det smartkortstjänsten: stoppa den med "systemctl stop pcscd.socket pcscd", eller dra ur programmeringsnyckeln och anslut den igen.

error-usb-no-permission = Du får inte använda {$device}.
error-usb-no-permission-remedy = Installera filen 70-keywright.rules i /etc/udev/rules.d, dra sedan ur enheten och anslut den igen. Sitt vid den här datorn, eller var medlem i gruppen "plugdev".

error-usb-no-driver = Operativsystemet ger ingen väg till {$device}.
error-usb-no-driver-remedy = I Windows är en annan drivrutin bunden till den: ange den som --token pcsc:LÄSARE, så går vägen genom smartkortstjänsten. I Linux har kärnan fått besked att hålla den ute, av USBGuard eller liknande: tillåt den där och anslut den igen.

error-usb-gone = {$device} drogs ur.
error-usb-gone-remedy = Anslut den igen och kör arbetet igen; det fortsätter där det slutade.

error-usb-unusable = {$device} säger sig vara en smartkortsläsare men fungerar inte som en.
error-usb-unusable-remedy = Använd en annan läsare eller programmeringsnyckel.

error-usb-failed = USB misslyckades: {$reason}
error-usb-failed-remedy = Anslut enheten till en annan port. Om det händer igen, starta om datorn.

error-contact-silent = Ingenting svarar på {$path}: ingen läsare för kontaktplatsen.
error-contact-silent-remedy = Kontrollera att läsaren har ström, att dess kabel är ansluten och att detta är dess port; kör sedan doctor igen.

error-contact-not-a-reader = Det som svarar på {$path} är ingen läsare för kontaktplatsen.
error-contact-not-a-reader-remedy = Ange med --contact porten till en GemPC Twin, eller till en läsare som talar som den. Se till att ingen annan enhet, till exempel kodaren, finns på denna port.

error-contact-gone = Kontaktplatsens port är borta.
error-contact-gone-remedy = Anslut adaptern till dess kabel igen, ange porten med --contact om den nu heter något annat, och kör doctor igen.

error-contact-stopped = Kontaktplatsens läsare svarar inte längre.
error-contact-stopped-remedy = Ta ut kortet, slå av och på läsarens ström, sätt i kortet och kör doctor igen.

error-contact-garbled = Det som kontaktplatsens läsare svarar kommer fram skadat.
error-contact-garbled-remedy = Kontrollera seriekabelns kontakter, ta en kortare kabel om den är lång, och kör doctor igen. Om felet kvarstår, använd en annan läsare.

error-contact-busy = Kontaktplatsens läsare är upptagen med ett annat kommando.
error-contact-busy-remedy = Vänta en stund och kör doctor igen. Om det kvarstår, slå av och på läsarens ström.

error-contact-refused = Kontaktplatsens läsare avvisade ett kommando.
error-contact-refused-remedy = Slå av och på dess ström och kör doctor igen. Om felet kvarstår, använd en annan läsare.

error-reader-gone = Läsaren drogs ur.
error-reader-gone-remedy = Anslut den igen och kör arbetet igen; det fortsätter där det slutade.

error-reader-silent = Läsaren eller programmeringsnyckeln svarar inte.
error-reader-silent-remedy = Dra ur den, anslut den igen och försök en gång till.

error-reader-garbled = Svaren från läsaren eller programmeringsnyckeln kommer fram skadade.
error-reader-garbled-remedy = Anslut den till en annan port, utan hubb. Om det inte hjälper, använd en annan.

error-reader-no-card = Det finns inget kort i läsaren.
error-reader-no-card-remedy = Sätt kortet i läsaren.

error-reader-card-mute = Kortet i läsaren svarar inte som det ska.
error-reader-card-mute-remedy = Kontrollera att det är rättvänt och rent. Om det inte hjälper, använd ett annat kort.

error-reader-busy = Läsaren är upptagen.
error-reader-busy-remedy = Stäng andra program som använder den och försök igen.

error-reader-refused = Läsaren avvisade ett kommando.
error-reader-refused-remedy = Dra ur den, anslut den igen och försök en gång till. Om det inte hjälper, använd en annan läsare.

error-reader-unsupported = Den här läsaren, eller det här kortet i den, stöds inte.
error-reader-unsupported-remedy = Använd en annan läsare, en som utväxlar APDU:er.

error-pcsc-not-running = Smartkortstjänsten är inte igång.
error-pcsc-not-running-remedy = Starta den med "systemctl start pcscd.socket", eller ange programmeringsnyckeln som usb.

error-pcsc-not-there = Smartkortstjänsten har ingen läsare "{$name}" med ett kort i.
error-pcsc-not-there-remedy = Anslut programmeringsnyckeln; "keywright doctor" visar tjänstens läsare.

error-pcsc-several = Smartkortstjänsten har flera läsare med det namnet: {$readers}.
error-pcsc-several-remedy = Ange en av dem i sin helhet: pcsc:LÄSARE.

error-pcsc-busy = Ett annat program använder kortet i {$reader}.
error-pcsc-busy-remedy = Stäng det och försök igen.

error-pcsc-failed = Smartkortstjänsten vägrar: {$reason}
error-pcsc-failed-remedy = Koppla ur programmeringsnyckeln, anslut den igen och försök en gång till.
