"""What a buyer clicks: from the list of renewals to the plan, a decision written on its line, and the way to its dossier."""

from playwright.sync_api import expect

from registry.kit.access import Role


def test_a_decision_is_written_in_the_plan_and_stands_in_the_dossier(visit):
    window = visit(Role.PROCUREMENT)
    page = window.page
    page.goto("/renewals")
    page.get_by_role("link", name="Plan per kvartal").click()
    page.locator(".plan").get_by_role("link", name="Besluta").first.click()
    form = page.locator("form.decision")
    page.fill("[name=procurement_responsible]", "Ingen Sådan")
    page.select_option("[name=renewal_strategy]", "procure")
    form.locator("button[type=submit]").click()
    expect(page.locator(".decision")).to_contain_text("har nyckeln eller namnet ”Ingen Sådan”")
    expect(page.locator("[name=procurement_responsible]")).to_have_value("Ingen Sådan")
    expect(page.locator("[name=renewal_strategy]")).to_have_value("procure")
    page.fill("[name=procurement_responsible]", "")
    page.fill("[name=procurement_strategy]", "Förnyad konkurrens i november.")
    form.locator("button[type=submit]").click()
    expect(page.locator("#saved")).to_contain_text("är sparat")
    line = page.locator(".plan tr").filter(has_text="Förnyad konkurrens i november.")
    expect(line).to_contain_text("Upphandla på nytt")
    line.get_by_role("link", name="Beslutsunderlag").click()
    expect(page.locator("#plan")).to_contain_text("Förnyad konkurrens i november.")
    assert [said for said in window.complaints if "422" not in said] == []
