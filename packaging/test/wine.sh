# Wine, and the program in it. Sourced. Wine 8 shows nothing of consoles, its pipes must begin inside, and it has no placeholder memory:
# a copy of the program that does not find that is tried.
export WINEPREFIX=$made/wine WINEDEBUG=-all WINEARCH=win64 DISPLAY=
as_wine_has_it() { sed 's/VirtualAlloc2/VirtualAllocX/' "$1"; }
