package io.brume.bench.quality;

import java.util.List;

/**
 * One labelled text.
 *
 * @param place the file and line that it comes from
 * @param language the language to ask the engine for
 * @param label what the text as a whole is: its language or sentiment; empty where only stretches are labelled
 * @param mentions what is labelled in it, in the order of the text
 */
record Case(String place, String language, String text, String label, List<Labelled> mentions) {}
