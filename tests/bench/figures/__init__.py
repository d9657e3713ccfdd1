"""Trains the network that reads figures (`models/figures.onnx`): draws lines of text, fits, checks on other fonts.

`make figures` runs it: `draw` (needs fonts), then `train` (needs PyTorch), which writes the network.
"""
