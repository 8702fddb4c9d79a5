"""Templates of Material that this theme replaces: an update of Material shows which of them changed."""

from hashlib import sha256
from importlib.resources import files

from tests.paths import REPOSITORY
from tests.tables import for_each_row

MATERIAL = files("material") / "templates"
OVERRIDES = REPOSITORY / "overrides"
# SHA-256 of the templates of Material. The theme replaces blocks of base.html, and all others as a whole.
DIGESTS = {
    "404.html": "80c93494b5432b1bcdf292caeb67a0653c45b37372f49e08ad4a70ca695a7495",
    "base.html": "8536d352b0093623df9e0032894f321cbe264b15a9b48cdd962583772455dadb",
    "main.html": "9948b55a7bc979c35825df99baba9e6971fca4eb298dea3cdde61e990a2de5e0",
    "partials/footer.html": "50c2a75f013b7b03fb97f381860c77df8fd5d13d68f90d3281754b68f69ec894",
    "partials/header.html": "8cf3fb15bcf969ff596649616fd99366b3c31c08d57a86d05308efc16d8fa75f",
    "partials/icons.html": "461a02930eb982ef17829cfe5ebb9f8dca6eb1eb0c9da2391c130b0fe8eb5fa7",
    "partials/javascripts/base.html": "d6113712bc4deb30b4bd810ee0dfc28b6f04d2f88cc0016c0f1766eac7b762b6",
    "partials/javascripts/content.html": "3722e156f0f6339de39fbbfc178b6e401d1a4fb890f189ac5b80c2504bda7dcf",
    "partials/palette.html": "fb935107ae7d3d7475965019eec36c1ad72bf1d154254dab2474921fcd2710e3",
    "partials/search.html": "bfd556535abcddb99396ab2a7e3acc2ebcd3f36756007d3969396caa4126be30",
    "partials/tabs.html": "d2c82916569e645a6b6dc5a36a2beddfaca5a66c8738c5b3e13b7d100ac2e8b7",
    "partials/toc-item.html": "418f31ce2e6d559934f610084a5c8493f9618b96268909601552ac48aa0c15c2",
    "partials/toc.html": "fde48f583563364b0e0e6865a5ab1e7060ec1826161f69f5cbee653e621b0f84",
    "partials/top.html": "98f6f9ac2ebf6ef943b62c0b0781a373cc03ca7e0959cfc60d9c3c7060157227",
    "redirect.html": "3910b9e1f5e9b21dc9fa9c57cf9d067e6cd3db06b6e2c4c8bb7ed681d8f5ec12",
}


def replaced_templates():
    names = (path.relative_to(OVERRIDES).as_posix() for path in OVERRIDES.rglob("*.html"))
    return {"base.html", *(name for name in names if (MATERIAL / name).is_file())}


def test_the_table_has_every_template_that_the_theme_replaces():
    assert replaced_templates() == set(DIGESTS)


@for_each_row("name", DIGESTS)
def test_a_replaced_template_of_material_is_unchanged(name):
    digest = sha256((MATERIAL / name).read_bytes()).hexdigest()

    assert digest == DIGESTS[name], (
        f"Material changed {name}. Compare {MATERIAL / name} with its previous version, port the changes that"
        f" matter to {'overrides/main.html' if name == 'base.html' else f'overrides/{name}'}, run the browser"
        f" tests, and replace the digest in this file by {digest}."
    )
