package io.brume.bench.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Messages of an SQS queue: sent ones are there until they are deleted, deleted ones never come back. */
final class Queue implements Subject {

    private static final String NAME = "crash";
    private static final int VISIBILITY_SECONDS = 20;

    private final SqsClient sqs;
    private final Set<String> there = new HashSet<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private String url = "";
    private long acknowledged;
    private long counter;

    Queue(SqsClient sqs) {
        this.sqs = sqs;
    }

    void prepare() {
        url = sqs.createQueue(b -> b.queueName(NAME)).queueUrl();
    }

    @Override
    public String name() {
        return "message";
    }

    @Override
    public void act(RandomGenerator random) {
        if (random.nextInt(3) > 0) {
            send();
        } else {
            receiveAndDelete();
        }
    }

    private void send() {
        String body;
        synchronized (this) {
            body = "message-" + ++counter;
            open.add(body);
        }
        sqs.sendMessage(b -> b.queueUrl(url).messageBody(body));
        settle(body, there);
    }

    private void receiveAndDelete() {
        List<Message> received = sqs.receiveMessage(
                        b -> b.queueUrl(url).maxNumberOfMessages(1).visibilityTimeout(VISIBILITY_SECONDS))
                .messages();
        for (Message message : received) {
            synchronized (this) {
                there.remove(message.body());
                open.add(message.body());
            }
            sqs.deleteMessage(b -> b.queueUrl(url).receiptHandle(message.receiptHandle()));
            settle(message.body(), gone);
        }
    }

    private synchronized void settle(String body, Set<String> outcome) {
        open.remove(body);
        outcome.add(body);
        acknowledged++;
    }

    @Override
    public List<String> check() {
        return List.of(); // to look at every message is to receive it: done once, at the end
    }

    @Override
    public List<String> checkAtTheEnd() throws InterruptedException {
        List<String> violations = new ArrayList<>();
        Set<String> found = new HashSet<>();
        long end = System.nanoTime()
                + 150_000_000_000L; // what was received and not deleted comes back after its visibility
        while (System.nanoTime() < end && !(found.containsAll(there) && isEmpty())) {
            for (Message message : sqs.receiveMessage(
                            b -> b.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
                    .messages()) {
                if (!found.add(message.body())) {
                    violations.add(message.body() + " came twice");
                }
                sqs.deleteMessage(b -> b.queueUrl(url).receiptHandle(message.receiptHandle()));
            }
        }
        there.stream().filter(body -> !found.contains(body)).forEach(body -> violations.add(body + " is lost"));
        found.stream().filter(gone::contains).forEach(body -> violations.add(body + " came back after it was deleted"));
        return violations;
    }

    private boolean isEmpty() {
        var counts = sqs.getQueueAttributes(b -> b.queueUrl(url).attributeNamesWithStrings("All"))
                .attributesAsStrings();
        return counts.get("ApproximateNumberOfMessages").equals("0")
                && counts.get("ApproximateNumberOfMessagesNotVisible").equals("0");
    }

    @Override
    public synchronized long acknowledged() {
        return acknowledged;
    }
}
