### Die Texte des Portals. Ein Schlüssel ist nach der Stelle benannt, an der sein Text steht.

## Navigation

nav-label = Hauptnavigation
nav-services = Services
nav-articles = Hilfeartikel
nav-requests = Meine Anfragen
nav-approvals = Genehmigungen
nav-work = Arbeit
nav-waiting =
    { $count ->
        [one] { $count } wartet
       *[other] { $count } warten
    }
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
demo-note = Dies ist eine Demo: Die Personen sind erfunden, und was Sie senden, erreicht niemanden.

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
failed-timed-out = Der Dienst antwortet nicht
failed-busy = Der Dienst ist gerade ausgelastet
failed-sign-in = Bitte melden Sie sich an
failed-not-found = Seite nicht gefunden oder kein Zugriff
failed-blocked = Ihr Netzwerk hat das blockiert (Fehler { $status })
failed-broken = Etwas ist schiefgegangen
portal-failed = Ein Teil dieses Portals konnte nicht geladen werden. { $why }.
advice-unreachable = Prüfen Sie Ihre Verbindung und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.
advice-timed-out = Vielleicht ist er ausgelastet. Warten Sie einen Moment und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.
advice-busy = Ihre Eingaben bleiben erhalten. Warten Sie einen Moment und versuchen Sie es erneut.
advice-busy-until = Ihre Eingaben bleiben erhalten. Nächster Versuch: { $time }.
advice-busy-in =
    { $count ->
        [one] Ihre Eingaben bleiben erhalten. Wir versuchen es in { $count } Sekunde erneut.
       *[other] Ihre Eingaben bleiben erhalten. Wir versuchen es in { $count } Sekunden erneut.
    }
advice-sign-in = Sie sind nicht angemeldet, oder Ihre Anmeldung ist abgelaufen.
advice-not-found = Vielleicht ist der Link veraltet. Versuchen Sie es mit der Suche.
advice-blocked = Ihre Eingaben bleiben erhalten. Versuchen Sie es erneut. Hilft das nicht, nennen Sie dem Helpdesk die Fehlernummer.
advice-refused = Beheben Sie das oben genannte Problem oder versuchen Sie es erneut.
advice-broken = Der Fehler liegt bei uns. Versuchen Sie es gleich noch einmal. Hilft das nicht, melden Sie sich bei uns.
opens-new-tab = (öffnet sich in einem neuen Tab)
read-more = Weiterlesen
all = Alle
language-other = Auf { $language }
language-unknown = In einer anderen Sprache
categories = Kategorien
announcements = Mitteilungen
announcement-close = „{ $title }“ ausblenden
announcements-again =
    { $count ->
        [one] { $count } ausgeblendete Mitteilung anzeigen
       *[other] { $count } ausgeblendete Mitteilungen anzeigen
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
        [0] Keine Ergebnisse
        [one] { $count } Ergebnis
       *[other] { $count } Ergebnisse
    }
search-nothing-title = Keine Ergebnisse für „{ $words }“
search-nothing-text = Versuchen Sie es mit anderen Wörtern, oder sagen Sie uns, was Sie brauchen: Wir finden die richtige Stelle.
search-close = Suche schließen
search-clear = Leeren
search-results = Ergebnisse
search-recent = Letzte Suchen
search-forget = Letzte Suchen löschen
search-places = Seiten
search-all = Alle Ergebnisse für „{ $words }“
search-all-of-kind = Alle anzeigen
search-none-here = Noch keine Ergebnisse. Mit der Eingabetaste finden Sie weitere Wege zur Hilfe.
search-none-filtered = Keine Ergebnisse mit diesem Filter.
search-unfiltered = Alle Ergebnisse anzeigen
search-filters = Ergebnisse filtern
search-closest = Meinten Sie
search-layout = Ergebnisse für „{ $words }“: So lautet Ihre Eingabe mit einer anderen Tastaturbelegung.
search-why-matched = Gefunden:
search-why-typed = (eingegeben: „{ $typed }“)
search-why-word = Auch bekannt als:
search-in-texts = Im Text gefunden
search-keys-choose = wählen
search-keys-open = öffnen
search-keys-close = schließen
search-words-requests = Status, Tickets, Bestellungen, Fortschritt, verfolgen
search-words-approvals = genehmigen, entscheiden, freigeben, Freigabe
search-words-work = Warteschlange, Tickets, Aufgaben, Team, zugewiesen
search-words-drafts = unfertig, nicht gesendet, gespeicherte Formulare
search-words-services = Katalog, etwas bestellen
search-words-contact = Telefon, anrufen, E-Mail, mit jemandem sprechen, Helpdesk
search-words-profile = abmelden, Sprache, Konto, gemeinsam genutzter Computer

