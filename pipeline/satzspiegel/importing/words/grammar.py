"""The small words of German, and what they do to the case of the next one."""

from __future__ import annotations

import re

from satzspiegel.importing.words.german import words

ARTICLES = words("der die das den dem des ein eine einen einem einer eines")
DETERMINERS = ARTICLES | words(
    """
    kein keine keinen keinem keiner keines mein meine meinen meinem meiner meines dein deine
    sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres unser unsere unseren
    unserem unserer unseres euer eure dieser diese dieses diesen diesem jener jene jenes jenen jenem
    jeder jede jedes jeden jedem welcher welche welches alles etwas nichts viel wenig allerlei
    manches einiges
    """
)
#: Prepositions that have an article in them.
CONTRACTIONS = words("am ans aufs beim im ins vom vors zum zur fürs durchs übers ums unters")
PREPOSITIONS = words(
    """
    ab an auf aus außer bei bis durch für gegen gegenüber hinter in mit nach neben ohne seit über
    um unter von vor während wegen wider zwischen trotz statt anstatt kraft mittels gemäß zwecks
    via pro per samt nebst dank laut
    """
)
CONJUNCTIONS = words("und oder sowie bzw beziehungsweise aber sondern doch noch als wie bis u")
#: Always small, unless a sentence begins with them.
OTHERS = words(
    """
    ich du er es wir sie mich dich uns euch mir dir ihm ihn ihnen sich man wer was wen wem wessen
    wo wann warum weshalb wieso wozu woher wohin wofür womit wodurch woran dass daß ob wenn weil
    obwohl damit denn nachdem bevor indem sobald solange falls zumal zu so nicht nie
    nur auch schon sehr mehr noch immer wieder hier dort da dann nun jetzt heute gestern morgen
    ja nein bin bist ist sind seid war waren warst wäre wären sei seien habe hast hat haben hatte
    hatten hätte hätten werde wirst wird werden wurde wurden würde würden worden gewesen kann
    können konnte konnten könnte muss muß müssen musste mußte mussten mußten müsste soll sollen
    sollte sollten will wollen wollte wollten darf dürfen durfte mag mögen möchte möchten lässt
    läßt kommt geht steht heißt gibt bleibt bleiben beide beiden beider beides viele vielen
    vieler wenige wenigen andere anderen anderer anderes anderem meiste meisten einige einigen
    einiger mancher manche manchen solche solchen solcher solches alle allen aller allem derer
    deren dessen denen ersteren letzteren
    einander etwa dabei dafür dagegen daher daran darauf daraus darin darüber
    davon davor dazu zwar ganz fast kaum erst bloß allein zugleich zusammen zurück weiter einmal
    zweimal eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend
    """
)
#: Forms of strong verbs, which the lexicon lacks, as far as no noun looks like them.
STRONG_VERBS = words(
    """
    gilt nimmt sieht spricht trifft hilft wirbt stirbt wirft liest isst vergisst fällt hält läuft
    schläft fährt trägt schlägt wächst rät lädt gerät tritt bricht kam ging lag saß fiel hielt ließ
    lief rief schrieb blieb schien stieg starb warf half traf sprach nahm gab sah las aß trug fuhr
    schlug wuchs flog bot verlor fand sang trank begann gewann dachte brachte wusste wußte kannte
    nannte kamen gingen lagen fielen ließen riefen blieben nahmen gaben sahen fanden
    """
)
#: Of other languages, in names and titles.
ROMANCE = words("la le les los las el il lo de del della di da dos y et e van ter ten")
SMALL_WORDS = (
    DETERMINERS | CONTRACTIONS | PREPOSITIONS | CONJUNCTIONS | OTHERS | STRONG_VERBS | ROMANCE
)
#: Spelt either way, and small where nothing says otherwise.
RATHER_SMALL = words(
    "mal weg ehe recht laut dank trotz statt falls teils mittels namens angesichts anfangs abends "
    "morgens mittags nachts links rechts wohl gerade los gut hoch fest paar wert all wegen los "
    "reich arm alt jung bar null extra sein waren würde würden"
)
#: Behind these a verb is no noun.
BEFORE_VERBS = words(
    "zu nicht ich du er es wir sie man sich uns euch kann können muss müssen soll sollen was wie "
    "warum wo nie erst nur auch schon noch immer wieder selbst lassen lernen wollen dürfen darf"
)
#: Small words that are nouns behind an article (das Sein, das Nichts).
NOMINALS = words(
    "sein werden haben können müssen sollen wollen dürfen nichts ich wir du nein ja heute gestern "
    "morgen jetzt hier"
)
#: Adjectives with a capital, and their nouns: names that everybody spells so.
NAMES = frozenset(
    tuple(pair.split("+"))
    for pair in words(
        """
        erste+weltkrieg zweite+weltkrieg kalte+krieg große+krieg dritte+welt vierte+welt
        dritte+reich römische+reich rote+armee rote+kreuz rote+platz weiße+haus weiße+rose
        vereinte+nationen
        vereinigte+staaten schwarze+meer rote+meer tote+meer stille+ozean nahe+osten
        mittlere+osten ferne+osten heilige+stuhl heilige+schrift heilige+geist heilige+vater
        alte+testament neue+testament jüngste+gericht französische+revolution
        industrielle+revolution goldenen+zwanziger neue+linke deutsche+reich deutsche+bund
        demokratische+republik große+koalition eiserne+vorhang europäische+union
        europäische+gemeinschaft
        """
    )
)
#: Endings of adjectives, and of infinitives.
DECLINED = re.compile(r"\w{2,}(e|en|er|es|em)")
INFINITIVE = re.compile(r"\w{2,}(en|ern|eln)|tun|sein")
SUPERLATIVE = re.compile(r"\w{2,}sten")
#: Adverbs, and adjectives that end in e without any ending.
ENDLESS = words(
    "lange nahe ferne gerne alleine vorne bange leise müde weise böse heute ohne gerade"
)
#: Endings of nouns that no list has.
NOUN = re.compile(
    r"\w{3,}(ung|ungen|heit|heiten|keit|keiten|schaft|schaften|ion|ionen|tät|täten|ismus|ismen|tum"
    r"|ist|isten|istin|istinnen|ling|linge|ler|eur|eure|ator|atoren|ment|mente|graphie|logie|logien)"
)
#: Roman numerals, and abbreviations that capitals hide.
ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
ABBREVIATIONS = words(
    """
    KPD SPD USPD CDU CSU FDP NSDAP DDR BRD SED DGB USA UNO NATO EWG EG EU UN WHO SS SA ZK AG TV
    PKW LKW DNA CIA FBI KGB ISBN PDF US FAZ ZDF ARD BBC AEG VW BMW
    """
)
MIXED = {form.upper(): form for form in words("UdSSR KPdSU GmbH KdF BAföG StGB BGBl")}
#: What stands before a full stop without ending a sentence, and how it is spelt.
SHORTENED = {
    form.upper(): form
    for form in words(
        "Nr Bd Bde Dr Prof St Hg Hrsg Jh Jhs Jhd bzw usw vgl ca etc ff f geb gest vs ebd ders dies"
    )
}
