import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.apache.spark.ml.classification.FMClassificationModel;
import org.apache.spark.ml.classification.FMClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark's factorization machines on libsvm files, training rows and others: {@code TRAIN VALIDATION FEATURES}. Answers each line
 * {@code ITERATIONS STEP FACTORS SEED} of standard input with the seconds of fitting and the log loss on the others.
 */
public class SparkFactorization {
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("factorization")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        Dataset<Row> train = rows(spark, arguments[0], arguments[2]);
        Dataset<Row> others = rows(spark, arguments[1], arguments[2]);
        System.out.println("ready");
        var lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            var machine = new FMClassifier()
                    .setMaxIter(Integer.parseInt(words[0]))
                    .setStepSize(Double.parseDouble(words[1]))
                    .setFactorSize(Integer.parseInt(words[2]))
                    .setSeed(Long.parseLong(words[3]))
                    .setSolver("adamW");
            long begin = System.nanoTime();
            FMClassificationModel model = machine.fit(train);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double loss = 0;
            long count = 0;
            for (Row row : model.transform(others).select("label", "probability").collectAsList()) {
                double probability = ((Vector) row.get(1)).apply(row.getDouble(0) > 0 ? 1 : 0);
                loss -= Math.log(Math.max(1e-15, probability));
                count++;
            }
            System.out.println(seconds + " " + loss / count);
        }
        spark.stop();
    }

    private static Dataset<Row> rows(SparkSession spark, String file, String features) {
        Dataset<Row> rows = spark.read()
                .format("libsvm")
                .option("numFeatures", features)
                .load(file)
                .repartition(2)
                .cache();
        rows.count();
        return rows;
    }
}
