"""Line crops to text with confidence. The only room that knows Tesseract."""
