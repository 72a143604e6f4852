# Vad man gör härnäst i fönstret, där kommandoraden får ett kommando. Knappar och platser med sina egna ord.

window-remedy-key-way-out = { $way ->
    [write] Lägg brickan på kodaren och välj ”{ window-program }” vid nyckeln: den skrivs, eller det som påbörjats slutförs.
    [write-or-lost] Lägg brickan på kodaren och välj ”{ window-program }” vid nyckeln. Om en bricka till den programmerades efter säkerhetskopian som systemet återställdes från, och är borta, spärras nyckel { $number } på kommandoraden.
    [take-back] Lägg brickan på kodaren och välj ”{ window-return-key }” vid nyckeln under ”{ window-nav-keys }”.
    [shut-out] Om brickan dyker upp, lägg den på kodaren och välj ”{ window-return-key }” vid nyckeln. Tills dess spärrar ”{ window-block-key }” den.
    [lift] Om innehavaren har den igen hävs spärren på kommandoraden. Annars lägg brickan på kodaren och välj ”{ window-return-key }” vid nyckeln.
    [replace] Innehavaren får en annan i dess ställe: ”{ window-replace-key }” vid nyckeln.
    [write-off] Den avslutas med ”{ window-replace-key }” vid nyckeln.
    [pass-on] Brickan är tom. Det som bestämts för nyckeln går vidare till nästa innehavare: ”{ window-pass-on }” vid nyckeln.
    [add] Den som behöver en nyckel får en annan: ”{ window-add-key }” vid användaren.
    [add-or-lost] Den som behöver en nyckel får en annan: ”{ window-add-key }” vid användaren. Om en bricka till den programmerades efter säkerhetskopian som systemet återställdes från, och är borta, spärras nyckel { $number } på kommandoraden.
   *[other] Sök upp nyckeln under ”{ window-nav-keys }”: det som kan göras med den står bredvid.
    }
window-remedy-key-replaced-before = { window-remedy-key-way-out }
window-remedy-key-state = { window-remedy-key-way-out }
window-remedy-key-state-not-programmable = { window-remedy-key-way-out }
window-remedy-key-without-medium = { window-remedy-key-way-out }
window-remedy-key-replaced = { window-remedy-key-way-out }
window-remedy-key-other-task-open = { window-remedy-key-way-out }
window-remedy-key-holder-removed = { window-remedy-key-way-out } En nyckel åt någon annan: ”{ window-add-key }” vid den användaren.
window-remedy-key-not-returned = { $medium ->
    [no] Den har ingen bricka som kunde gå vidare. Ge nästa innehavare en egen nyckel: ”{ window-add-key }” vid den användaren.
   *[yes] Lägg brickan på kodaren och välj ”{ window-return-key }” vid nyckeln. Lämna den sedan vidare.
    }
