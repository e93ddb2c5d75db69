"""The size budget: what a browser fetches before the first screen can be used."""
import json

kBudgetBytes = 200_000


def first_screen(site):
    """[(name, bytes as sent with brotli)] of all files of the first screen."""
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    sizes = []
    for name in manifest["first_screen"]:
        packed = site / (name + ".br")
        sizes.append((name, (packed if packed.is_file() else site / name).stat().st_size))
    return sizes


def check(site):
    try:
        sizes = first_screen(site)
    except (OSError, ValueError, KeyError) as error:
        return [f"{site}: the built site cannot be read ({type(error).__name__})"]
    total = sum(size for _, size in sizes)
    table = ", ".join(f"{name} {size / 1000:.1f}" for name, size in sizes)
    print(f"  first screen: {total / 1000:.1f} of {kBudgetBytes / 1000:.0f} KB ({table})", flush=True)
    if total > kBudgetBytes:
        return [f"the first screen takes {total} bytes, {total - kBudgetBytes} over the budget"]
    return []
