"""Read lines to a recognised screen: label and value pairs of a page. Screens are data in models/screens/."""
