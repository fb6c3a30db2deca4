"""What systemd does: begins again what has fallen, all of it, a tenth of a second later."""
import random
import threading
import time

import requests

RESTART_AFTER = 0.1


class Supervisor:
    """`services`: name → how to start it. Also kills them, one after another, at random moments."""

    def __init__(self, services):
        self.starts = dict(services)
        self.running = {name: start() for name, start in self.starts.items()}
        self.over, self.kills, self.back_after = threading.Event(), 0, []
        self._watchers = [threading.Thread(target=self._watch, args=(name,), daemon=True)
                          for name in self.starts]
        for watcher in self._watchers:
            watcher.start()

    def _watch(self, name):
        while not self.over.is_set():
            if not self.running[name].is_running():
                self.over.wait(RESTART_AFTER)
                self.running[name] = self.starts[name]()
            self.over.wait(0.05)

    def kill(self, name):
        """Its whole group, as it stands; how long until a web process is ready again is noted."""
        self.kills += 1
        fallen, began = self.running[name], time.monotonic()
        fallen.kill()
        while getattr(fallen, "port", None) and not self.over.is_set():
            if self.running[name] is not fallen and is_ready(self.running[name].url):
                self.back_after.append(time.monotonic() - began)
                return
            time.sleep(0.05)

    def kill_each(self, within, rounds=1):
        """Each once in so many seconds, in a new order each time."""
        for _round in range(rounds):
            names = random.sample(list(self.starts), len(self.starts))
            begin = time.monotonic()
            for turn, name in enumerate(names):
                at = begin + within * (turn + random.random()) / len(names)
                time.sleep(max(at - time.monotonic(), 0))
                self.kill(name)
            time.sleep(max(begin + within - time.monotonic(), 0))

    def end(self):
        self.over.set()
        for watcher in self._watchers:
            watcher.join()
        for process in self.running.values():
            process.kill()


def is_ready(url):
    try:
        return requests.get(f"{url}/readyz", timeout=3).status_code == 200
    except requests.RequestException:
        return False
