"""The benchmark: how much of the labelled screenshots is read right, beside two baselines, all in one run.

`python -m tests.bench` (or `make bench`). One module a step:

    labels    labels.json → Picture records
    samples   the labelled pictures in a folder of their own, with the file times that git does not keep
    readers   the extractor run over that folder
    baselines whole-page Tesseract and RapidOCR, behind the extractor's own parsers
    measure   seconds, CPU seconds and memory of a run
    values    when a value equals a label
    matching  which row belongs to which label
    scoring   rows → scores; messages: the same for whole chat messages; tally: the counts of both
    perfect   the rows that score 100 %, made from the labels
    report    scores → tables and JSON; tables: as text and as Markdown

scoring, messages, values, matching, tally and perfect know nothing of OCR: tests/test_bench_scoring.py tests them.
"""
