"""A registration on an ASA, and an outage, as a test of automation sees them."""
import pytest

PROMPT = r"ciscoasa(\([a-z-]+\))?[#>] ?$"


def run(session, command):
    """Types a command; what it printed."""
    session.sendline(command)
    session.expect_exact(command + "\r\n")
    session.expect(PROMPT)
    return session.before


@pytest.fixture(scope="module")
def understudy_lab():
    # A seed of its own makes every byte the same on every machine; time stands still but for
    # `@advance`.
    return ["asa/9.20.4", "--seed", "7", "--time", "held"]


@pytest.fixture
def asa(console):
    session = console()
    session.expect(PROMPT)
    session.sendline("enable")
    session.expect("Password: ")
    session.sendline("cisco")
    session.expect(PROMPT)
    run(session, "terminal pager 0")
    return session


def test_it_registers(asa):
    for line in ["configure terminal", "license smart", "feature tier standard",
                 "throughput level 1G", "end"]:
        assert "ERROR" not in run(asa, line)
    run(asa, "license smart register idtoken GOOD")
    run(asa, "@advance 1m")
    assert "REGISTERED" in run(asa, "show license status")


def test_it_survives_an_outage(asa):
    run(asa, "@network block smartreceiver.cisco.com")
    run(asa, "@advance 31d")
    status = run(asa, "show license status")
    assert "Communication message send error" in status
    assert "AUTHORIZED" in status
