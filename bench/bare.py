"""*Bare*: what Flask and the server cost, with the same bytes and nothing that makes them.

Which bytes: files in the folder that BENCH_PAGES names; `sides.py` puts them there.
"""
import os
from pathlib import Path

from flask import Flask, Response, redirect, request

app = Flask(__name__)
PAGES = {file.name: file.read_bytes() for file in Path(os.environ["BENCH_PAGES"]).iterdir()}


@app.get("/<name>")
def page(name: str) -> Response:
    return Response(PAGES[name], mimetype="text/html")


@app.post("/<name>")
def take(name: str) -> Response:
    return redirect(f"/{name}") if request.form else Response(status=422)