window-remedy-fob-not-programmed = En nyckel skrivs på den med ”{ window-program }” vid ett utkast under ”{ window-nav-todo }”.
window-remedy-fob-full = Använd en nyckelbricka med mer minne, eller en utan andra program. En nyckel vars skrivning har börjat på brickan tas först bort från den: ”{ window-return-key }” vid nyckeln.
window-remedy-fob-blocklist-too-large = Återta och töm brickan, och programmera en med mer minne. Nycklar som inte längre öppnar något tas bort från en spärrlista på kommandoraden.
window-remedy-fob-changed-elsewhere = Läs nyckelbrickan och börja om vid den station som är aktuell. Om systemet återställts från en säkerhetskopia och ingen annan station arbetar med det, ta först över vad brickan har på kommandoraden.
window-remedy-fob-file-too-short = Välj ”{ window-return-key }” vid nyckeln, som tömmer brickan, och programmera en ny nyckel åt innehavaren på den; lämna inte ut något innan dess. Avvisas brickan då, använd en med mer minne.
window-remedy-fob-factory-key-works = Lämna inte ut den. Försök igen; händer det på nytt, välj ”{ window-replace-key }” vid nyckeln och använd en annan bricka.
window-remedy-lock-not-installed = Ett nytt lås installeras vid den första driftsättningen: ”{ window-deploy }” under ”{ window-nav-locks }”. Ett som bytts ut eller återställts installeras på nytt på kommandoraden.
window-remedy-lock-blocklist-forged = Välj ”{ window-deploy }” vid låset en gång till. Händer det igen, återställ låset till fabriksläget och installera det på nytt på kommandoraden.
window-remedy-lock-of-lost-generation = Återställ en säkerhetskopia som gjordes efter generationsbytet. Om det inte finns någon: återställ låset till fabriksläget och installera det på nytt på kommandoraden.
window-remedy-usb-none-there = Anslut den.
window-remedy-usb-not-there = Anslut den, eller kontrollera numret som programmet startades med.
window-remedy-usb-several = Koppla ur de andra.
window-remedy-usb-none-meant = Anslut en som har lagts till i systemet, eller lägg till den här under ”{ window-nav-programming-keys }”.
window-remedy-usb-no-driver = Den som sköter datorn släpper in enheten där USBGuard eller liknande håller den ute; i Windows anger den som startar programmet den som en läsare i smartkortstjänsten. Anslut den sedan igen.
window-remedy-usb-busy = Stäng det andra programmet, eller dra ut programmeringsnyckeln och anslut den igen.
window-remedy-programming-key-foreign = Anslut en programmeringsnyckel som hör till systemet, eller lägg till den här under ”{ window-nav-programming-keys }”.
window-remedy-programming-key-not-named = Stäng fönstret och starta programmet på nytt: anges ingen annan söker det programmeringsnyckeln på USB.
window-remedy-encoder-not-named = Anslut kodaren. Om den inte hittas av sig själv, starta programmet på nytt med dess serieport.
window-remedy-encoder-none-answers = Kontrollera kodarens kabel, dra ur kodaren och anslut den igen, eller välj dess port under ”{ window-nav-settings }”.
window-remedy-encoder-several = Koppla ur de andra, eller välj en under ”{ window-nav-settings }”.
window-remedy-pcsc-not-there = Anslut programmeringsnyckeln.
window-remedy-mail-settings = Rätta det under ”{ window-nav-settings }”.
window-remedy-mail-server-unreachable = Kontrollera namn och port under ”{ window-nav-settings }”, och nätet. Inbjudan väntar och försöks igen.
window-remedy-mail-server-certificate = Använd serverns fullständiga namn under ”{ window-nav-settings }”; certifikatet för ett företags egen utfärdare ges på kommandoraden.
window-remedy-mail-sign-in = Rätta dem under ”{ window-nav-settings }”; det som väntade skickas sedan.
window-remedy-mail-not-set = Ställ in en under ”{ window-nav-settings }”; det som väntar skickas sedan.
window-remedy-mail-sender-refused = Kontrollera avsändare och konto under ”{ window-nav-settings }” och skicka inbjudan igen.
window-remedy-programming-key-no-certificate = ”{ window-rite-prepare }” under ”{ window-nav-programming-keys }” skapar nyckel och certifikat där.
window-remedy-programming-key-certificate-unusable = Det måste vara X.509 med en P-256-nyckel. ”{ window-rite-prepare }” under ”{ window-nav-programming-keys }” skapar båda på nytt, efter en fråga.
window-remedy-programming-key-factory-pin = Välj en annan PIN. ”{ window-rite-prepare }” under ”{ window-nav-programming-keys }” sätter den i fabrikens ställe.
window-remedy-programming-key-last-pin-try = En felaktig PIN till spärrar nyckeln. Ta reda på PIN och bekräfta sedan att det sista försöket får användas.
window-remedy-programming-key-pin-untold = En felaktig PIN kan vara den sista som den tar emot. Ta reda på PIN och bekräfta sedan att det sista försöket får användas.
window-remedy-programming-key-pin-blocked = ”{ window-rite-unblock }” under ”{ window-nav-programming-keys }” ger den en ny PIN med dess PUK. Eller använd en annan programmeringsnyckel.
window-remedy-programming-key-factory-puk = Ange en egen PUK.
window-remedy-programming-key-puk-untold = Skriv den PUK som den har eller ska ha. Den rätta förbrukar inget försök.
window-remedy-programming-key-last-puk-try = En felaktig PUK till är slutet för nyckeln: tillverkarens verktyg måste tömma den. Ta reda på PUK-koden och bekräfta sedan att det sista försöket får användas.
window-remedy-programming-key-in-use = Ta först bort den ur systemet med en annan programmeringsnyckel, eller ta en annan.
window-remedy-programming-key-factory-management-key = ”{ window-rite-prepare }” under ”{ window-nav-programming-keys }” ger nyckeln en egen.
window-remedy-programming-key-management-key-unknown = Förbered nyckeln på kommandoraden med filen för dess hanteringsnyckel, eller återställ den med tillverkarens verktyg.
window-remedy-programming-key-management-key-fixed = Byt den med tillverkarens verktyg och förbered nyckeln på kommandoraden, eller använd en annan.
window-remedy-programming-key-key-mismatch = ”{ window-rite-prepare }” under ”{ window-nav-programming-keys }” gör båda på nytt, efter en fråga.
window-remedy-programming-key-not-read-back = Försök igen. Händer det på nytt, använd en annan nyckel.
window-remedy-programming-key-untrue = Använd den inte mer: den är skadad, eller inte vad den ser ut att vara. Använd en annan programmeringsnyckel och ta bort denna under ”{ window-nav-programming-keys }”.
window-remedy-programming-key-of-others = Använd en som har dig bland sina operatörer. Den som får ändra programmeringsnycklar lägger till dig i denna under ”{ window-nav-programming-keys }”.
window-remedy-programming-key-no-operator = Välj minst en.
window-remedy-secrets-wrong-password = Försök igen. Är det glömt ställer en administratör in ett nytt under ”{ window-operators }”, eller återställningskoden på kommandoraden.
window-remedy-email-taken = { $waiting ->
    [yes] Användaren finns redan, med en nyckel som väntar: välj ”{ window-program }” vid den. Ska någon annan läggas till, ange en annan adress.
   *[no] Öppna den användaren, eller ange en annan adress.
    }
