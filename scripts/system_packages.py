"""Programs of the operating system that only tests need: installed where apt and root are, named otherwise."""

import os
import shutil
import subprocess
import sys

NEEDED = {
    "chromium": "drives the portal in a real browser",
    "fonts-noto-core": "draws every script on the screenshots",
    "openjdk-17-jre-headless": "runs Spark, for the same rules on a cluster",
}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next((plek for naam in CHROMIUMS if (plek := shutil.which(naam))), None)


def ensure() -> None:
    """Install what is missing, or stop with one message that says what to install."""
    if chromium() and shutil.which("java"):
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        print("· systeempakketten installeren (Chromium, lettertypen, Java) …", file=sys.stderr, flush=True)
        omgeving = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for woorden in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *NEEDED]):
            subprocess.run([apt, *woorden], env=omgeving, stdout=subprocess.DEVNULL, check=True)
        return
    uitleg = "\n".join(f"  {naam}: {reden}" for naam, reden in NEEDED.items())
    sys.exit(
        f"Voor de tests zijn deze pakketten van uw besturingssysteem nodig; installeer ze en probeer opnieuw:\n{uitleg}"
    )


if __name__ == "__main__":
    ensure()
