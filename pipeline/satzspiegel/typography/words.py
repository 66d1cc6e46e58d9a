"""Words that the rules look up."""

from __future__ import annotations

#: Capital letters of Latin scripts, as in a character class.
CAPITALS = "".join(chr(code) for code in range(0x41, 0x250) if chr(code).isupper())

#: Words that begin a sentence behind a full stop: with a capital, and no noun or name.
SENTENCE_OPENERS = frozenset(
    """
    Ab Aber Alle Allein Allem Allen Aller Allerdings Alles Als Also Am An Andere Andererseits
    Andernfalls Anders Anfangs Angeblich Anschließend Ansonsten Auch Auf Aufgrund Aus Außer
    Außerdem Bald Bei Beide Beim Bereits Besonders Bevor Bis Bisher Bitte Bloß Da Dabei Dadurch
    Dafür Dagegen Daher Dahin Dahinter Damals Damit Danach Daneben Dann Daran Darauf Daraufhin
    Daraus Darin Darum Darunter Darüber Das Dass Dasselbe Davon Davor Dazu Dazwischen Dein Deine
    Dem Demgegenüber Demnach Demzufolge Den Denen Denn Dennoch Der Deren Derselbe Derzeit Des
    Deshalb Dessen Desto Deswegen Die Dies Diese Dieselbe Dieselben Diesem Diesen Dieser Dieses
    Doch Dort Dorthin Du Durch Ebd Ebenda Ebenfalls Ebenso Ehe Eher Eigentlich Ein Eine Einem
    Einen Einer Einerseits Eines Einige Einigen Einiger Einiges Einmal Einst Endlich Entgegen
    Entsprechend Entweder Er Erst Erstens Es Etliche Etwa Etwas Euch Euer Fast Ferner Folglich
    Freilich Früher Für Gab Ganz Gar Gegen Genau Gerade Gerne Gewiss Gibt Gilt Gleich Gleichwohl
    Gleichzeitig Hat Hatte Hatten Heute Hier Hierbei Hierfür Hierin Hiermit Hiervon Hierzu Hin
    Hingegen Hinter Höchstens Ich Ihm Ihn Ihnen Ihr Ihre Ihrem Ihren Ihrer Ihres Im Immer
    Immerhin In Indem Indes Indessen Infolge Insbesondere Insgesamt Inzwischen Irgendwann Ist Ja
    Je Jede Jedem Jeden Jedenfalls Jeder Jedes Jedoch Jemand Jene Jenem Jenen Jener Jenes
    Jenseits Jetzt Kann Kaum Kein Keine Keinem Keinen Keiner Keines Keineswegs Konnte Kurz
    Können Künftig Lange Laut Leider Letztlich Längst Man Manche Manchem Manchen Mancher Manches
    Manchmal Mehr Mehrere Mein Meine Meinem Meinen Meiner Meines Meist Meistens Mich Mir Mit
    Mithin Mitunter Muss Musste Mussten Möglicherweise Nach Nachdem Nachher Natürlich Neben
    Nebenbei Nein Nicht Nichts Nie Niemals Niemand Noch Nun Nur Nämlich Ob Oben Obgleich Obschon
    Obwohl Oder Offenbar Oft Oftmals Ohne Ohnehin Plötzlich Rund Samt Schließlich Schon Sehr Sei
    Seid Sein Seine Seinem Seinen Seiner Seines Seit Seitdem Selbst Selten Sich Sicher Sie Siehe
    Sind So Sobald Sodann Sofern Sofort Sogar Solange Solch Solche Solchen Solcher Soll Sollte
    Sollten Somit Sonst Soviel Soweit Sowie Sowohl Später Statt Stattdessen Stets Trotz Trotzdem
    Um Umgekehrt Umso Und Uns Unser Unsere Unserem Unseren Unserer Unter Unterdessen Vgl Viel
    Viele Vielem Vielen Vieler Vielleicht Vielmehr Vom Von Vor Voraussichtlich Vorher Vorläufig
    Wann War Waren Warum Was Weder Wegen Weil Weiter Weitere Weiterhin Welche Welchem Welchen
    Welcher Welches Wem Wen Wenig Wenige Wenigstens Wenn Wer Werden Weshalb Wessen Wie Wieder
    Wiederum Wieso Wieviel Will Wir Wird Wirklich Wo Wobei Wodurch Wofür Woher Wohin Wohl Wollte
    Womit Wonach Woran Worauf Woraus Worin Worüber Wovon Wozu Wurde Wurden Während Wäre Würde Zu
    Zudem Zuerst Zufolge Zugleich Zuletzt Zum Zumal Zumeist Zumindest Zunächst Zur Zusammen
    Zuvor Zwar Zwischen Zwischenzeitlich Über Überall Überdies Übrigens
    """.split()  # noqa: SIM905 (words, not a list of strings)
)
