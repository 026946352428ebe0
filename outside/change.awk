# Applies a diff without line numbers, as a page shows it: the lines with - are replaced by the lines
# with + that follow them. One that is not there is an error.
BEGIN {
    while ((getline line < diff) > 0) {
        sign = substr(line, 1, 1)
        if (sign == "-" && last != "-") count++
        if (sign == "-") old[count] = old[count] substr(line, 2) "\n"
        if (sign == "+") new[count] = new[count] substr(line, 2) "\n"
        last = sign
    }
}
{ text = text $0 "\n" }
END {
    for (change = 1; change <= count; change++) {
        place = index(text, old[change])
        if (!place) {
            printf "not in the program:\n%s", old[change] > "/dev/stderr"
            exit 1
        }
        text = substr(text, 1, place - 1) new[change] substr(text, place + length(old[change]))
    }
    printf "%s", text
}
