"""The examples in deploy/ are what the programs that read them understand."""
import os
import re
import shlex
import shutil
import subprocess
import time
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from config import Config, variable
from cop.cli import cop

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
FILES = [each for each in sorted(DEPLOY.rglob("*")) if each.is_file()]


def program(name):
    """Where it is; the test is left out, with the reason, where it is not."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    return path or pytest.skip(f"{name} is not installed")


def run(*command, **more):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False,
                          **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name)
def test_every_setting_that_is_named_is_one(file):
    known = {variable(each) for each in fields(Config)}
    named = set(re.findall(r"COP_[A-Z_]+[A-Z]", file.read_text()))
    assert named <= known


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name)
def test_every_command_that_is_named_is_one(file):
    for words in re.findall(r"/opt/cop/bin/cop ([a-z]+)", file.read_text()):
        assert words in cop.commands


def test_the_readme_names_all_of_them():
    readme = (DEPLOY / "README.md").read_text()
    for file in set(FILES) - {DEPLOY / "README.md"}:
        assert file.name in readme or file.with_suffix(".service").name in readme, file.name


@pytest.mark.parametrize("is_cop", [True, False])
def test_the_command_has_the_settings_of_the_service_whatever_stands_in_them(tmp_path, is_cop):
    """As systemd reads them: nothing is cut at a sign that means something to a shell."""
    settings = {"COP_STORAGE_URL": "s3://files?endpoint=https://s3.example.org&region=eu-south-1",
                "COP_OIDC_LABEL": "Regione d'Esempio", "COP_MAIL_URL": "smtp://cop:pa$HOME`x@h",
                "COP_OIDC_ROLES": "a=administrator; b=moderator:youth"}
    lines = ["# a comment", "", *(f"{name}={value}" for name, value in settings.items())]
    (tmp_path / "cop.env").write_text("\n".join(lines))
    (tmp_path / "programs").mkdir()
    for name, does in (("cop", 'echo "$@"; env'), ("runuser", 'echo as "$2"; shift 3; exec "$@"'),
                       ("id", f"echo {'cop' if is_cop else 'root'}")):
        program = tmp_path / "programs" / name
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    script = tmp_path / "script"
    script.write_text((DEPLOY / "cop").read_text().replace("/etc/cop", str(tmp_path)).replace(
        "/opt/cop/bin", f"{tmp_path}/programs"))
    said = run("sh", script, "backup", "a file", env={"PATH": f"{tmp_path}/programs:/usr/bin:/bin"})
    assert ("as cop" in said) != is_cop and "backup a file" in said
    for name, value in settings.items():
        assert f"{name}={value}\n" in said


def test_archives_of_backups_expire(tmp_path):
    """Who was erased is in no archive of a nightly backup after two weeks."""
    unit = (DEPLOY / "systemd" / "cop-backup.service").read_text()
    for name, days in (("cop-old.tar", 16), ("cop-new.tar", 13), ("other.tar", 99)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - days * 86400,) * 2)
    command = re.search(r"^ExecStartPost=(.+)", unit, re.MULTILINE)[1]
    run(*shlex.split(command.replace("/var/backups/cop", str(tmp_path))))
    assert {each.name for each in tmp_path.iterdir()} == {"cop-new.tar", "other.tar"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.name)
def test_systemd_understands_the_units(unit, tmp_path):
    """With a program that is there in the place of ours."""
    analyze = program("systemd-analyze")
    for each in UNITS:
        text = each.read_text().replace("/opt/cop/bin/cop", "/bin/true")
        (tmp_path / each.name).write_text(text)
    name = unit.name.replace("@.", "@1.")
    said = run(analyze, "verify", "--man=no", tmp_path / name)
    assert unit.stem.partition("@")[0] not in said, said


def test_nginx_understands_its_example(tmp_path):
    nginx, openssl = program("nginx"), program("openssl")
    run(openssl, "req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "1", "-subj", "/CN=x",
        "-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem")
    text = (DEPLOY / "nginx.conf").read_text().replace(
        "/etc/letsencrypt/live/community.example.org", str(tmp_path))
    (tmp_path / "cop.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} "
        f"http {{ access_log off; include {tmp_path}/cop.conf; }}")
    assert "test is successful" in run(nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf")


def test_caddy_understands_its_example(tmp_path):
    caddy = program("caddy")
    said = run(caddy, "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile",
               env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)})
    assert "Valid configuration" in said


def test_compose_names_only_what_is_there():
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = told["services"]
    assert {"web", "worker", "database", "redis", "storage", "proxy"} <= services.keys()
    for service in services.values():
        assert set(service.get("depends_on", ())) <= services.keys()
        for volume in service.get("volumes", ()):
            assert volume.partition(":")[0] in told["volumes"]
    for name in ("web", "worker", "upgrade"):
        assert services[name]["command"][0] in cop.commands
        assert services[name]["environment"]["COP_DATABASE_URL"].startswith("postgresql+psycopg:")
    assert "--no-worker" in services["web"]["command"]


def test_docker_compose_understands_its_example(tmp_path):
    compose = _compose()
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    said = run(*compose, "-f", tmp_path / "deploy" / "compose.yaml", "config", env={
        "PATH": "/usr/bin:/bin", "DATABASE_PASSWORD": "one", "STORAGE_PASSWORD": "two",
        "HOME": str(tmp_path)})
    assert "postgresql+psycopg://cop:one@database/cop" in said


def _compose():
    if shutil.which("docker") and subprocess.run(
            ["docker", "compose", "version"], capture_output=True, check=False).returncode == 0:
        return ["docker", "compose"]
    return [program("docker-compose")]
