#!/bin/sh
# Sets the workflow up with the AWS CLI alone. In the folder of the functions' zip files:
#   set-up.sh ENDPOINT REGION STATE_MACHINE_FILE
set -eu
endpoint=$1
region=$2
definition=$3
account=123456789012
role=arn:aws:iam::$account:role/workflow

aws() {
  command aws --endpoint-url "$endpoint" --region "$region" --output text "$@"
}

trust='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com","states.amazonaws.com"]},"Action":"sts:AssumeRole"}]}'
aws iam create-role --role-name workflow --assume-role-policy-document "$trust" --query Role.Arn

for bucket in documents archive code; do
  aws s3 mb "s3://$bucket"
done
aws s3api put-bucket-notification-configuration --bucket documents --notification-configuration '{"EventBridgeConfiguration":{}}'

aws dynamodb create-table --table-name documents --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH \
  --query TableDescription.TableStatus
aws dynamodb wait table-exists --table-name documents

topic=$(aws sns create-topic --name alerts --query TopicArn)
queue=$(aws sqs create-queue --queue-name alerts --query QueueUrl)
queue_arn=$(aws sqs get-queue-attributes --queue-url "$queue" --attribute-names QueueArn --query Attributes.QueueArn)
aws sns subscribe --topic-arn "$topic" --protocol sqs --notification-endpoint "$queue_arn" \
  --attributes '{"FilterPolicy":"{\"sentiment\":[\"NEGATIVE\",\"NONE\"]}"}'

aws lambda create-function --function-name look --runtime nodejs12.x --handler index.handler --role "$role" \
  --timeout 60 --zip-file fileb://look.zip --query FunctionArn
aws lambda create-function --function-name entities --runtime nodejs20.x --handler index.handler --role "$role" \
  --timeout 60 --memory-size 512 --zip-file fileb://entities.zip --query FunctionArn
aws lambda create-function --function-name sentiment --runtime python3.12 --handler app.lambda_handler --role "$role" \
  --timeout 60 --environment 'Variables={LANGUAGE=en}' --zip-file fileb://sentiment.zip --query FunctionArn
aws s3 cp --no-progress archive.zip s3://code/archive.zip
aws lambda create-function --function-name archive --runtime java21 --role "$role" \
  --handler io.brume.conformance.workflow.Archive::handleRequest --timeout 60 --memory-size 512 \
  --environment 'Variables={ARCHIVE=archive}' --code S3Bucket=code,S3Key=archive.zip --query FunctionArn
for function in look entities sentiment archive; do
  aws lambda wait function-active-v2 --function-name "$function"
done
version=$(aws lambda publish-version --function-name archive --query Version)
aws lambda create-alias --function-name archive --name live --function-version "$version" --query AliasArn

sed "s/REGION/$region/g" "$definition" >definition.json
machine=$(aws stepfunctions create-state-machine --name documents --role-arn "$role" --definition file://definition.json \
  --query stateMachineArn)

aws events put-rule --name documents --query RuleArn --event-pattern \
  '{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["documents"]},"object":{"key":[{"suffix":".txt"}]}}}'
aws events put-targets --rule documents --targets "Id=machine,Arn=$machine,RoleArn=$role" --query FailedEntryCount
