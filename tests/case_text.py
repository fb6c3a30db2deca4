"""The words of a case that lacks nothing, for tests, and how a form sends them."""
from collections.abc import Mapping
from typing import Any

FILLED = {
    "language": "it",
    "title": "Richiamo entro 48 ore: mezz'ora protetta al giorno",
    "summary": "Ogni ufficio prenota due mezze ore al giorno per chiamare chi ha saltato un "
               "appuntamento; i contatti riusciti sono più che raddoppiati.",
    "practice_type": "process-organisation",
    "status_of_practice": "running",
    "outcome_type": "worked",
    "country": "IT",
    "geographic_scope": "local",
    "responsible_body": "CPI d'esempio di Treviso",
    "responsible_body_type": "regional-pes",
    "start_date": "2025-01",
    "target_groups": ["young-people", "neet"],
    "lmp_category": ["1.1.2"],
    "need_context": "Un giovane su tre saltava il secondo appuntamento e non tornava. Gli "
                    "operatori volevano richiamare, ma l'agenda si riempiva da sola.",
    "objectives": "Chiamare entro 48 ore\nRiportare al colloquio un terzo degli assenti",
    "activities": "Due spazi di trenta minuti restano **chiusi** alle prenotazioni. Chi è di turno "
                  "apre l'elenco delle assenze del giorno prima, manda un messaggio con il proprio "
                  "nome e l'ora, poi chiama. L'esito si annota in una riga del registro.",
    "resources_staff": {"fte": "0.3", "roles": "orientamento, per ufficio"},
    "funding_sources": ["own-budget"],
    "outputs": [{"indicator": "Telefonate", "value": "112", "period": "aprile-giugno 2025"}],
    "results": [{"indicator": "Contatti entro 48 ore", "baseline": "31 %", "target": "60 %",
                 "actual": "78 %", "source": "registro"}],
    "evidence_level": "E1",
    "difficulties": "La prima settimana il turno saltava: è servito un nome scritto in agenda.",
    "success_factors": "Un nome in agenda, non «chi può», e un capo ufficio che la difende.",
    "lessons_learnt": "Non funziona dove il telefono in archivio è vecchio di due anni: prima di "
                      "cominciare conviene aggiornare i recapiti, anche solo con un messaggio.",
    "transferability": "ready-to-copy",
    "transfer_conditions": "Un'agenda elettronica e recapiti aggiornati.",
    "ethics_note": "Nessun dato personale di utenti è nel caso.",
    "contact": {"name": "Segreteria del CPI d'esempio", "email": "cpi@example.org"},
    "licence": "CC-BY-4.0",
}
#: The same under version 1 of the template.
FILLED_1 = {name: value for name, value in FILLED.items() if name not in ("outputs", "contact")} | {
    "resources_staff": "0,3 ETP per ufficio",
    "cost": "60 € l'anno",
    "results": "| Indicatore | Prima | Dopo |\n|---|---|---|\n| Contatti | 31 % | 78 % |",
}
REGIONS = ["ITH3"]
THEMES = ["outreach", "neet"]


def as_sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the form of a case sends them: cells under the name of their record and row."""
    sent: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            sent |= {f"{name}-{cell}": words for cell, words in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                sent |= {f"{name}-{number}-{cell}": words for cell, words in row.items()}
        else:
            sent[name] = value
    return sent
