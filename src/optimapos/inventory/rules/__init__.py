"""How stock is taken, received, given back and valued: pure arithmetic over cost layers."""
