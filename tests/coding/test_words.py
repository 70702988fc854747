"""A rule's word finds its inflections and compounds, and not the words that merely contain it."""

from __future__ import annotations

import pytest

from qualcode.coding.words import Place, WordIndex
from qualcode.lemmas import lexicon


def found(word: str, forms: str, place: Place = "any", language: str = "sv") -> list[str]:
    index = WordIndex(lexicon(language))
    index.add(word, place)
    return [form for form in forms.split() if index.find(form)]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("trygghet", "trygghet tryggheten trygghetens Tryggheten TRYGGHET trygghetsvandringen otryggheten"),
        (
            "jobb",
            "jobbet jobben jobbens jobbena sommarjobb sommarjobben jobbsökare jobbyte",
        ),
        ("bolag", "bolagen bostadsbolaget fastighetsbolagens Storforsbolaget bolagsstämman"),
        ("skola", "skolan skolornas skolgård gymnasieskolor skoltrött IT-skolan"),
        ("arbete", "arbetet arbetena arbetslös arbetslösheten skolarbetet arbetskraft"),
        ("kvinna", "kvinnor kvinnojouren"),
        ("jour", "kvinnojouren"),
        ("gata", "gatufesten gatan"),
        ("fest", "gatufesten kyrkofesten"),
        ("risk", "smittorisken"),
        ("familj", "familjens familjehem storfamilj"),
        ("polis", "poliserna närpolisen polisbilar områdespolis"),
        ("hyra", "hyran hyror hyreshöjning ockerhyra hyrde"),
        ("museum", "museet museerna"),
        ("man", "mannen männen männens"),
        ("hand", "handen händer händerna"),
        ("stad", "städer städernas stadens förortsstad stadsdel"),
        ("pengar", "pengarna pengarnas sparpengar"),
        ("gäng", "gänget gängen gängkriminella ungdomsgäng"),
        ("trygg", "tryggt trygga tryggare tryggast otrygg"),
        ("rädd", "rädda räddare jätterädd"),
        ("öppen", "öppet öppna öppnare"),
        ("säker", "säkert säkra"),
        ("hård", "hårt hårda hårdare"),
        ("påverka", "påverkar påverkade påverkat påverkas påverkit"),
        ("jobba", "jobbar jobbade jobbat jobbit"),
        ("bestämma", "bestämmer bestämde bestämt"),
        ("springa", "sprang sprungit springer"),
        ("köra", "kör körde kört körkort"),
        ("nån", "någon nån nåt några"),
        ("någon", "nån nåt"),
        ("bidragskarusell", "bidragskarusellen bidragskaruseller"),
        ("trygghet", "trygghetsgårdsgrupper"),
        ("upphandling", "upphandlingar upphandlings- upphandlingskrav"),
        ("SFI", "SFI SFI:n SFI-kurs"),
        ("trygg*", "trygg trygghet Tryggare trygghetsvärd"),
    ],
)
def test_a_word_finds_its_forms_and_compounds(word: str, forms: str) -> None:
    assert found(word, forms) == forms.split()


@pytest.mark.parametrize(
    ("word", "others"),
    [
        (
            "val",
            "valp kvalitet trivsel kval karneval festival valuta valnöt urval valborg valde",
        ),
        ("rån", "från ifrån rånar råna rånare jorån frånvaro"),
        ("hot", "hotell hotellet hotar fotot shot kohort idiot"),
        ("jobb", "jobbig jobbigt jobbar"),
        ("skola", "skolk ska skulle skolka"),
        ("lag", "förslag anslag underlag bolag lagom slag lagrad plagg överslag avslagen"),
        ("råd", "område tråd råder broder förråd"),
        ("arbete", "samarbete medarbetare arbetar"),
        ("svar", "ansvar försvar"),
        ("slag", "avtalsförslag regeringsförslaget"),
        ("gång", "övergång framgång undergången kapitaltillgång"),
        ("brott", "avbrott utbrott brottare brottas"),
        ("park", "parkering parkett parkera partikel"),
        ("parti", "partikel partisk"),
        ("polis", "policy metropolis"),
        ("bank", "bankrutt banka"),
        ("makt", "smakt maktar"),
        ("bil", "billig billiga biljett mobil bilaga stabil"),
        ("kost", "kostar kostnad"),
        ("plan", "planera planka"),
        ("ung", "kung ungefär sjungande tunga ungdom"),
        ("dom", "rikedom visdomen fattigdom sjukdom ungdomar barndom domän egendom"),
        ("gäng", "gängse tillgänglig"),
        ("hyra", "ohyra"),
        ("rädda", "rädd"),
        ("mat", "matte automat match tomat"),
        ("tal", "talang total talar metall"),
        ("SFI", "sfi sfinx"),
        ("trygg*", "otrygg"),
        ("det", "den detta de"),
        ("den", "det denna"),
        ("i", "in iver"),
        ("man", "kan maner"),
    ],
)
def test_a_word_does_not_find_false_friends(word: str, others: str) -> None:
    assert found(word, others) == []


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("any", "skolan skolgården grundskolan grundskolegården"),
        ("first", "skolan skolgården"),
        ("last", "skolan grundskolan"),
        ("none", "skolan"),
    ],
)
def test_the_rule_says_where_in_a_compound_its_word_may_stand(place: Place, expected: str) -> None:
    assert found("skola", "skolan skolgården grundskolan grundskolegården", place) == expected.split()


def test_english_words_are_inflected_and_not_compounded() -> None:
    forms = "hire hires hired hiring hire's"
    assert found("hire", forms, language="en") == forms.split()
    assert found("company", "companies company's accompany", language="en") == ["companies", "company's"]
    assert found("stop", "stopped stopping stops", language="en") == ["stopped", "stopping", "stops"]
    assert found("job", "jobs jobless", language="en") == ["jobs"]


def test_all_words_of_a_form_are_found_at_once() -> None:
    index = WordIndex(lexicon("sv"))
    school, yard, whole = index.add("skola"), index.add("gård"), index.add("skolgård")
    assert index.find("skolgårdar") == (school, yard, whole)
    assert index.add("gård") == yard
    assert index.find("gården") == (yard,)
