/** DynamoDB's values: what they may be, how they are ordered, how large they are and how they are kept. */
@NullMarked
package io.brume.serverless.dynamodb.item;

import org.jspecify.annotations.NullMarked;
