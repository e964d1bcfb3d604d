/** DynamoDB's expressions: read, checked, and applied to items. */
@NullMarked
package io.brume.serverless.dynamodb.expression;

import org.jspecify.annotations.NullMarked;
