import pytest

from mapapp.desk.house_numbers import block_words


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("2815 40th St, Kenosha", "2800 block of 40th St, Kenosha"),
        ("99 Main St", "0 block of Main St"),
        ("10412B 75th St", "10400 block of 75th St"),
        ("2815-2819 40th St", "2800 block of 40th St"),
        ("2815 1/2 40th St", "2800 block of 40th St"),
        ("2800 block of 40th St", "2800 block of 40th St"),
        ("2800-2899 block of 40th St", "2800-2899 block of 40th St"),
        ("Old Mill, 40th St", "Old Mill, 40th St"),
        ("28th Avenue, Kenosha", "28th Avenue, Kenosha"),
        ("28-15 41st Street, Queens", "41st Street, Queens"),
        ("N6850 County Road H", "County Road H"),
        ("W156N8446, Pilgrim Road, Menomonee Falls", "Pilgrim Road, Menomonee Falls"),
        (
            "4021, 28th Avenue, Kenosha, 53140, United States",
            "4000 block of 28th Avenue, Kenosha, United States",
        ),
        ("Old Mill, 4021, 28th Avenue, Kenosha", "Old Mill, 28th Avenue, Kenosha"),
    ],
)
def test_the_name_of_a_block_hides_the_house_number(address: str, block: str) -> None:
    assert block_words(address) == block