## Home

home-title = Wie können wir helfen?
home-greeting = Hallo { $name }, wie können wir helfen?
home-popular = Beliebte Services
home-categories = Nach Kategorie
home-waiting = Wartet auf Sie
home-approvals =
    { $count ->
        [one] { $count } Anfrage braucht Ihre Entscheidung
       *[other] { $count } Anfragen brauchen Ihre Entscheidung
    }
home-work =
    { $count ->
        [one] { $count } Anfrage an Ihr Team ist nicht zugewiesen
       *[other] { $count } Anfragen an Ihr Team sind nicht zugewiesen
    }
home-all-services = Alle Services
home-my-requests = Ihre offenen Anfragen
home-all-requests = Alle Ihre Anfragen
home-articles = Selbst lösen
home-all-articles = Alle Artikel
home-help = Hilfe
home-person = Lieber mit jemandem sprechen?
services-count =
    { $count ->
        [one] { $count } Service
       *[other] { $count } Services
    }

## Catalogue

services-title = Services
services-filter = Services filtern
services-none-title = Keine Services gefunden
services-none-text = Versuchen Sie es mit anderen Wörtern oder einer anderen Kategorie.
service-missing = Service nicht gefunden
order = Sortieren nach
order-category = Kategorie
order-best = Beste Treffer
order-name = Name
order-popular = Am häufigsten angefragt
order-price = Preis, niedrigster zuerst
order-time = Lieferzeit, kürzeste zuerst
group-other = Weitere
service-facts = Über diesen Service
service-included = Was dazugehört
service-steps = Wie es weitergeht
service-order = Anfragen
service-sign-in-note = Sie können das Formular jetzt ausfüllen und sich beim Senden anmelden.
service-articles = Diese Artikel könnten helfen
service-related = Ähnliche Services
not-orderable-tag = Für Sie nicht bestellbar
not-orderable-title = Das können Sie nicht selbst bestellen
not-orderable-why = Dieser Service ist für Sie nicht verfügbar.
not-orderable-contact = Fragen Sie uns
fact-price = Preis
fact-target = Lieferzeit
fact-approvals = Genehmigung
fact-provider = Zuständig
fact-owner = Verantwortlich
fact-seen-by = Wer Ihre Anfrage sehen kann
approvals-none = Nicht nötig
approver-manager = Ihre Führungskraft
approver-manager-named = { $name } (Führungskraft)
approver-owner = Die für den Service verantwortliche Person
approver-owner-named = { $name } (für den Service verantwortlich)
approver-person = Eine bestimmte Person
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
form-next = Vor dem Senden
form-send = Anfrage senden
form-sending = Wird gesendet …
form-left =
    { $count ->
        [0] Bereit zum Senden
        [one] Noch { $count } Angabe nötig
       *[other] Noch { $count } Angaben nötig
    }
