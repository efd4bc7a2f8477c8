# Was das Element sagt, bevor das Portal läuft, und an seiner Stelle. Nur einfache Texte, keine Variablen.
element-loading = Das Hilfeportal wird geladen
element-failed = Das Hilfeportal konnte hier nicht starten. Öffnen Sie es auf seiner eigenen Seite oder versuchen Sie es erneut.
element-stopped = Das Hilfeportal wurde wegen eines Fehlers beendet. Alles Abgeschickte ist sicher. Versuchen Sie es erneut oder öffnen Sie es auf seiner eigenen Seite.
element-open = Hilfeportal öffnen
element-retry = Erneut versuchen
element-noscript = Das Hilfeportal braucht JavaScript. Bitte erlauben Sie es für diese Seite oder fragen Sie den Service Desk.
