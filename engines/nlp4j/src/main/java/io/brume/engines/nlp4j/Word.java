package io.brume.engines.nlp4j;

/**
 * A token.
 *
 * @param begin its first UTF-16 unit in the text
 * @param end one past its last
 */
record Word(String form, int begin, int end) {

    boolean isCapitalized() {
        return !form.isEmpty() && Character.isUpperCase(form.codePointAt(0));
    }

    /** Whether it has two letters or more and no small one. */
    boolean isCapitals() {
        return form.length() > 1 && hasLetter() && form.chars().noneMatch(Character::isLowerCase);
    }

    boolean hasLetter() {
        return form.chars().anyMatch(Character::isLetter);
    }
}
