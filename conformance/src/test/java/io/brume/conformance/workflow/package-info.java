/** A serverless workflow as people publish them, set up and used by clients that know nothing of Brume. */
@org.jspecify.annotations.NullMarked
package io.brume.conformance.workflow;
