@org.jspecify.annotations.NullMarked
package io.brume.serverless.dynamodb.expression;
