import io

import pytest

from leveringen import NU


@pytest.fixture
def lees(db):
    """Read bytes as a delivery."""
    from inburgering.feit import commands

    def lees(bron, inhoud, *, now=NU):
        return commands.neem_op(bron, io.BytesIO(inhoud), now=now)

    return lees
