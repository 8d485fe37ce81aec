"""Recognises numbers that their label says aren't phone numbers: orders, invoices, tax IDs, accounts."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from inspector.phone.finding import CODE_GAP, Finding, nothing, take

_GROUPED: Final = {
    # label of a number written in groups → how many digits it has
    "siren": 9,
    "siret": 14,
    "tva(?: intracom[a-z]*)?": 14,
    "rcs(?: [a-z]{2,20}){1,2}(?: [ab])?": 9,
    "abn": 11,
    "acn": 9,
    "nip": 10,
    "regon": 14,
    "krs": 10,
    "pesel": 11,
    "cnpj": 14,
    "cpf": 11,
    "nit": 10,
    "cuit": 11,
    "cuil": 11,
    "ruc": 11,
    "rut": 9,
    "aadhaar": 12,
    "nhs(?: no)?": 10,
    "ssn": 9,
    "ein": 9,
    "снилс": 11,
    "паспорт": 10,
    "карт[аыу]": 16,
    "card(?: no| number)?": 16,
    "kartennummer": 16,
    "iban": 34,
    "steuer-?(?:nr|nummer)|st-?nr": 13,
    "р/?с|к/?с|расч[а-я.]{0,8} ?сч[а-я]{1,3}": 20,
    "meeting id": 11,
    "company (?:no|number)": 8,
    "vat(?: (?:no|number|reg(?: no)?|id))?": 12,
    "btw(?:-?(?:nr|nummer))?": 12,
    "org\\.? ?(?:nr|nummer)|organisasjonsnummer": 10,
}
_REGISTERS: Final = (
    "hr[ab]|ust-?id(?:-?nr)?|uid(?:-nr)?|umsatzsteuer[a-z-]*|tin|gstin|cin|pan|trn|npwp|nik|nib|niu|ice|nif|cif"
    "|dni|nie|rfc|curp|p\\.? ?iva|partita iva|c\\.? ?f|codice fiscale|rea|kvk|cvr|y-tunnus|ico|dic|oib|pib"
    "|cui|eik|bulstat|rc|bvn|tax id|tax no|vkn|vergi no|mersis(?: no)?|tckn?|ccm"
    "|инн|огрн|огрнип|кпп|бик|окпо|оквэд|окато|октмо|бин|иин|едрпоу|єдрпоу|іпн|унп|упн|пиб"
    '|ח\\.?פ|ע\\.?מ|ת\\.?ז|ח״פ|ע״מ|ת״ז|ח"פ|ע"מ|ת"ז'
    "|konto(?:-?nr|nummer)?|kto(?:-?nr)?|blz|bic|swift|a/?c(?: no)?|acc(?:oun)?t?\\.? ?(?:no|number|#)"
    "|sort code|rekening(?:nummer)?|cuenta|conta|agencia|clabe|cbu|cvu|ifsc"
    "|sku|ean|gtin|isbn|issn|imei|vin|s/n|serial(?: no)?|artikel-?(?:nr|nummer)|barcode|штрих-?код"
)
_ORDERS: Final = (
    "order(?: (?:no|number|id|nr))?|bestell(?:ung|-?nr|nummer)|auftrag(?:s-?nr|snummer)?|pedido"
    "|commande|ordine|siparis(?: no)?|pesanan|invoice(?: no| number)?|inv|rechnung(?:s-?nr|snummer)?|rg-?nr"
    "|factura|facture|fattura|fatura|faktura|nota fiscal|nf-?e"
    "|ticket(?: no| id)?|tracking(?: (?:no|number|id))?"
    "|track|sendung(?:s-?nr|snummer)?|parcel|shipment|awb|resi|no resi|rastreio|ref(?:erence)?(?: no)?|case"
    "|booking(?: no| ref)?|reservation|pnr|aktenzeichen|vorgang(?:s-?nr|snummer)?|kunden-?(?:nr|nummer)"
    "|customer (?:no|number|id)|client (?:no|id)|vertrag(?:s-?nr|snummer)?|contract(?: no)?|policy(?: no)?"
    "|заказ[а-я]{0,2}|счет[а-я]?|накладн[а-я]{2}|ттн|трек(?:-номер)?|договор[а-я]?|замовленн[а-я]|заявк[а-я]"
    "|обращени[а-я]|квитанци[а-я]|чек[а-я]?|посылк[а-я]|отправлени[а-я]"
    "|art(?:icle)?\\.?(?: ?-?(?:nr|no))?|item(?: no)?|model|арт|артикул[а-я]?|code|otp|pin|password|код"
    "|пароль|plz|zip|индекс|lot|batch|серия|version|ver|build|transaction(?: id)?|txn(?: id)?|utr|rrn"
    "|upi ref(?: no)?|protocol[oe]?|matricula|expediente|dossier|folio"
    "|(?!(?:tele|tel|handy|mobil|ruf|fax|whats|durchwahl|service|kontakt|festnetz|haus|zimmer))"
    "[a-z-]{3,30}(?:nummer|nr)"
)
_KEY: Final = (
    r"[\w-]{0,30}(?:order|message|msg|user|item|product|session|request|trace|transaction|instance|invoice|ticket"
    r"|account|post|app|page|event)[_-]?(?:id|no|number|nr)|idinstance"
    r"|[\w-]{0,30}(?:time|timestamp|date|_at|_ts|token|hash|key)"
)


def _plain(pattern: str) -> str:
    """Without diacritics, as in plain text."""
    marked = unicodedata.normalize("NFD", pattern)
    return "".join(each for each in marked if unicodedata.category(each) != "Mn")


_NUMBER_SIGN: Final = r"(?:[ ]?(?:№|n°|nº|no|nr|num|#|n)\b[.]?)?"
_BETWEEN: Final = r"[\"']?[ .]?[:=#№\-]{0,2}[ ]?[\"']?#?"
_ALONE: Final = r"(?![\w]|[ ]?[(]?\d)"
"""Not followed by more digits, which it could be the start of."""
_SHAPED: Final = re.compile(
    r"(?<![\d.])\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}(?!\d)"  # CNPJ
    r"|(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"  # CPF
    r"|(?<![\d.])\d{2}/\d{3}/\d{5}(?!\d)"  # German tax number
)
_SIGNED: Final = re.compile(r"(?:nr|nummer|number|no|id|№|#|n°)[.:]{0,2}[ ]?\Z", re.IGNORECASE)
_WRITTEN_LIKE_A_NUMBER: Final = re.compile(r"[08]\d{0,4}[-/.]")
_FEWEST_DIGITS: Final = 9
_WORD_OR_SIGN: Final = re.compile(r"[^\W\d_]|[№#°]")
"""What every label contains."""


@dataclass(frozen=True, slots=True)
class _Labels:
    """Labels with the digits after them."""

    whole: tuple[re.Pattern[str], ...]
    """Never phone numbers."""
    orders: tuple[re.Pattern[str], ...]
    """Phone numbers if written like one."""
    before: re.Pattern[str]
    """A label at the end of a text."""


@cache
def _labels() -> _Labels:
    """Compiled when a text first has a word in it: they take 15 ms, and a typed number has no words."""
    grouped = re.compile(
        r"(?<!\w)(?:"
        + "|".join(
            _plain(
                rf"(?:{label})\b{_NUMBER_SIGN}{_BETWEEN}(?:[A-Z]{{2,3}}[ ]?)?"
                rf"\d(?:[ .\-/]?\d){{4,{digits - 1}}}(?:-?[0-9K]\b)?(?!\d)"
            )
            for label, digits in _GROUPED.items()
        )
        + ")",
        re.IGNORECASE,
    )
    registers = re.compile(
        _plain(rf"(?<!\w)(?:{_REGISTERS})\b{_NUMBER_SIGN}{_BETWEEN}(?:[A-Z]{{1,4}}[ -]?)?")
        + rf"(?:\d[\w./-]{{4,40}}|\d[\w./-]{{2,3}}{_ALONE})",
        re.IGNORECASE,
    )
    orders = re.compile(
        _plain(rf"(?<!\w)(?:{_ORDERS})\b{_NUMBER_SIGN}{_BETWEEN}(?:[A-Z]{{1,4}}[ -]?)?")
        + rf"(?P<value>(?=[\w/.-]{{3}})\d[\w/-]{{0,40}}(?:\.\d{{1,10}}){{0,4}}){_ALONE}",
        re.IGNORECASE,
    )
    numbered = re.compile(
        r"(?<!\w)(?:(?!(?:tel|ph|phone|mob|mobile|cell|fax|whatsapp|wa|contact|call)\b)[a-z]{2,15} ?#"
        r"|№|#|n°|nº)"
        rf"[: ]{{0,2}}(?P<value>\d[\d/-]{{0,20}}){_ALONE}",
        re.IGNORECASE,
    )
    keys = re.compile(
        rf"(?<!\w)(?:{_KEY})[\"']?[ ]?[:=][ ]?[\"']?\d{{4,25}}(?!\w|\.\d|[ ]?[(]?\d)", re.IGNORECASE
    )
    ids = re.compile(
        rf"(?<!\w)(?<!chat )(?<!whatsapp )(?<!wa )id[\"']?[ ]?[:=#][\"' ]{{0,2}}\d{{4,20}}{_ALONE}",
        re.IGNORECASE,
    )
    before = re.compile(_plain(rf"(?<!\w)(?:{_ORDERS}|№|#|n°)\b{_NUMBER_SIGN}{_BETWEEN}\Z"), re.IGNORECASE)
    return _Labels((grouped, registers, keys, ids), (orders, numbered), before)


def is_numbered(before: str) -> bool:
    """Whether the text ends with a label for a number other than a phone number: `Kunden-Nr.`."""
    end = before[-40:]
    return _SIGNED.search(end) is not None and is_labelled(before)


def is_labelled(before: str) -> bool:
    """Whether the text ends with a label that what follows belongs to."""
    end = before[-40:]
    return _WORD_OR_SIGN.search(end) is not None and _labels().before.search(end) is not None


def read_labelled(text: str) -> tuple[list[Finding], str]:
    """Take labelled numbers out of a text."""
    _, rest = take(text, _SHAPED, nothing, CODE_GAP)
    if _WORD_OR_SIGN.search(text) is None:
        return [], rest
    labels = _labels()
    for pattern in labels.whole:
        _, rest = take(rest, pattern, nothing, CODE_GAP)
    for pattern in labels.orders:
        _, rest = take(rest, pattern, _read_order, CODE_GAP)
    return [], rest


def _read_order(match: re.Match[str]) -> list[Finding] | None:
    """None for `Orders: 8-912-345-67-89`, which is the number to call for orders."""
    value = match["value"]
    is_number = sum(map(str.isdigit, value)) >= _FEWEST_DIGITS and _WRITTEN_LIKE_A_NUMBER.match(value)
    return None if is_number else []
