# Writes the blocks of a page into a folder, each as a file: 01.sh, 02.toml, and so on.
/^```/ && !file {
    language = substr($0, 4)
    sub(/,.*/, "", language)
    file = sprintf("%s/%02d.%s", folder, ++count, language)
    next
}
/^```$/ { close(file); file = ""; next }
file { print > file }