form-kept = Ihre Angaben sind noch da. Erneutes Senden erzeugt keine zweite Anfrage.
form-kept-blocked = Wahrscheinlich ist die Anfrage nicht bei uns angekommen. Ihre Angaben sind noch da, und erneutes Senden erzeugt keine zweite Anfrage.
form-not-received = Ihre Anfrage ist noch nicht eingegangen. Den Stand sehen Sie unter „Meine Entwürfe“.
form-changed = Das Formular hat sich geändert, während Sie es ausgefüllt haben. Ihre Angaben sind noch da: Prüfen Sie sie und senden Sie erneut.
form-maybe-sent = Ein früherer Versuch ist vielleicht mit anderen Angaben eingegangen. Sehen Sie zuerst in Ihren Anfragen nach: Erneutes Senden erzeugt eine neue.
form-sign-in-note = Beim Senden melden Sie sich an. Ihre Angaben bleiben erhalten.
field-unknown = Diese Version kennt den Feldtyp „{ $control }“ nicht. Geben Sie Ihre Antwort als Text ein.
field-reveal = Anzeigen
field-not-set = nicht festgelegt
field-rating = { $mark } von { $most }
field-unit = Einheit
unit-minutes = Minuten
unit-hours = Stunden
unit-days = Tage
unit-weeks = Wochen
range-from = Von
range-to = Bis
lookup-loading = Wird gesucht …
lookup-failed = Die Suche hat nicht geklappt. Tippen Sie weiter, um es erneut zu versuchen.
lookup-none = Keine Treffer
chip-remove = { $name } entfernen
chip-removed = { $name } entfernt
choice-priced = { $label } (+ { $money })
markdown-modes = Schreiben oder Vorschau
markdown-write = Schreiben
markdown-preview = Vorschau
markdown-nothing = Noch nichts für die Vorschau vorhanden.
markdown-hint = Möglich sind **fett**, *kursiv*, - Listen, `Code` und [Links](https://…).
files-drop = Sie können Dateien auch hierher ziehen oder einfügen.
files-drop-pictures = Sie können Bilder auch hierher ziehen, einfügen oder mit dem Handy aufnehmen.
file-remove = { $name } entfernen
file-empty = { $name } ist leer. Wählen Sie eine andere Datei.
file-too-large = { $name } ist zu groß. Erlaubt sind höchstens { $size }.
file-wrong-type = Dateien wie { $name } werden hier nicht angenommen.
file-too-many =
    { $count ->
        [one] Sie können eine Datei hinzufügen. Entfernen Sie sie, um eine andere zu wählen.
       *[other] Sie können bis zu { $count } Dateien hinzufügen.
    }
file-none-taken = Anhänge sind hier nicht möglich. Beschreiben Sie es bitte in Worten.
file-sending = { $size }, wird hochgeladen
file-waiting = { $size }, wartet auf eine Verbindung. Auf diesem Gerät gespeichert.
file-done = { $size }, eingegangen
file-cancelled = Hochladen abgebrochen
file-sign-in = Melden Sie sich an, um weiter hochzuladen.
file-refused-size = Diese Datei ist zu groß. Entfernen Sie sie bitte.
file-refused-type = Diese Art von Datei wird nicht angenommen. Entfernen Sie sie bitte.
file-refused = Diese Datei wurde nicht angenommen. Entfernen Sie sie bitte.
file-damaged = Diese Datei kommt immer wieder beschädigt an. Versuchen Sie es erneut oder wählen Sie eine andere.
file-gone = Diese Datei ist nicht mehr auf diesem Gerät. Entfernen Sie sie und wählen Sie sie erneut.
list-empty = Noch nichts hinzugefügt.
list-item = Eintrag { $number }
list-add = Weiteren Eintrag hinzufügen
list-full = Mehr Einträge sind nicht möglich.
list-up = Eintrag { $number } nach oben
list-down = Eintrag { $number } nach unten
list-remove = Eintrag { $number } entfernen
list-removed = Entfernt
list-moved = An Position { $number } verschoben
list-tools = Reihenfolge ändern oder entfernen
steps-label = Schritte
step-count = Schritt { $place } von { $count }
step-review = Antworten prüfen
step-next = Weiter
step-back = Zurück
review-change = Ändern
review-nothing = Hier ist nichts zu beantworten.
form-total = Gesamtpreis
form-due-now = Voraussichtlich bis { $time }
form-broken-title = Dieses Formular hat einen Fehler
form-broken-details = Einzelheiten für die Serviceverantwortlichen
form-choose-first = Es gibt zwei Fassungen Ihrer Antworten. Wählen Sie oben eine aus und senden Sie dann.
form-broken-text = Es liegt nicht an Ihnen. Sagen Sie uns, was Sie brauchen: Wir nehmen Ihre Anfrage auf und lassen das Formular reparieren.
optional = (optional)
alternative-choose = Wählen Sie eine Option
alternative-none = Nichts davon
alternative-number = Option { $number }
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
error-required = Geben Sie eine Antwort ein
error-choose = Wählen Sie eine Option
error-date-missing = Geben Sie ein Datum ein
error-consent = Setzen Sie das Häkchen, um fortzufahren
error-type = Geben Sie eine gültige Antwort ein
error-number = Geben Sie eine Zahl ein, etwa { $example }
error-integer = Geben Sie eine ganze Zahl ein, etwa { $example }
error-precision = Geben Sie eine Zahl mit höchstens 15 Ziffern ein
error-min-length =
    { $count ->
        [one] Geben Sie mindestens { $count } Zeichen ein
       *[other] Geben Sie mindestens { $count } Zeichen ein
    }
error-max-length =
    { $count ->
        [one] Geben Sie höchstens { $count } Zeichen ein
       *[other] Geben Sie höchstens { $count } Zeichen ein
    }
error-pattern = Verwenden Sie das richtige Format
error-pattern-example = Verwenden Sie ein Format wie { $example }
error-email = Geben Sie eine E-Mail-Adresse ein, etwa name@firma.de
error-uri = Geben Sie eine vollständige Webadresse ein, etwa https://firma.de
error-date = Geben Sie ein gültiges Datum ein
error-minimum = Geben Sie { $limit } oder mehr ein
error-maximum = Geben Sie { $limit } oder weniger ein
error-more-than = Geben Sie mehr als { $limit } ein
error-less-than = Geben Sie weniger als { $limit } ein
error-multiple = Geben Sie ein Vielfaches von { $limit } ein
error-choose-some = Wählen Sie mindestens eine Option
error-file-missing = Fügen Sie eine Datei hinzu
error-time = Geben Sie eine Uhrzeit ein, etwa 14:30
error-moment = Geben Sie Datum und Uhrzeit ein
error-duration = Geben Sie die Dauer als ganze Zahl ein
error-range = Das Ende darf nicht vor dem Anfang liegen
error-unique = Jeder Eintrag darf nur einmal vorkommen
error-unknown = Diese Antwort gehört zu keinem Feld
error-lookup = Wählen Sie einen der Vorschläge
error-one-of = Füllen Sie eines dieser Felder aus: { $fields }
error-only-one-of = Beantworten Sie nur eines davon: { $fields }
error-min-properties =
    { $count ->
        [one] Beantworten Sie mindestens eine Frage
       *[other] Beantworten Sie mindestens { $count } Fragen
    }
error-yes-no = Für „Ja“ setzen Sie das Häkchen. Für „Nein“ setzen Sie es und entfernen es wieder.
error-pattern-help = Geben Sie es wie beschrieben ein: { $help }
error-date-part = Geben Sie das vollständige Datum ein oder löschen Sie es
error-regex = Geben Sie einen gültigen regulären Ausdruck ein
choice-lost = „{ $name }“ wurde entfernt, weil es nicht mehr zur Auswahl steht.
record-lost = Ihre Auswahl gibt es nicht mehr. Sie wurde entfernt.
field-clear = Antwort löschen
list-removed-number = Eintrag { $number } wurde entfernt.
list-undo = Rückgängig
list-restored = Eintrag wiederhergestellt
lookup-sign-in = Melden Sie sich an, um hier zu suchen
error-min-items =
    { $count ->
        [one] Fügen Sie mindestens { $count } Eintrag hinzu
       *[other] Fügen Sie mindestens { $count } Einträge hinzu
    }
error-max-items =
    { $count ->
        [one] Höchstens { $count } Eintrag ist möglich
       *[other] Höchstens { $count } Einträge sind möglich
    }
yes = Ja
no = Nein

## Galerie

gallery-title = Formulargalerie
gallery-lead = Jede Art von Feld und Regel, daneben das Formulardokument. Ändern Sie das Dokument, ändert sich das Formular.
gallery-file = Eigenes Formulardokument ausprobieren
gallery-open = Öffnen
gallery-all = Alle Beispiele
gallery-document = Formulardokument
gallery-check = Antworten prüfen
gallery-right = Mit diesen Antworten ist alles in Ordnung.
gallery-sent = Was gesendet würde

## Requests

receipt-title = Anfrage gesendet
receipt-again = Bereits eingegangen als { $number }
receipt-again-text = Ihre Anfrage lag uns schon vor; es wurde nichts doppelt gesendet.
receipt-number = Anfragenummer:
receipt-follow = Anfrage verfolgen
receipt-questions = Fragen?
waiting-title = Ihre Anfrage wartet auf den Versand
waiting-text = Sie ist auf diesem Gerät gespeichert. Sobald Sie wieder online sind, senden wir sie genau einmal, auch wenn Sie diese Seite schließen und später wiederkommen.
waiting-text-open = Lassen Sie diese Seite offen. Sobald Sie wieder online sind, senden wir die Anfrage genau einmal.
waiting-text-you = Sie ist auf diesem Gerät gespeichert. Bevor wir sie senden können, müssen Sie noch etwas tun.
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
requests-filter = Anfragen filtern
requests-open = Offen
requests-closed = Abgeschlossen
requests-none-title = Keine offenen Anfragen
requests-none-text = Wenn Sie etwas anfragen, können Sie es hier verfolgen.
requests-none-closed-title = Noch nichts abgeschlossen
requests-none-closed-text = Abgeschlossene Anfragen können Sie hier nachschlagen.
requests-find = Service finden
request-from = Von { $name }
request-assigned-to = Bei { $name }
request-assignee = Zugewiesen an
request-rating = Bewertung
approvals-pending = Zu entscheiden
approvals-decided = Entschieden
approvals-none-title = Nichts zu genehmigen
approvals-none-text = Anfragen, die Ihre Entscheidung brauchen, erscheinen hier.
approvals-none-decided-title = Noch keine Entscheidungen
approvals-none-decided-text = Anfragen, über die Sie entschieden haben, können Sie hier nachschlagen.
work-unassigned = Nicht zugewiesen
work-mine = Meine
work-waiting = Wartend
work-open = Alle offenen
work-finished = Abgeschlossen
work-none-unassigned-title = Alles ist zugewiesen
work-none-unassigned-text = Neue Anfragen an Ihr Team erscheinen hier.
work-none-mine-title = Ihnen ist nichts zugewiesen
work-none-mine-text = Übernehmen Sie eine Anfrage, um daran zu arbeiten.
work-none-title = Keine Anfragen
work-none-text = Anfragen an Ihr Team erscheinen hier.
actions-decide = Ihre Entscheidung
actions-work = Diese Anfrage bearbeiten
actions-title = Was Sie tun können
action-approve = Genehmigen
action-decline = Ablehnen
action-answer = Antworten
action-close = Anfrage schließen
action-reopen = Wieder öffnen
action-cancel = Anfrage abbrechen
action-rate = Bewerten
action-take = Übernehmen
action-assign = Zuweisen
action-start = Arbeit beginnen
action-ask = Rückfrage stellen
action-resolve = Als erledigt markieren
action-back = Doch nicht
action-why-decline = Warum lehnen Sie ab?
action-why-cancel = Warum brechen Sie ab?
action-why-reopen = Was fehlt noch?
action-question = Ihre Frage
action-answer-text = Ihre Antwort
action-outcome = Was wurde getan?
action-note = Anmerkung (optional)
action-reason = Grund
action-who-reads = Alle, die diese Anfrage sehen, können dies lesen.
action-to = Wer übernimmt?
action-to-missing = Wählen Sie eine Person
action-text-missing = Geben Sie einen Text ein
action-done = Erledigt
action-not-possible = Das ist nicht mehr möglich
action-not-possible-text = Die Anfrage hat sich inzwischen geändert, oder jemand anders hat entschieden. Sie sehen den jetzigen Stand; geändert wurde nichts.
rating-label = Wie gut ist es gelaufen?
rating-missing = Wählen Sie eine Bewertung
rating-1 = 1 – Sehr schlecht
rating-2 = 2 – Schlecht
rating-3 = 3 – In Ordnung
rating-4 = 4 – Gut
rating-5 = 5 – Sehr gut
rating-of = { $stars } von 5
request-missing = Anfrage nicht gefunden
request-facts = Über diese Anfrage
request-next = Wie es weitergeht
request-due = Fällig
request-due-at = Fällig: { $time }
request-sent-at = Gesendet: { $time }
request-requester = Angefragt von
request-earlier = Frühere Aktivitäten anzeigen
request-timeline = Verlauf
request-for = Angefragt für
request-watchers = Mitlesende
request-answers = Ihre Angaben
request-answers-others = Antworten
approval-pending = { $who }: steht noch aus
approval-approved = { $who }: genehmigt
approval-declined = { $who }: abgelehnt
approval-other = { $who }: { $decision }
event-created = hat die Anfrage gesendet
event-state = hat den Status geändert
event-comment = hat kommentiert
event-other = hat die Anfrage geändert
comment-label = Kommentar hinzufügen
comment-missing = Geben Sie einen Kommentar ein
comment-send = Kommentar senden
comment-sent = Kommentar gesendet
comment-not-sent = Diese Fassung wurde nicht gesendet
comment-maybe-sent = Eine frühere Fassung dieses Kommentars ist vielleicht schon eingegangen. Sehen Sie zuerst im Verlauf der Anfrage nach: Erneutes Senden fügt diesen Text als weiteren Kommentar hinzu.
comment-kept = Ihr Kommentar ist noch da. Auch wenn Sie ihn erneut senden, kommt er nur einmal an.

## Articles

articles-title = Hilfeartikel
articles-filter = Artikel filtern
articles-none-title = Keine Artikel gefunden
articles-none-text = Versuchen Sie es mit anderen Wörtern oder einer anderen Kategorie.
article-missing = Artikel nicht gefunden
article-reviewed = Zuletzt geprüft am { $date }
articles-count =
    { $count ->
        [one] { $count } Artikel
       *[other] { $count } Artikel
    }
article-contents = Auf dieser Seite
article-no-help = Noch nicht gelöst?
article-person = Mit jemandem sprechen
article-related = Weiterlesen
callout-note = Hinweis
callout-tip = Tipp
callout-important = Wichtig
callout-warning = Warnung
callout-caution = Vorsicht
task-done = Erledigt:
task-open = Offen:
table-label = Tabelle
download-failed = Das Herunterladen ist fehlgeschlagen. Versuchen Sie es erneut.

## People

contact-title = Kontakt
contact-phone = Telefon
contact-email = E-Mail
contact-hours = Zeiten
contact-place = Ort
contact-none-title = Keine Kontaktdaten
contact-none-text = In diesem Portal sind noch keine Kontaktdaten angegeben.
privacy-title = Datenschutz
privacy-none-title = Keine Datenschutzhinweise
privacy-none-text = In diesem Portal gibt es noch keine Datenschutzhinweise.
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
sign-in-persona = Dies ist eine Demo. Wählen Sie die Person, als die Sie sich anmelden.
sign-in-bearer = Die Seite, in die dieses Portal eingebettet ist, meldet Sie an. Klappt das nicht, laden Sie sie neu.
sign-in-proxy = Ihr Unternehmen meldet Sie automatisch an. Klappt das nicht, laden Sie diese Seite neu.
sign-in-none-title = Hier ist keine Anmeldung möglich
sign-in-none-text = Dieses Portal bietet auf dieser Seite keine Anmeldung an.
sign-in-full-page = Auf dieser Seite können Sie sich nicht anmelden. Melden Sie sich direkt im Hilfeportal an:
sign-in-open = Hilfeportal öffnen
sign-in-trouble = Probleme beim Anmelden?
sign-in-done = Sie sind als { $name } angemeldet
sign-in-done-text = Sie können dort weitermachen, wo Sie waren.
signed-in-at = Sie sind angemeldet. Mit „{ $button }“ geht es weiter.
sign-in-continue = Weiter
sign-out = Abmelden
signed-out = Sie sind abgemeldet
not-found-title = Seite nicht gefunden
not-found-text = Die Adresse ist vielleicht falsch oder veraltet. Versuchen Sie es mit der Suche.

## Drafts and the outbox

age-just-now = gerade eben
age-minutes-ago =
    { $count ->
        [one] vor { $count } Minute
       *[other] vor { $count } Minuten
    }
age-hours-ago =
    { $count ->
        [one] vor { $count } Stunde
       *[other] vor { $count } Stunden
    }
age-days-ago =
    { $count ->
        [one] vor { $count } Tag
       *[other] vor { $count } Tagen
    }
storage-here = Ihr Entwurf bleibt 30 Tage in diesem Browser. Nur Sie können ihn sehen.
storage-account = Ihr Entwurf bleibt 30 Tage in diesem Browser und in Ihrem Konto. Nur Sie können ihn sehen.
storage-insecure = Ihr Entwurf bleibt nur erhalten, bis Sie diese Seite schließen, weil die Verbindung nicht sicher ist.
storage-refused = Ihr Entwurf bleibt nur erhalten, bis Sie diese Seite schließen, weil dieser Browser ihn nicht speichert.
storage-shared = Ihr Entwurf bleibt nur erhalten, bis Sie diese Seite schließen, weil andere diesen Computer mitbenutzen.
storage-shared-computer = Andere nutzen diesen Computer mit
storage-shared-sure = Nichts hier speichern und meine Entwürfe löschen
storage-own-computer = Nur ich nutze diesen Computer
confirm-no = Doch nicht
draft-restored = Sie haben dieses Formular { $age } begonnen. Ihre Angaben sind wieder da.
draft-restored-device = Sie haben dieses Formular { $age } auf einem anderen Gerät begonnen ({ $device }). Ihre Angaben sind wieder da.
draft-discard = Von vorn beginnen
drafts-discard = Verwerfen
draft-discard-sure = Endgültig verwerfen
draft-discarded = Verworfen
draft-versions = Sie haben dieses Formular auch in einem anderen Tab oder auf einem anderen Gerät ausgefüllt; alle Fassungen sind gespeichert. Wählen Sie, mit welcher Sie weitermachen. Die anderen werden verworfen.
draft-mine = Mit dieser Fassung weitermachen
draft-take = Fassung von { $age } anzeigen
draft-gone = Dieser Entwurf wurde in einem anderen Tab gesendet oder verworfen. Von hier wird er nur gesendet, wenn Sie damit weitermachen.
draft-go-on = Trotzdem weitermachen
draft-open-elsewhere = Dieses Formular ist auch in einem anderen Tab geöffnet. Was Sie in einem der beiden eingeben, bleibt erhalten.
draft-stale = Dieser Entwurf ist so alt, dass wir nicht wissen, ob Sie ihn von einem anderen Gerät gesendet haben. Sehen Sie in Ihren Anfragen nach: Ist er dort?
draft-renew = Nein, weitermachen
draft-gone-elsewhere = Dieser Entwurf wurde auf einem anderen Gerät gesendet oder verworfen. Ihre Eingaben hier bleiben erhalten, und beim Senden entsteht keine zweite Anfrage.
draft-unsaved = Ihr Entwurf lässt sich in diesem Browser nicht speichern. Lassen Sie diesen Tab offen, bis Sie gesendet haben.
draft-unfit = Das Formular hat sich geändert. Diese Antworten passen nicht mehr hinein:
draft-unfit-done = Ich brauche sie nicht mehr
drafts-title = Meine Entwürfe
drafts-begun = Begonnen
drafts-age = Zuletzt geändert { $age }
drafts-age-device = Zuletzt geändert { $age } auf einem anderen Gerät ({ $device })
drafts-versions = Mehrere Fassungen
drafts-ending = Wird am { $date } gelöscht
drafts-continue = Weitermachen
drafts-none-title = Keine Entwürfe
drafts-none-text = Angefangene Formulare bleiben hier, bis Sie sie senden.
drafts-unreadable =
    { $count ->
        [one] Ein Entwurf in diesem Browser ist nicht mehr lesbar. Er wurde nicht verändert.
       *[other] { $count } Entwürfe in diesem Browser sind nicht mehr lesbar. Sie wurden nicht verändert.
    }
outbox-title = Noch zu senden
outbox-lead = Das wird automatisch gesendet, solange dieses Portal geöffnet ist und eine Verbindung besteht. Nichts wird doppelt gesendet.
outbox-badge =
    { $count ->
        [one] { $count } noch nicht gesendet
       *[other] { $count } noch nicht gesendet
    }
outbox-comment = Kommentar zu { $number }
outbox-queued = Noch nicht gesendet
outbox-queued-until = Noch nicht gesendet. Nächster Versuch: { $time }
outbox-offline = Noch nicht gesendet: Sie sind offline oder nicht angemeldet
outbox-files = Wartet auf seine Dateien
outbox-sending = Wird gesendet
outbox-checking = Vielleicht eingegangen. Wird geprüft
outbox-checking-until = Vielleicht eingegangen. Nächste Prüfung: { $time }
outbox-checking-offline = Vielleicht eingegangen. Wir prüfen es, sobald Sie wieder online sind
outbox-busy-until = Noch nicht eingegangen: Der Dienst ist ausgelastet. Nächster Versuch: { $time }
outbox-received = Eingegangen als { $number }
outbox-received-comment = Eingegangen
outbox-received-before = Bereits eingegangen als { $number }
outbox-sign-in = Melden Sie sich an, um es zu senden
outbox-refused-why = Nicht angenommen: { $why }
outbox-blocked = Ihr Netzwerk hat diesen Versuch blockiert; wahrscheinlich ist er nicht bei uns angekommen (Fehler { $status })
outbox-form-changed = Nicht angenommen, weil sich das Formular geändert hat. Bearbeiten Sie Ihre Angaben, um das neue zu sehen.
outbox-key-reused = Zu diesem Entwurf ist etwas anderes eingegangen. Sehen Sie in Ihren Anfragen nach: Ist es dort?
outbox-stale = Der letzte Versuch liegt zu lange zurück, um sicher zu sein. Sehen Sie in Ihren Anfragen nach: Ist es dort?
outbox-file = { $name } wurde nicht angenommen. Bearbeiten Sie Ihre Anfrage, um eine andere Datei zu wählen.
outbox-refused = Dieser Browser kann das nicht speichern. Lassen Sie diesen Tab offen, bis alles gesendet ist.
outbox-edited = Ihre letzten Änderungen sind nicht eingegangen.
outbox-edit = Bearbeiten
outbox-cancel = Abbrechen
outbox-cancel-sure = Nicht senden
outbox-cancel-doubt = Nicht noch einmal senden
outbox-now = Jetzt versuchen
outbox-there = Ja, es ist dort
outbox-not-there = Nein, noch einmal senden
outbox-edit-comment = Änderungen als Kommentar senden
outbox-edit-drop = Änderungen verwerfen
outbox-seen = Erledigt
sign-out-waiting =
    { $count ->
        [one] { $count } Anfrage ist noch nicht gesendet. Beim Abmelden wird sie aus diesem Browser gelöscht.
       *[other] { $count } Anfragen sind noch nicht gesendet. Beim Abmelden werden sie aus diesem Browser gelöscht.
    }
sign-out-anyway = Abmelden und löschen
