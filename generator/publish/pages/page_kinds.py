"""All kinds of pages.

To add one, write a module like ``saved_papers`` with its template in ``templates/``, and name its kind in
`KINDS`. Add a line to ``nav`` in ``mkdocs.yml`` if the page should be a tab or in the footer.
"""

from generator.publish.pages import (
    about,
    author_pages,
    contribute,
    follow_page,
    home,
    map_page,
    new_papers,
    paper_list,
    reading_lists,
    saved_papers,
    search_page,
    statistics,
    topic_pages,
    venue_pages,
    week_pages,
    year_pages,
)

# In the order in which the search page and ``llms.txt`` list them.
KINDS = (
    home.KIND,
    paper_list.KIND,
    topic_pages.KIND,
    map_page.KIND,
    new_papers.KIND,
    week_pages.KIND,
    author_pages.KIND,
    venue_pages.KIND,
    year_pages.KIND,
    reading_lists.KIND,
    statistics.KIND,
    follow_page.KIND,
    saved_papers.KIND,
    search_page.KIND,
    contribute.KIND,
    about.KIND,
)
