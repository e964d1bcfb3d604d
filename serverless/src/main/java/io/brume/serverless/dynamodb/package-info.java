/** Amazon DynamoDB: tables, their items, indexes and streams, in the database. */
@NullMarked
package io.brume.serverless.dynamodb;

import org.jspecify.annotations.NullMarked;
