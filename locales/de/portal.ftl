### Porticos eigene Wörter.

## Navigation

nav-label = Hauptnavigation
nav-services = Services
nav-articles = Hilfeartikel
nav-requests = Meine Anfragen
nav-search = Suche
nav-contact = Kontakt
nav-privacy = Datenschutz
nav-profile = Ihr Profil, { $name }
skip-to-content = Zum Inhalt springen
back = Zurück
close = Schließen
crumbs = Navigationspfad
theme = Darstellung
theme-system = System
theme-light = Hell
theme-dark = Dunkel
go-home = Zur Startseite
demo-tag = Demo
demo-note = Vorführung: Die Personen sind erfunden, und nichts, was Sie senden, erreicht jemanden.

## States

loading = Wird geladen
show-more = Mehr anzeigen
more-loaded =
    { $count ->
        [one] { $count } weiterer Eintrag
       *[other] { $count } weitere Einträge
    }
try-again = Erneut versuchen
failed-unreachable = Der Dienst ist nicht erreichbar
failed-timed-out = Der Dienst hat zu lange nicht geantwortet
failed-busy = Der Dienst ist gerade ausgelastet
failed-sign-in = Bitte melden Sie sich an
failed-not-found = Das gibt es nicht, oder nicht für Sie
failed-broken = Bei uns ist etwas schiefgegangen
advice-unreachable = Prüfen Sie Ihre Verbindung und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.
advice-timed-out = Vielleicht ist er gerade ausgelastet. Warten Sie einen Moment und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.
advice-busy = Ihre Eingaben bleiben erhalten. Warten Sie einen Moment und versuchen Sie es dann erneut.
advice-busy-until = Ihre Eingaben bleiben erhalten. Wir versuchen es wieder: { $time }.
advice-busy-in =
    { $count ->
        [one] Ihre Eingaben bleiben erhalten. Wir versuchen es in { $count } Sekunde wieder.
       *[other] Ihre Eingaben bleiben erhalten. Wir versuchen es in { $count } Sekunden wieder.
    }
advice-sign-in = Sie sind nicht angemeldet, oder Ihre Anmeldung ist abgelaufen.
advice-not-found = Die Adresse ist vielleicht veraltet. Suchen Sie nach dem, was Sie brauchen.
advice-refused = Ändern Sie, was oben genannt ist, oder versuchen Sie es erneut.
advice-broken = Es liegt nicht an Ihnen. Versuchen Sie es gleich noch einmal; bleibt es so, melden Sie sich bei uns.
opens-new-tab = (öffnet einen neuen Tab)
read-more = Mehr lesen
all = Alle
categories = Kategorien
announcements = Mitteilungen
announcement-close = „{ $title }“ ausblenden
announcements-again =
    { $count ->
        [one] { $count } ausgeblendete Mitteilung zeigen
       *[other] { $count } ausgeblendete Mitteilungen zeigen
    }
level-info = Information:
level-warning = Warnung:
level-outage = Störung:

## Search

search = Suchen
search-label = Services und Hilfe suchen
search-portal = Im Portal suchen
search-title = Suche
search-start-title = Was brauchen Sie?
search-start-text = Geben Sie ein paar Wörter ein, etwa „neuer Laptop“ oder „VPN“.
search-count =
    { $count ->
        [0] Nichts gefunden
        [one] { $count } Treffer
       *[other] { $count } Treffer
    }
