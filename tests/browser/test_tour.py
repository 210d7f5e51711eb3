"""The tour a new user takes: log in, look, follow a blocker, export, change something, see it in the history."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import email_of
from playwright.sync_api import expect

from registry.kit.access import Role

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
"""The one rule to which a page in other colours may answer otherwise."""
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PAGES = (
    "/",
    "/systems/",
    "/systems/new",
    "/systems/import",
    "/contracts/",
    "/landscape",
    "/landscape?start=byggia&hops=2",
    "/blockers",
    "/legacy",
    "/legacy/weights",
    "/lock-in/weights",
    "/loop",
    "/initiatives/idea",
    "/systems/lekstart/assess",
    "/initiatives/forskolekon-digital/step/finish",
    "/initiatives/e-signering",
    "/strategy",
    "/strategy/clauses",
    "/strategy/try",
    "/strategy/watch",
    "/strategy/watch/runs/1",
    "/api-versions/case-management-2.1",
    "/api-versions/addresses-2.0/document?view=findings",
    "/renewals",
    "/renewals/calendar",
    "/renewals/board",
    "/renewals/plan",
    "/renewals/plan?decide=larmlinan-tjanst",
    "/renewals/reminders",
    "/renewals/undecided",
    "/contracts/passer-larm/dossier",
    "/conflicts",
    "/concentration",
    "/suppliers/svanholm/exit",
    "/spend",
    "/calendars",
    "/search?q=vård",
    "/accounts",
    "/me",
)


@pytest.fixture
def blocked(served):
    """The key of an initiative that is blocked over at least one dependency."""
    initiatives = json.loads(served.registry("blockers", "--format", "json"))["initiatives"]
    return next(each["key"] for each in initiatives if any(blocker["path"] for blocker in each["blockers"]))


@pytest.mark.parametrize(("language", "first", "then"), [("sv", DESKTOP, PHONE), ("en", PHONE, DESKTOP)], ids=["sv", "en"])
def test_every_page_opens_without_complaint_and_fits_the_window(visit, language, first, then):
    window = visit(Role.ADMINISTRATOR, language=language, size=first)
    for address in PAGES:
        answer = window.page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        expect(window.page.locator("h1")).to_have_count(1)
        expect(window.page.locator("html")).to_have_attribute("lang", language)
        assert not window.overflows, address
        window.page.set_viewport_size(then)  # a page answers a new width by its style sheet; loading it again would show no more
        assert not window.overflows, f"{address} at {then['width']} px"
        window.page.set_viewport_size(first)
        assert window.complaints == [], address


def test_no_page_breaks_wcag_in_a_way_a_machine_can_see(visit, blocked):
    window = visit(Role.ADMINISTRATOR)
    for address in (*PAGES, f"/initiatives/{blocked}", "/systems/byggia"):
        window.page.goto(address)
        for scheme, rules in (("light", WCAG), ("dark", CONTRAST)):
            window.page.emulate_media(color_scheme=scheme)
            found = Axe().run(window.page, options={"runOnly": rules, "resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{address}, {scheme}: {found.generate_report()}"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_logs_in_and_sees_its_start_page(visit, role):
    window = visit(role)
    expect(window.page.locator("h1")).to_have_count(1)
    expect(window.page.get_by_role("navigation", name="Huvudmeny")).to_contain_text("System")
    renewals = window.page.get_by_role("navigation", name="Huvudmeny").locator("a[href='/renewals']")
    expect(renewals).to_have_count(1 if role in {Role.PROCUREMENT, Role.ADMINISTRATOR} else 0)


def test_the_landscape_is_drawn_under_the_strict_policy(visit):
    window = visit(Role.READER)
    window.page.goto("/landscape")
    canvas = window.page.locator("canvas").first
    expect(canvas).to_be_visible()
    window.page.wait_for_timeout(500)
    painted = canvas.evaluate(
        """canvas => { const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        let seen = 0; for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) seen++; return seen; }"""
    )
    assert painted > 1000
    assert window.complaints == []


def test_a_blocked_initiative_shows_its_path_and_leads_to_every_system_on_it(visit, blocked):
    window = visit(Role.ARCHITECT)
    window.page.goto("/blockers")
    window.page.locator(f"main a[href='/initiatives/{blocked}']").first.click()
    main = window.page.locator("main")
    expect(main.locator(".panel").filter(has_text="lockeras av").first).to_be_visible()
    links = main.locator(".panel a[href^='/systems/']")
    assert links.count() >= 2
    last = links.last
    said = last.inner_text()
    last.click()
    window.page.wait_for_url("**/systems/*")
    assert window.page.locator("h1").inner_text() in said


def test_a_change_is_made_with_the_picker_and_seen_in_the_history(visit):
    window = visit(Role.EDITOR)
    page = window.page
    page.goto("/systems/ekonomen/edit")
    page.fill("#supplier", "")
    page.locator("#supplier").press_sequentially("a")
    options = page.locator("#field-supplier [role=option]")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = page.input_value("#supplier")
    assert chosen.endswith("]")
    page.fill("#change_reason", "ny leverantör efter upphandling")
    page.click("main button.primary")
    page.wait_for_url("**/systems/ekonomen")
    expect(page.locator(".record-history")).to_contain_text("ny leverantör efter upphandling")
    expect(page.locator(".record-history")).to_contain_text(email_of(Role.EDITOR))
    assert window.complaints == []


def test_a_list_is_exported_and_the_file_imported_again_without_change(visit, tmp_path):
    window = visit(Role.EDITOR)
    page = window.page
    page.goto("/systems/")
    with page.expect_download() as download:
        page.click("main .actions a[href*='export.xlsx']")
    file = tmp_path / "system.xlsx"
    download.value.save_as(file)
    page.goto("/systems/import")
    page.set_input_files("#file", file)
    page.click("main form button.primary")
    expect(page.locator(".figures b")).to_have_count(4)
    figures = [int(text) for text in page.locator(".figures b").all_inner_texts()]
    assert figures[0] == figures[1] == figures[3] == 0
    assert figures[2] > 100


def test_everything_can_be_reached_with_the_keyboard_and_focus_is_seen(visit):
    page = visit(Role.READER).page
    page.goto("/systems/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_pages_work_without_javascript(visit, blocked):
    page = visit(Role.READER, size=PHONE, java_script_enabled=False).page
    page.goto("/landscape?start=byggia&hops=1")
    expect(page.locator("main table").first).to_be_visible()
    page.goto(f"/initiatives/{blocked}")
    expect(page.locator("main table").first).to_be_visible()
    expect(page.locator("nav a[href='/systems/']")).to_be_visible()
