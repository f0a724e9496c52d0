import shutil

import pytest

from mapapp.settings import Settings
from mapapp.streets.library import IndexInfo


@pytest.fixture
def streets(settings: Settings, kenosha_index: IndexInfo) -> IndexInfo:
    """Kenosha County's streets, installed in the test's newsroom."""
    settings.streets_folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kenosha_index.path, settings.streets_folder)
    return kenosha_index