search-nothing-title = Nichts gefunden für „{ $words }“
search-nothing-text = Versuchen Sie andere Wörter, oder sagen Sie uns, was Sie brauchen. Wir finden die richtige Stelle dafür.
search-close = Suche schließen
search-clear = Leeren
search-results = Ergebnisse
search-recent = Zuletzt gesucht
search-forget = Diese Suchen vergessen
search-places = In diesem Portal
search-all = Alle Ergebnisse für „{ $words }“
search-all-of-kind = Alle anzeigen
search-none-here = Bisher nichts gefunden. Mit der Eingabetaste finden Sie andere Wege zur Hilfe.
search-none-filtered = Hier passt nichts.
search-unfiltered = Alle Ergebnisse anzeigen
search-filters = Ergebnisse eingrenzen
search-closest = Meinten Sie
search-layout = Gezeigt für „{ $words }“, wie es auf einer anderen Tastatur hieße.
search-why-matched = Gefunden:
search-why-typed = (Sie schrieben „{ $typed }“)
search-why-word = Auch bekannt als:
search-in-texts = In Texten gefunden
search-keys-choose = wählen
search-keys-open = öffnen
search-keys-close = schließen
search-words-requests = Status, Tickets, Bestellungen, was daraus wurde
search-words-drafts = unfertig, nicht gesendet, gespeicherte Formulare
search-words-services = Katalog, etwas bestellen
search-words-contact = Telefon, anrufen, E-Mail, mit jemandem sprechen, Helpdesk
search-words-profile = abmelden, Sprache, Konto, gemeinsam genutzter Computer

## Home

home-title = Wie können wir helfen?
home-greeting = Hallo { $name }, wie können wir helfen?
home-popular = Häufig gewünscht
home-categories = Nach Kategorie
home-all-services = Alle Services
home-my-requests = Ihre offenen Anfragen
home-all-requests = Alle Ihre Anfragen
home-articles = Selbst helfen
home-all-articles = Alle Artikel
home-help = Hilfe
home-person = Möchten Sie lieber mit einem Menschen sprechen?
services-count =
    { $count ->
        [one] { $count } Service
       *[other] { $count } Services
    }

## Catalogue

services-title = Services
services-filter = Services filtern
services-none-title = Hier gibt es keine Services
services-none-text = Versuchen Sie andere Wörter oder eine andere Kategorie.
service-missing = Diesen Service finden wir nicht
service-facts = Über diesen Service
service-included = Was dazugehört
service-steps = Wie es weitergeht
service-order = Anfragen
service-sign-in-note = Sie können das Formular jetzt ausfüllen und sich vor dem Senden anmelden.
service-articles = Diese Artikel könnten helfen
service-related = Ähnliche Services
not-orderable-tag = Für Sie nicht bestellbar
not-orderable-title = Sie können das nicht selbst bestellen
not-orderable-why = Dieser Service steht Ihnen nicht offen.
not-orderable-contact = Fragen Sie uns danach
fact-price = Preis
fact-target = Erledigt
fact-approvals = Genehmigung
fact-provider = Zuständig
fact-owner = Verantwortlich
fact-seen-by = Wer Ihre Anfrage sieht
approvals-none = Nicht nötig
approver-manager = Ihre Führungskraft
approver-manager-named = { $name } (Ihre Führungskraft)
approver-owner = Verantwortliche Person des Services
approver-owner-named = { $name } (verantwortlich für den Service)
approver-person = Eine benannte Person
price-free = Kostenlos
price-once = { $money }
price-month = { $money } pro Monat
price-year = { $money } pro Jahr
within = innerhalb von { $time }
working-days =
    { $count ->
        [one] { $count } Arbeitstag
       *[other] { $count } Arbeitstagen
    }
days =
    { $count ->
        [one] { $count } Tag
       *[other] { $count } Tagen
    }
working-hours =
    { $count ->
        [one] { $count } Arbeitsstunde
       *[other] { $count } Arbeitsstunden
    }
hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }

## Forms

form-title = Anfrage: { $service }
form-crumb = Anfrage
form-next = Bevor Sie senden
form-send = Anfrage senden
form-sending = Wird gesendet …
form-left =
    { $count ->
        [0] Bereit zum Senden
        [one] Noch { $count } Angabe nötig
       *[other] Noch { $count } Angaben nötig
    }
