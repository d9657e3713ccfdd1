"""What messages say about the refund: promises, refusals, requests, swindles. Text in, statements out; no OCR."""

from extractor.statements.apply import Speaker
from extractor.statements.context import Message
from extractor.statements.find import WORDING, Statement, find_statements
from extractor.statements.phrases import Phrases, load_phrases

__all__ = ["WORDING", "Message", "Phrases", "Speaker", "Statement", "find_statements", "load_phrases"]
