using ModelOps.Drift.Profiles;
using ModelOps.Onnx.Forests;

namespace ModelOps.EndToEnd.Drift;

public sealed class ForestBinsTests
{
    private const int Rows = 4000;
    private const int Features = 3;

    [Fact]
    public void Guide_BinsAtThresholds_AreTheRanksOfTheForest()
    {
        Forest forest = Stumps(splits: 60);
        float[] rows = Values(seed: 7);
        string[] names = ["price", "income", "age"];
        double[][] columns = [.. Enumerable.Range(0, Features).Select(feature => Column(rows, feature))];

        // <snippet:docs/guides/drift-monitoring.md#3>
        DatasetProfileBuilder builder = new();
        foreach (IGrouping<int, ForestRankColumn> feature in new QuantizedForest(forest).Columns.GroupBy(static column => column.Feature))
        {
            // A forest asks whether a value is above a bound; a profile's bin begins with its threshold, the next number.
            double[] thresholds = [.. feature.SelectMany(static column => column.Bounds).Distinct().Order().Select(static bound => (double)MathF.BitIncrement(bound))];
            builder.AddNumeric(names[feature.Key], columns[feature.Key], thresholds);
        }
        // </snippet>

        DatasetProfile profile = builder.Build();
        QuantizedForest quantized = new(forest);
        byte[] ranks = new byte[Rows * quantized.Columns.Count];
        quantized.Rank(rows, ranks);
        foreach ((ForestRankColumn column, int index) in quantized.Columns.Select(static (column, index) => (column, index)))
        {
            var counts = new long[column.Bounds.Count + 1];
            for (int row = 0; row < Rows; row++) { counts[ranks[(row * quantized.Columns.Count) + index]]++; }

            // Outside the range of the values lies one bin at either side, empty for the values themselves.
            long[] bins = profile.Find(names[column.Feature])!.Counts.ToArray();
            Assert.Equal(counts, bins[1..^1]);
            Assert.Equal(0, bins[0] + bins[^1]);
        }
    }

    private static double[] Column(float[] rows, int feature) => [.. Enumerable.Range(0, Rows).Select(row => (double)rows[(row * Features) + feature])];

    // Whole quarters fall on thresholds, which are quarters too.
    private static float[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Rows * Features).Select(i => i < Features ? -9f : i < 2 * Features ? 9f : random.Next(-32, 33) / 4f)];
    }

    private static Forest Stumps(int splits)
    {
        var random = new Random(3);
        var builder = new ForestBuilder { FeatureCount = Features, TargetCount = 1 };
        for (int i = 0; i < splits; i++)
        {
            int low = builder.AddLeaf(new ForestWeight(0, random.NextSingle()));
            int high = builder.AddLeaf(new ForestWeight(0, random.NextSingle()));
            builder.AddTree(builder.AddSplit(i % Features, SplitMode.AtMost, random.Next(-32, 32) / 4f, low, high));
        }

        return builder.Build();
    }
}
