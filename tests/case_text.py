"""The words of a case that lacks nothing, for tests."""

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
    "resources_staff": "0,3 ETP per ufficio",
    "funding_sources": ["own-budget"],
    "results": "| Indicatore | Prima | Dopo |\n|---|---|---|\n"
               "| Contatti entro 48 ore | 31 % | 78 % |",
    "evidence_level": "E1",
    "difficulties": "La prima settimana il turno saltava: è servito un nome scritto in agenda.",
    "success_factors": "Un nome in agenda, non «chi può», e un capo ufficio che la difende.",
    "lessons_learnt": "Non funziona dove il telefono in archivio è vecchio di due anni: prima di "
                      "cominciare conviene aggiornare i recapiti, anche solo con un messaggio.",
    "transferability": "ready-to-copy",
    "transfer_conditions": "Un'agenda elettronica e recapiti aggiornati.",
    "ethics_note": "Nessun dato personale di utenti è nel caso.",
    "licence": "CC-BY-4.0",
}
REGIONS = ["ITH3"]
THEMES = ["outreach", "neet"]
