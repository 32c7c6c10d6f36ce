using System.Globalization;
using ModelOps.Benchmarks.Harness;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Benchmarks.Forests;

/// <summary>Ranks of one row's features among 254 thresholds each: what one row pays before any tree is asked.</summary>
internal static class RankingComparison
{
    private const int Cuts = 254;
    private const double MostMicroseconds = 0.15;

    public static Comparison Create(float[] rows)
    {
        float[] cuts = [.. Enumerable.Range(1, Cuts).Select(static i => (i / (Cuts + 1f) * 2f) - 1f)];
        RankColumn[] columns = [.. Enumerable.Range(0, BenchmarkForest.Features).Select(feature => new RankColumn(new RankColumnKey(feature, NaNIsAbove: false), cuts))];
        RowRanker ranker = new(columns, VectorWidths.Best);
        byte[] ranks = new byte[BenchmarkForest.Features];
        int ourFirst = 0, peerFirst = 0;
        return new Comparison
        {
            Name = $"ranking one row of {BenchmarkForest.Features} features, against binary search",
            Ours = Contender.Of("RowRanker", () => ranker.Rank(Next(ref ourFirst), ref ranks[0])),
            Peer = Contender.Of("Array.BinarySearch", () =>
            {
                ReadOnlySpan<float> row = Next(ref peerFirst);
                for (int i = 0; i < row.Length; i++)
                {
                    int at = Array.BinarySearch(cuts, row[i]);
                    ranks[i] = (byte)(at < 0 ? ~at : at);
                }
            }),
            Clock = SampleClock.Cpu,
            Bars =
            [
                Bar.BytesAtMost(0),
                new Bar(
                    string.Create(CultureInfo.InvariantCulture, $"<= {MostMicroseconds} us"),
                    static result => string.Create(CultureInfo.InvariantCulture, $"{result.Ours.Median:0.000} us"),
                    static result => result.Ours.Median <= MostMicroseconds),
            ],
            WhyBelow = "The bar is an absolute time of a 3.7 GHz core with 512-bit vectors.",
        };

        ReadOnlySpan<float> Next(ref int first)
        {
            ReadOnlySpan<float> row = rows.AsSpan(first, BenchmarkForest.Features);
            first += BenchmarkForest.Features;
            if (first == rows.Length) { first = 0; }
            return row;
        }
    }
}
