/** AWS Identity and Access Management, and the access keys that it and the Security Token Service make. */
@NullMarked
package io.brume.operations.iam;

import org.jspecify.annotations.NullMarked;
