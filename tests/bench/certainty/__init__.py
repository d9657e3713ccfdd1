"""The stress sets: how often a value is silently wrong, with a bound on it. `make bench-certainty`.

Nothing here is committed as a picture: every set is drawn anew, the same for the same seed. One module a step:

    fonts     the open fonts that are installed, to draw with
    invented  numbers, amounts and moments with look-alike traps
    sheet     text, rules and bars on a Pillow picture
    layouts   order, bill, receipt and list pages with such values, and their labels
    sets      the sets: how each page is drawn, shrunk and saved
    judge     rows against labels, value by value: right, flagged, silently wrong
    bounds    what a count of errors says of the rate: Clopper and Pearson
    single    single lines with known boxes, without pages: fast
    report    the counts → tables
"""