window-remedy-user-has-media = Bestäm för var och en: ”{ window-return-key }” eller ”{ window-block-key }”. Det frågas när användaren tas bort.
window-remedy-blocklist-full = Nycklar vars medium är tömt eller inte längre öppnar något tas bort från listan på kommandoraden. Finns det inga, flytta lås till en annan grupp under ”{ window-nav-blocking-groups }”.
window-remedy-store-not-a-system-file = Ange systemfilen eller en säkerhetskopia av den; dess fil som slutar på .slots ligger bredvid.
window-remedy-fob-newer-than-records = Ta över vad den har på kommandoraden, och välj sedan ”{ window-program }” vid nyckeln.
window-remedy-fob-ahead-of-records = Ta över vad den har på kommandoraden, om inte en annan station arbetar med samma system.
window-remedy-fob-not-dead = Välj vid nyckeln ”{ window-return-key }”, som tömmer den, eller ”{ window-block-key }”, som spärrar den.
window-remedy-clock-behind = Ställ klockan rätt och försök igen. Går den rätt, bekräfta det vid systemfilen: ”{ window-mend-clock }”.
window-remedy-fob-of-other-key = { $writable ->
    [no] Lägg en annan bricka, eller återta och töm denna först: ”{ window-return-key }” vid nyckel { $number }.
   *[other] Lägg en annan bricka. Ska denna skrivas för nyckel { $number }, välj ”{ window-program }” vid den nyckeln; ska någon annan få den, återta den först: ”{ window-return-key }”.
    }
window-remedy-fob-unknown = ”{ window-read }” visar om den är ett annat systems, eller hör till en nyckel som kom till efter den säkerhetskopia som systemet återställdes från. Annars lägg en annan bricka.
window-remedy-fob-blank = Det finns inget att tömma på den. En nyckel skrivs på den med ”{ window-program }” vid ett utkast under ”{ window-nav-todo }”.
window-remedy-fob-begun-elsewhere = Slutför den vid stationen som började. Gör ingen det töms den på kommandoraden, om den är detta systems; sedan duger den igen.
window-remedy-fob-of-lost-key = Den töms på kommandoraden; sedan duger den igen. Lämnar den dina händer spärras också dess nummer { $number } där. En nyare säkerhetskopia, om det finns en, har nyckeln.
window-remedy-task-write-begun = Lägg brickan på kodaren och välj ”{ window-program }” vid nyckeln; det slutför skrivningen. Är brickan trasig eller förstörd, välj ”{ window-replace-key }” vid nyckel { $number }.
window-remedy-task-over = Det finns inget att avbryta. Hur det står till med nyckeln visas under ”{ window-nav-keys }”.
window-remedy-operator-last-administrator = Gör först någon annan till administratör: ”{ window-add-operator }” under ”{ window-operators }”, med en roll som har rätten att administrera. Den sista administratören blir kvar.
window-remedy-recovery-code-not-shown = Visa den där den kan läsas, och gör en ny kod igen.
window-remedy-word-unknown = Välj ett av orden som erbjuds.
window-remedy-campaign-running = Gör klart det först: ”{ window-nav-programming-keys }” visar vad som är kvar.
window-remedy-invitation-missing = Skicka användaren en inbjudan: den erbjuds när användaren redigeras.
window-remedy-invitation-revoked = Ska användaren ändå bjudas in, skicka en ny: den erbjuds när användaren redigeras.
window-remedy-operator-address = Ändra den under ”{ window-operators }”, där ett lösenord efterfrågas.
window-remedy-operator-already = Ändra operatörens roller eller lösenord under ”{ window-operators }”.
window-remedy-operator-unknown = Logga in som operatör, eller låt någon som får administrera systemet lägga till användaren under ”{ window-operators }”.
window-remedy-system-one-recipient = Lägg till en andra programmeringsnyckel under ”{ window-nav-programming-keys }”, eller prova den utskrivna återställningskoden där. Programmera sedan den första brickan.
window-remedy-user-still-operator = Ta först bort inloggningen under ”{ window-operators }”.
window-remedy-blocklist-no-room = Nycklar vars medium är tömt eller inte längre öppnar något tas bort från listan på kommandoraden. Eller välj en annan spärrgrupp.
window-remedy-key-opens-nothing = { $held ->
    [yes] Lägg brickan på kodaren och välj ”{ window-return-key }” vid nyckeln. Finns den inte till hands, spärrar ”{ window-block-key }” den.
   *[other] Ge användaren en roll eller privata lokaler, eller lägg tillbaka en källa på nyckeln.
}
window-remedy-log-broken = Bevara filen som bevis och jämför med en säkerhetskopia och med loggens nummer på kvitton.