form-kept = Ihre Angaben sind noch da. Erneutes Senden kann keine zweite Anfrage anlegen.
form-not-received = Ihre Anfrage ist noch nicht eingegangen. Unter „Meine Entwürfe“ sehen Sie, wie es um sie steht.
form-changed = Dieses Formular wurde geändert, während Sie es ausgefüllt haben. Ihre Angaben sind noch da: Prüfen Sie sie und senden Sie erneut.
form-maybe-sent = Ein früherer Versuch ist vielleicht mit anderen Angaben angekommen. Sehen Sie zuerst in Ihren Anfragen nach; erneutes Senden legt eine neue an.
form-sign-in-note = Beim Senden werden Sie gebeten, sich anzumelden. Ihre Angaben bleiben erhalten.
field-unknown = Diese Version kennt das Feld „{ $control }“ nicht. Bitte geben Sie Ihre Antwort als Text ein.
field-reveal = Anzeigen
field-not-set = noch nicht gewählt
field-rating = { $mark } von { $most }
field-unit = Einheit
unit-minutes = Minuten
unit-hours = Stunden
unit-days = Tage
unit-weeks = Wochen
range-from = Von
range-to = Bis
lookup-loading = Suche läuft …
lookup-failed = Die Suche hat nicht funktioniert. Tippen Sie weiter, um es erneut zu versuchen.
lookup-none = Nichts gefunden
chip-remove = { $name } entfernen
chip-removed = { $name } entfernt
choice-priced = { $label } (+ { $money })
markdown-modes = Schreiben oder Vorschau
markdown-write = Schreiben
markdown-preview = Vorschau
markdown-nothing = Noch nichts für eine Vorschau da.
markdown-hint = Möglich sind **fett**, *kursiv*, - Listen, `Code` und [Links](https://…).
files-drop = Oder Dateien hierher ziehen oder einfügen.
files-drop-pictures = Oder Bilder hierher ziehen oder einfügen. Am Telefon können Sie eines aufnehmen.
file-remove = { $name } entfernen
file-empty = { $name } ist leer, es gibt also nichts zu senden.
file-too-large = { $name } ist zu groß. Eine Datei darf höchstens { $size } haben.
file-wrong-type = { $name } hat einen Typ, der hier nicht angenommen wird.
file-too-many =
    { $count ->
        [one] Hier ist eine Datei möglich. Entfernen Sie sie, um eine andere zu wählen.
       *[other] Hier sind höchstens { $count } Dateien möglich.
    }
file-none-taken = Dieses Portal nimmt keine Dateien an. Bitte beschreiben Sie es mit Worten.
file-sending = { $size }, wird gesendet
file-waiting = { $size }, wartet auf das Netz; auf diesem Gerät aufbewahrt
file-done = { $size }, angekommen
file-cancelled = Zurückgenommen
file-sign-in = Melden Sie sich an, dann geht es weiter.
file-refused-size = Zu groß für dieses Portal. Bitte entfernen Sie die Datei.
file-refused-type = Der Inhalt hat einen Typ, der nicht angenommen wird. Bitte entfernen Sie die Datei.
file-refused = Die Datei wurde abgelehnt. Bitte entfernen Sie sie.
file-damaged = Die Datei kommt immer wieder beschädigt an. Versuchen Sie es erneut oder wählen Sie eine andere.
file-gone = Die Datei ist nicht mehr auf diesem Gerät. Entfernen Sie sie und wählen Sie sie erneut.
list-empty = Noch nichts hinzugefügt.
list-item = Nr. { $number }
list-add = Weiteren Eintrag hinzufügen
list-full = Mehr Einträge sind nicht möglich.
list-up = Nr. { $number } nach oben
list-down = Nr. { $number } nach unten
list-remove = Nr. { $number } entfernen
list-removed = Entfernt
list-moved = Auf Platz { $number } verschoben
list-tools = Reihenfolge ändern oder entfernen
steps-label = Schritte
step-count = Schritt { $place } von { $count }
step-review = Antworten prüfen
step-next = Weiter
step-back = Zurück
review-change = Ändern
review-nothing = Hier ist nichts zu beantworten.
form-total = Gesamtpreis
form-due-now = Voraussichtlich bis { $time }, wenn Sie jetzt senden
form-broken-title = Dieses Formular hat einen Fehler
form-broken-details = Für die Serviceverantwortlichen: was falsch ist
form-choose-first = Es gibt zwei Fassungen Ihrer Antworten. Wählen Sie oben eine aus und senden Sie dann.
form-broken-text = Das liegt nicht an Ihnen. Sagen Sie uns, was Sie brauchen: Wir nehmen die Anfrage auf und lassen das Formular reparieren.
optional = (freiwillig)
alternative-choose = Wählen Sie eines aus
alternative-none = Nichts davon
alternative-number = Möglichkeit { $number }
choose = Auswählen …
example = Zum Beispiel: { $example }
characters-left =
    { $count ->
        [one] noch { $count } Zeichen
       *[other] noch { $count } Zeichen
    }
characters-over =
    { $count ->
        [one] { $count } Zeichen zu viel
       *[other] { $count } Zeichen zu viel
    }
summary-title =
    { $count ->
        [one] Eine Angabe stimmt noch nicht
       *[other] { $count } Angaben stimmen noch nicht
    }
wrong-required = Geben Sie etwas ein
wrong-choose = Wählen Sie etwas aus
wrong-date-missing = Geben Sie ein Datum ein
wrong-consent = Setzen Sie das Häkchen, um fortzufahren
wrong-type = Geben Sie etwas anderes ein
wrong-number = Geben Sie eine Zahl ein, etwa { $example }
wrong-integer = Geben Sie eine ganze Zahl ein, etwa { $example }
wrong-precision = Geben Sie eine Zahl mit höchstens 15 Ziffern ein
wrong-min-length =
    { $count ->
        [one] Geben Sie mindestens { $count } Zeichen ein
       *[other] Geben Sie mindestens { $count } Zeichen ein
    }
wrong-max-length =
    { $count ->
        [one] Geben Sie höchstens { $count } Zeichen ein
       *[other] Geben Sie höchstens { $count } Zeichen ein
    }
wrong-pattern = Geben Sie es in der beschriebenen Form ein
wrong-pattern-example = Geben Sie es so ein: { $example }
wrong-email = Geben Sie eine E-Mail-Adresse ein, etwa name@firma.de
wrong-uri = Geben Sie eine vollständige Webadresse ein, etwa https://firma.de
wrong-date = Geben Sie ein gültiges Datum ein
wrong-minimum = Geben Sie { $limit } oder mehr ein
wrong-maximum = Geben Sie { $limit } oder weniger ein
wrong-more-than = Geben Sie mehr als { $limit } ein
wrong-less-than = Geben Sie weniger als { $limit } ein
wrong-multiple = Geben Sie ein Vielfaches von { $limit } ein
wrong-choose-some = Wählen Sie mindestens eine Möglichkeit
wrong-file-missing = Fügen Sie eine Datei hinzu
wrong-time = Geben Sie eine Uhrzeit ein, etwa 14:30
wrong-moment = Geben Sie Tag und Uhrzeit ein
wrong-duration = Geben Sie die Dauer als ganze Zahl ein
wrong-range = Das Ende darf nicht vor dem Anfang liegen
wrong-unique = Jeder Eintrag darf hier nur einmal stehen
wrong-unknown = Diese Antwort gehört zu keinem Feld
wrong-lookup = Wählen Sie etwas, das die Suche findet
wrong-min-items =
    { $count ->
        [one] Fügen Sie mindestens { $count } Eintrag hinzu
       *[other] Fügen Sie mindestens { $count } Einträge hinzu
    }
wrong-max-items =
    { $count ->
        [one] Behalten Sie höchstens { $count } Eintrag
       *[other] Behalten Sie höchstens { $count } Einträge
    }
yes = Ja
no = Nein

## Galerie

gallery-title = Formulargalerie
gallery-lead = Jede Art von Feld und Regel, daneben das Dokument. Ändern Sie das Dokument, und das Formular ändert sich mit.
gallery-file = Ein eigenes Formulardokument ausprobieren
gallery-open = Öffnen
gallery-all = Alle Beispiele
gallery-document = Formulardokument
gallery-check = Antworten prüfen
gallery-right = An diesen Antworten ist nichts falsch.
gallery-sent = Was gesendet würde

## Requests

receipt-title = Anfrage gesendet
receipt-again = Bereits eingegangen als { $number }
receipt-again-text = Ihre Anfrage war schon angekommen; es wurde nichts doppelt gesendet.
receipt-number = Ihre Nummer:
receipt-follow = Anfrage verfolgen
receipt-questions = Fragen?
waiting-title = Ihre Anfrage wartet auf den Versand
waiting-text = Sie ist auf diesem Gerät gespeichert. Sobald eine Verbindung besteht, senden wir sie genau einmal – auch wenn Sie diese Seite schließen und später wiederkommen.
waiting-text-open = Lassen Sie diese Seite offen: Sobald eine Verbindung besteht, senden wir die Anfrage genau einmal.
waiting-text-you = Sie ist auf diesem Gerät gespeichert. Vor dem Senden müssen Sie noch etwas tun.
waiting-gone-title = Hier wartet nichts
waiting-gone-head = Diese Anfrage wartet nicht mehr
waiting-gone-text = Sie wurde gesendet, bearbeitet oder abgebrochen.
arrived-request = Ihre Anfrage „{ $service }“ ist als { $number } eingegangen.
arrived-comment = Ihr Kommentar zu { $number } ist eingegangen.
arrived-show = Anfrage ansehen
stages = Fortschritt
stage-sent = Gesendet
stage-work = In Arbeit
stage-end = Erledigt
stage-by = Bis { $time }
stage-done = erledigt
stage-now = jetzt
stage-later = noch offen
stage-ended = beendet
requests-title = Meine Anfragen
requests-filter = Welche Anfragen
requests-open = Offen
requests-closed = Erledigt
requests-none-title = Keine offenen Anfragen
requests-none-text = Wenn Sie etwas anfragen, können Sie es hier verfolgen.
requests-none-closed-title = Noch nichts erledigt
requests-none-closed-text = Erledigte Anfragen bleiben hier zum Nachsehen.
requests-find = Service finden
request-missing = Diese Anfrage finden wir nicht
request-facts = Über diese Anfrage
request-next = Wie es weitergeht
request-due = Fällig
request-due-at = Fällig { $time }
request-sent-at = Gesendet { $time }
request-requester = Angefragt von
request-earlier = Frühere Ereignisse zeigen
request-timeline = Was bisher geschah
request-for = Angefragt für
request-watchers = Lesen mit
request-answers = Ihre Angaben
approval-pending = { $who }: noch nicht entschieden
approval-approved = { $who }: genehmigt
approval-declined = { $who }: abgelehnt
event-created = hat die Anfrage gesendet
event-state = hat den Stand geändert
event-comment = schrieb
event-other = hat die Anfrage geändert
event-system = Portico
comment-label = Kommentar hinzufügen
comment-missing = Schreiben Sie zuerst etwas
comment-send = Kommentar senden
comment-sent = Kommentar gesendet
comment-kept = Ihr Kommentar ist noch da. Erneutes Senden kann ihn nicht doppelt senden.

## Articles

articles-title = Hilfeartikel
articles-filter = Artikel filtern
articles-none-title = Hier gibt es keine Artikel
articles-none-text = Versuchen Sie andere Wörter oder eine andere Kategorie.
article-missing = Diesen Artikel finden wir nicht
article-reviewed = Geprüft am { $date }
article-other-language = Nicht in Ihrer Sprache verfügbar
article-contents = Auf dieser Seite
article-no-help = Hat nicht geholfen?
article-person = Mit einem Menschen sprechen
article-related = Weiterlesen
callout-note = Hinweis
callout-tip = Tipp
callout-important = Wichtig
callout-warning = Warnung
callout-caution = Vorsicht
task-done = Erledigt:
task-open = Offen:
table-label = Tabelle
download-failed = Das Herunterladen hat nicht geklappt. Versuchen Sie es erneut.

## People

contact-title = Kontakt
contact-phone = Telefon
contact-email = E-Mail
contact-hours = Zeiten
contact-place = Ort
contact-none-title = Kein Kontakt angegeben
contact-none-text = Dieses Portal nennt noch keinen Kontakt.
privacy-title = Datenschutz
privacy-none-title = Keine Datenschutzhinweise
privacy-none-text = Dieses Portal zeigt noch keine Datenschutzhinweise.
profile-title = Ihr Profil
profile-name = Name
profile-job = Funktion
profile-department = Abteilung
profile-location = Standort
profile-manager = Führungskraft
profile-language = Sprache
profile-none-title = Sie sind nicht angemeldet
profile-none-text = Melden Sie sich an, um Ihre Daten und Anfragen zu sehen.
sign-in = Anmelden
sign-in-title = Anmelden
sign-in-persona = Dies ist eine Vorführung. Wählen Sie, wer Sie sein möchten.
sign-in-bearer = Die Seite um dieses Portal meldet Sie an. Laden Sie sie neu, falls nicht.
sign-in-proxy = Die Anmeldung Ihrer Firma meldet Sie an. Laden Sie diese Seite neu, falls nicht.
sign-in-none-title = Hier ist keine Anmeldung möglich
sign-in-none-text = Dieses Portal bietet auf dieser Seite keine Anmeldung an.
sign-in-trouble = Probleme beim Anmelden?
sign-in-done = Sie sind angemeldet als { $name }
sign-in-done-text = Sie können dort weitermachen, wo Sie waren.
sign-in-continue = Weiter
sign-out = Abmelden
signed-out = Sie sind abgemeldet
not-found-title = Seite nicht gefunden
not-found-text = Die Adresse ist vielleicht vertippt oder veraltet. Suchen Sie nach dem, was Sie brauchen.

## Drafts and the outbox

keep-just-now = gerade eben
keep-minutes-ago =
    { $count ->
        [one] vor { $count } Minute
       *[other] vor { $count } Minuten
    }
keep-hours-ago =
    { $count ->
        [one] vor { $count } Stunde
       *[other] vor { $count } Stunden
    }
keep-days-ago =
    { $count ->
        [one] vor { $count } Tag
       *[other] vor { $count } Tagen
    }
keep-here = Ihre Eingaben bleiben 30 Tage in diesem Browser, nur für Sie.
keep-account = Ihre Eingaben werden 30 Tage lang gespeichert, in diesem Browser und in Ihrem Konto. Nur Sie sehen sie.
keep-insecure = Ihre Eingaben bleiben nur, bis Sie diese Seite schließen, denn diese Adresse ist nicht verschlüsselt.
keep-refused = Ihre Eingaben bleiben nur, bis Sie diese Seite schließen, denn dieser Browser bewahrt nichts auf.
keep-shared = Ihre Eingaben bleiben nur, bis Sie diese Seite schließen, denn andere nutzen diesen Computer auch.
keep-shared-computer = Andere nutzen diesen Computer auch
keep-shared-sure = Nichts aufbewahren und meine Entwürfe entfernen
keep-own-computer = Nur ich nutze diesen Computer
keep-no = Nein
keep-restored = Das haben Sie { $age } begonnen. Ihre Antworten sind eingetragen.
keep-restored-device = Das haben Sie { $age } auf einem anderen Gerät begonnen ({ $device }). Ihre Antworten sind eingetragen.
keep-discard = Von vorn beginnen
keep-discard-draft = Verwerfen
keep-discard-sure = Endgültig verwerfen
keep-discarded = Verworfen
keep-versions = Sie haben dieses Formular auch in einem anderen Tab oder auf einem anderen Gerät ausgefüllt. Jede Fassung ist aufbewahrt. Wählen Sie, mit welcher Sie weitermachen; die anderen werden dann verworfen.
keep-mine = Mit dem weitermachen, was hier steht
keep-take = Die andere Fassung zeigen ({ $age })
keep-gone = Das wurde in einem anderen Tab gesendet oder verworfen. Von hier wird es nicht gesendet, außer Sie machen damit weiter.
keep-go-on = Damit weitermachen
keep-open-elsewhere = Dieses Formular ist auch in einem anderen Tab offen. Was Sie in einem der beiden eingeben, bleibt erhalten.
keep-stale = Das wurde vor so langer Zeit begonnen, dass niemand sicher ist, ob Sie es von einem anderen Gerät gesendet haben. Sehen Sie in Ihren Anfragen nach: Ist es da?
keep-renew = Nein, weitermachen
keep-gone-elsewhere = Das wurde auf einem anderen Gerät gesendet oder verworfen. Ihre Eingaben hier bleiben, und beim Senden kann keine zweite Anfrage entstehen.
keep-unsaved = Dieser Browser nimmt Ihre Eingaben nicht an. Lassen Sie diesen Tab offen, bis Sie gesendet haben.
keep-unfit = Das Formular wurde geändert. Diese Antworten haben darin keinen Platz mehr:
keep-unfit-done = Ich habe mich darum gekümmert
drafts-title = Meine Entwürfe
drafts-begun = Begonnen
drafts-age = Geändert { $age }
drafts-age-device = Geändert { $age } auf einem anderen Gerät ({ $device })
drafts-versions = Mehr als eine Fassung
drafts-ending = Wird am { $date } entfernt
drafts-continue = Weitermachen
drafts-none-title = Keine Entwürfe
drafts-none-text = Was Sie auszufüllen beginnen, bleibt hier, bis Sie es senden.
drafts-unreadable =
    { $count ->
        [one] Ein Entwurf in diesem Browser ist nicht mehr lesbar. Er wurde so gelassen, wie er ist.
       *[other] { $count } Entwürfe in diesem Browser sind nicht mehr lesbar. Sie wurden so gelassen, wie sie sind.
    }
outbox-title = Unterwegs
outbox-lead = Das wird von selbst gesendet, solange dieses Portal offen und eine Verbindung da ist. Nichts wird doppelt gesendet.
outbox-badge =
    { $count ->
        [one] { $count } noch zu senden
       *[other] { $count } noch zu senden
    }
outbox-comment = Kommentar zu { $number }
outbox-queued = Wird noch gesendet
outbox-queued-until = Wird noch gesendet; nächster Versuch { $time }
outbox-offline = Wird noch gesendet: Es gibt keine Verbindung, oder Sie sind nicht angemeldet
outbox-files = Wartet auf seine Dateien
outbox-sending = Wird gerade gesendet
outbox-checking = Vielleicht angekommen; wird geprüft
outbox-checking-until = Vielleicht angekommen; wird { $time } wieder geprüft
outbox-checking-offline = Vielleicht angekommen; wird geprüft, sobald eine Verbindung da ist
outbox-busy-until = Noch nicht eingegangen: Der Dienst ist ausgelastet. Wird wieder gesendet: { $time }
outbox-received = Eingegangen als { $number }
outbox-received-comment = Eingegangen
outbox-received-before = Schon eingegangen als { $number }
outbox-sign-in = Melden Sie sich an, dann geht es weiter
outbox-refused-why = Nicht angenommen: { $why }
outbox-form-changed = Nicht angenommen, denn das Formular wurde geändert. Bearbeiten Sie es, um das neue zu sehen.
outbox-key-reused = Zu demselben Entwurf ist etwas anderes eingegangen. Sehen Sie in Ihren Anfragen nach: Ist es da?
outbox-stale = Der Versuch liegt zu lange zurück, um sicher zu sein. Sehen Sie in Ihren Anfragen nach: Ist es da?
outbox-file = { $name } wurde abgelehnt. Bearbeiten Sie es, um eine andere Datei zu wählen.
outbox-refused = Dieser Browser bewahrt nicht auf, was damit geschieht. Lassen Sie diesen Tab offen, bis alles gesendet ist.
outbox-edited = Was Sie zuletzt eingegeben haben, ist nicht Teil dessen, was angekommen ist.
outbox-edit = Bearbeiten
outbox-cancel = Abbrechen
outbox-cancel-sure = Nicht senden
outbox-now = Jetzt versuchen
outbox-there = Ja, es ist da
outbox-not-there = Nein, noch einmal senden
outbox-edit-comment = Die Änderung als Kommentar senden
outbox-edit-drop = Die Änderung vergessen
outbox-seen = Erledigt
sign-out-waiting =
    { $count ->
        [one] { $count } Anfrage ist noch nicht gesendet. Beim Abmelden wird sie aus diesem Browser entfernt.
       *[other] { $count } Anfragen sind noch nicht gesendet. Beim Abmelden werden sie aus diesem Browser entfernt.
    }
sign-out-anyway = Abmelden und entfernen
